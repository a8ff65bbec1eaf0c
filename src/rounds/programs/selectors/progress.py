"""How far intake has come: of each enrollment of a cohort, as values because there are thousands, and of one person."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, Subquery, UUIDField

from rounds.core.access import Viewer
from rounds.core.database.prepared import Prepared
from rounds.core.database.unchanged import kept_while_unchanged
from rounds.people.models import Person
from rounds.people.values.names import display_name_of
from rounds.programs.enums import EnrollmentState
from rounds.programs.models import Enrollment, Intake, Program
from rounds.programs.selectors.intake import current_intakes
from rounds.programs.selectors.programs import programs_for
from rounds.programs.values.versions import that_count

NOT_STARTED, STOPPED, IMPORTED, TO_CONFIRM, SENT = "not_started", "stopped", "imported", "to_confirm", "sent"
STATES = (NOT_STARTED, STOPPED, IMPORTED, TO_CONFIRM, SENT)


class Member(NamedTuple):
    """An enrollment that takes part, and its person."""

    id: UUID
    person_id: UUID
    side: str
    state: str
    state_at: datetime
    intake_topic: str
    intake_topic_at: datetime | None
    closes_on: date | None
    title: str
    given_name: str
    family_name: str
    folded_given: str
    folded_family: str
    email: str
    user_id: UUID | None
    left_on: date | None

    @property
    def name(self) -> str:
        return display_name_of(self.title, self.given_name, self.family_name)

    @property
    def order(self) -> tuple[str, str, str, UUID]:
        """Return by what members are ordered: by name."""
        sort_name = ", ".join(filter(None, (self.family_name, self.given_name)))
        return self.folded_family, self.folded_given, sort_name, self.id


class Sent(NamedTuple):
    """When answers were sent, by whom, and whether their owner has looked at them."""

    submitted_at: datetime | None
    entered_by_id: UUID | None
    confirmed_at: datetime | None

    @property
    def waits_for_owner(self) -> bool:
        return self.entered_by_id is not None and self.confirmed_at is None


def members_of(**which: Any) -> Any:
    """Return the columns of members who take part, once for each version of their intake, with those of `Sent` behind."""
    names = ("title", "given_name", "family_name", "folded_given", "folded_family", "email", "user_id")
    return (
        Enrollment.objects.filter(**which)
        .exclude(state=EnrollmentState.WITHDRAWN)
        .order_by("intakes__version")
        .values_list(
            *("id", "person_id", "side", "state", "state_at", "intake_topic", "intake_topic_at"),
            *("cohort__intake_closes_on", *(f"person__{name}" for name in names), "person__left_on"),
            *(f"intakes__{name}" for name in ("version", *Sent._fields)),
        )
    )


members = Prepared(lambda cohort_id: members_of(cohort_id=cohort_id), cohort_id=UUIDField())


def read_members(rows: Iterable[tuple[Any, ...]]) -> tuple[list[Member], dict[UUID, Sent]]:
    """Return the members of such rows, each once, and the intake that counts of each."""
    own, found, answers = len(Member._fields), {}, []
    for row in rows:
        if row[0] not in found:
            found[row[0]] = Member(*row[:own])
        if row[own] is not None:
            answers.append((row[0], Sent(*row[own + 1 :])))
    return list(found.values()), that_count(answers)


def state_of(enrollment: Enrollment | Member, intake: Intake | Sent | None) -> tuple[str, datetime | None]:
    """Return how far somebody's intake has come, and since when."""
    if intake is not None and intake.submitted_at is not None:
        return (TO_CONFIRM if intake.waits_for_owner else SENT), intake.submitted_at
    if intake is not None:
        return IMPORTED, enrollment.state_at
    if enrollment.intake_topic:
        return STOPPED, enrollment.intake_topic_at
    return NOT_STARTED, enrollment.state_at


@dataclass(frozen=True)
class PartTaken:
    """One program of a person, and how far intake has come there; `state` and `topic` as in the list of a cohort."""

    enrollment: Enrollment
    program: Program
    state: str
    topic: str


def list_parts_of(person: Person, viewer: Viewer) -> list[PartTaken]:
    """Return the programs of a person whose office the viewer belongs to, newest cycle first."""
    enrollments = list(
        Enrollment.objects.filter(person=person, cohort__cycle__program__in=programs_for(viewer))
        .select_related("cohort__cycle__program", "person")
        .order_by("-cohort__cycle__starts_on", "side", "id")
    )
    intakes = current_intakes([one.id for one in enrollments], with_answers=False)
    found = []
    for one in enrollments:
        state, _since = state_of(one, intakes.get(one.id))
        topic = one.intake_topic if state == STOPPED else ""
        found.append(PartTaken(one, one.cohort.cycle.program, state, topic))
    return found


@dataclass(frozen=True)
class IntakeWork:
    """What a cohort's intake leaves for the office, in numbers: as `chase_counts` counts them."""

    missing: int = 0
    applied: int = 0
    confirm: int = 0


def work_of(cohort_ids: Iterable[UUID]) -> dict[UUID, IntakeWork]:
    """Return how many answers are missing or to be confirmed, and how many people have applied, for many cohorts in one query."""
    ids = sorted(set(cohort_ids))
    return dict.fromkeys(ids, IntakeWork()) | dict(_work_of(tuple(ids)))


@kept_while_unchanged
def _work_of(cohort_ids: tuple[UUID, ...]) -> tuple[tuple[UUID, IntakeWork], ...]:
    sent = Intake.objects.filter(enrollment=OuterRef("id"))
    people = Enrollment.objects.filter(cohort_id__in=cohort_ids).exclude(state=EnrollmentState.WITHDRAWN)
    newest = sent.exclude(submitted_at=None).order_by("-version")
    is_applied, is_sent = Q(state=EnrollmentState.APPLIED), Q(sent_at__isnull=False)
    is_unseen = ~is_sent | Q(entered_by__isnull=False, confirmed_at=None)
    is_expected = ~is_applied & Q(person__left_on=None)
    counted = (
        people.annotate(
            has_answers=Exists(sent),
            sent_at=Subquery(newest.values("submitted_at")[:1]),
            entered_by=Subquery(newest.values("entered_by_id")[:1]),
            confirmed_at=Subquery(newest.values("confirmed_at")[:1]),
        )
        .order_by()
        .values("cohort_id")
        .annotate(
            missing=Count("id", filter=is_expected & Q(has_answers=False)),
            applied=Count("id", filter=is_applied),
            confirm=Count("id", filter=is_expected & is_unseen & Q(has_answers=True)),
        )
    )
    return tuple(
        (row["cohort_id"], IntakeWork(row["missing"], row["applied"], row["confirm"])) for row in counted
    )
