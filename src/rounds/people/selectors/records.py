"""Everything that people records about one person."""

from dataclasses import dataclass

from django.db.models import Q

from rounds.core.clock import institution_today
from rounds.people.enums import ConsentKind
from rounds.people.models import (
    AuthorityLine,
    CareerStage,
    Consent,
    Person,
    RoleAssignment,
    TrainingProgram,
    TrainingProgramMember,
    TrainingRecord,
)
from rounds.people.values.consents import TEXTS, ConsentText, current_text


@dataclass(frozen=True)
class RoleHeld:
    """A role and, if it is one in a training program, which."""

    assignment: RoleAssignment
    training_program: TrainingProgram | None


@dataclass(frozen=True)
class ConsentAsked:
    """A kind of consent: the words now, what stands, and the words that were agreed to then."""

    kind: str
    label: str
    words: ConsentText
    standing: Consent | None
    agreed: ConsentText | None


@dataclass(frozen=True)
class PersonRecord:
    """One person's record, newest first."""

    person: Person
    stages: list[CareerStage]
    lines: list[AuthorityLine]
    memberships: list[TrainingProgramMember]
    roles: list[RoleHeld]
    training: list[TrainingRecord]
    consents: list[ConsentAsked]

    @property
    def current(self) -> CareerStage | None:
        """Return the stage of today, else the one that is to come or was the last."""
        day = institution_today()
        real = [stage for stage in self.stages if not stage.is_replaced]
        held = [
            stage for stage in real if stage.from_on <= day and (stage.to_on is None or stage.to_on > day)
        ]
        return next(iter(held or real), None)


def record_for(person: Person) -> PersonRecord:
    """Return what is recorded about a person whom the caller has loaded: seven queries."""
    lines = AuthorityLine.objects.filter(Q(subject=person) | Q(over=person))
    roles = list(RoleAssignment.objects.filter(person=person).order_by("-from_on", "role"))
    scopes = TrainingProgram.objects.in_bulk([role.scope_id for role in roles if role.scope_id])
    return PersonRecord(
        person=person,
        stages=list(CareerStage.objects.filter(person=person).select_related("department", "site")),
        lines=list(lines.select_related("subject", "over").order_by("-from_on", "id")),
        memberships=list(
            TrainingProgramMember.objects.filter(person=person)
            .select_related("training_program")
            .order_by("-from_on", "id")
        ),
        roles=[RoleHeld(role, scopes.get(role.scope_id)) for role in roles],
        training=list(TrainingRecord.objects.filter(person=person)),
        consents=_consents(person),
    )


def _consents(person: Person) -> list[ConsentAsked]:
    standing = {consent.kind: consent for consent in Consent.objects.filter(person=person, withdrawn_at=None)}
    agreed = {(text.kind, text.version): text for text in TEXTS}
    return [
        ConsentAsked(
            kind.value,
            str(kind.label),
            current_text(kind),
            found := standing.get(kind),
            agreed.get((kind.value, found.version)) if found else None,
        )
        for kind in ConsentKind
    ]
