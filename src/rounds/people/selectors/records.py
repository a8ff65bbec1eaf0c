"""Everything that people records about one person."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, UUIDField

from rounds.core.clock import institution_today
from rounds.core.database.bulk_rows import among
from rounds.core.database.prepared import Prepared
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
from rounds.people.values.consents import NOT_ASKED, TEXTS, ConsentText, current_text


@dataclass(frozen=True)
class RoleHeld:
    """A role and, if it is one in a training program, which."""

    assignment: RoleAssignment
    training_program: TrainingProgram | None


@dataclass(frozen=True)
class ConsentAsked:
    """A kind of consent: the words now, the consent given, and the words that were agreed to then."""

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
    roles = _roles(person_id=person.id)
    scopes = TrainingProgram.objects.in_bulk([role.scope_id for role in roles if role.scope_id])
    return PersonRecord(
        person=person,
        stages=_stages(person_id=person.id),
        lines=_lines(person_id=person.id),
        memberships=_memberships(person_id=person.id),
        roles=[RoleHeld(role, scopes.get(role.scope_id)) for role in roles],
        training=training_of(person.id),
        consents=_consents(person),
    )


def training_of(person_id: UUID) -> list[TrainingRecord]:
    """Return a person's mentor training, newest first."""
    return _training(person_id=person_id)


PERSON = UUIDField()
_roles = Prepared(
    lambda person_id: RoleAssignment.objects.filter(person_id=person_id).order_by("-from_on", "role"),
    person_id=PERSON,
)
_stages = Prepared(
    lambda person_id: CareerStage.objects.filter(person_id=person_id).select_related("department", "site"),
    person_id=PERSON,
)
_lines = Prepared(
    lambda person_id: (
        AuthorityLine.objects.filter(Q(subject_id=person_id) | Q(over_id=person_id))
        .select_related("subject", "over")
        .order_by("-from_on", "id")
    ),
    person_id=PERSON,
)
_memberships = Prepared(
    lambda person_id: (
        TrainingProgramMember.objects.filter(person_id=person_id)
        .select_related("training_program")
        .order_by("-from_on", "id")
    ),
    person_id=PERSON,
)
_training = Prepared(lambda person_id: TrainingRecord.objects.filter(person_id=person_id), person_id=PERSON)
_standing = Prepared(
    lambda person_id: Consent.objects.filter(person_id=person_id, withdrawn_at=None), person_id=PERSON
)


def who_agrees(kind: str, *, versions: Collection[str], person_ids: Collection[UUID]) -> set[UUID]:
    """Return who of some people agrees to one of some versions of the words of a consent, and has not withdrawn."""
    agreed = Consent.objects.filter(kind=kind, version__in=versions, withdrawn_at=None)
    return set(agreed.filter(person_id__in=among(person_ids)).values_list("person_id", flat=True))


def _consents(person: Person) -> list[ConsentAsked]:
    standing = {consent.kind: consent for consent in _standing(person_id=person.id)}
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
        if kind not in NOT_ASKED or kind in standing
    ]
