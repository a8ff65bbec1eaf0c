"""Open pairs as the program office's lists read them: one query, plain rows that can be compared."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple, Self
from uuid import UUID

from django.db.models import Count, Exists, F, FilteredRelation, OuterRef, Q, QuerySet, Subquery

from rounds.core.access import Viewer
from rounds.core.database.scope import current_zone
from rounds.mentorships.changes.selectors import changes_in_pair
from rounds.mentorships.dues.enums import Rule
from rounds.mentorships.dues.values import Span
from rounds.mentorships.enums import OPEN, RUNNING
from rounds.mentorships.models import AgreementVersion, Conversation, Mentorship
from rounds.mentorships.models.conversations import COUNTS
from rounds.people.selectors import is_judged_by
from rounds.programs.models import Program

# What the office lists of pairs that run.
LISTED = (Rule.FIRST_CONVERSATION, Rule.SILENCE, Rule.AGREEMENT)


@dataclass(frozen=True)
class ProgramFacts:
    """What of a program the lists depend on."""

    id: UUID
    checkins_per_year: int
    # name and check-ins a year of each of its phases
    phases: tuple[tuple[str, int], ...]
    # in which its days begin
    zone: str

    @classmethod
    def of(cls, program: Program) -> Self:
        """Return what of a program the lists depend on."""
        phases = tuple(
            (str(spec["name"]), program.checkins_in(number)) for number, spec in enumerate(program.phases, 1)
        )
        return cls(program.id, program.checkins_per_year, phases, current_zone())

    def checkins_in(self, phase: int | None) -> int:
        """Return how many check-ins a year are asked for in a phase."""
        return self.phases[phase - 1][1] if phase and phase <= len(self.phases) else self.checkins_per_year

    def phase_name(self, phase: int | None) -> str:
        """Return what a part of the program is called; "" where it has none of that number."""
        return self.phases[phase - 1][0] if phase and phase <= len(self.phases) else ""


class PairRow(NamedTuple):
    """One row of an open pair; a pair comes once for each pause, leave and changed rule."""

    id: UUID
    state: str
    purpose: str
    opened_on: date | None
    created_at: datetime
    imported_start_on: date | None
    planned_end_on: date | None
    ended_on: date | None
    phase: int | None
    program_id: UUID
    cycle_ends_on: date
    cohort_id: UUID
    mentee_enrollment_id: UUID
    mentor_enrollment_id: UUID
    mentee_title: str
    mentee_given_name: str
    mentee_family_name: str
    mentee_left_on: date | None
    mentor_title: str
    mentor_given_name: str
    mentor_family_name: str
    mentor_left_on: date | None
    agreed_interval: int | None
    last_held_on: date | None
    is_disputed: bool
    is_judged: bool
    # what one of the two asks for and waits for, unless the reader is concerned
    change_id: UUID | None
    change_asked_at: datetime | None
    change_again_on: date | None
    plan_rule: str | None
    plan_phase: int
    plan_is_on: bool | None
    plan_due: int
    plan_reminders: tuple[int, ...]
    plan_office_from: int | None
    pause_from_on: date | None
    pause_to_on: date | None
    mentee_leave_from_on: date | None
    mentee_leave_to_on: date | None
    mentor_leave_from_on: date | None
    mentor_leave_to_on: date | None

    @property
    def is_running(self) -> bool:
        return self.state in RUNNING

    @property
    def is_over(self) -> bool:
        """Tell that no open pair is over, as `Mentorship` does."""
        return False

    @property
    def stops(self) -> Iterator[Span]:
        """Yield the pause and the leaves of the row."""
        for from_on, to_on in (
            (self.pause_from_on, self.pause_to_on),
            (self.mentee_leave_from_on, self.mentee_leave_to_on),
            (self.mentor_leave_from_on, self.mentor_leave_to_on),
        ):
            if from_on:
                yield Span(from_on, to_on)


# Where the columns of a row are that are no columns of a pair.
_ELSEWHERE = {
    "program_id": "cycle__program_id",
    "cycle_ends_on": "cycle__ends_on",
    "cohort_id": "mentee_enrollment__cohort_id",
    **{
        f"{side}_{name}": f"{side}__{name}"
        for side in ("mentee", "mentor")
        for name in ("title", "given_name", "family_name", "left_on")
    },
    **{
        f"plan_{name}": f"changed__{name}"
        for name in ("rule", "phase", "is_on", "due", "reminders", "office_from")
    },
    **{
        f"{which}_{day}": f"{relation}__{day}"
        for which, relation in (
            ("pause", "pauses"),
            ("mentee_leave", "mentee__leaves"),
            ("mentor_leave", "mentor__leaves"),
        )
        for day in ("from_on", "to_on")
    },
}
_REMINDERS = PairRow._fields.index("plan_reminders")


def open_pair_rows(viewer: Viewer, program_ids: Collection[UUID]) -> Iterator[PairRow]:
    """Yield the rows of the open pairs of programs, by the mentee's name."""
    for values in _open_pairs(viewer, program_ids):
        # a list can't be compared by its hash
        reminders = tuple(values[_REMINDERS] or ())
        yield PairRow._make((*values[:_REMINDERS], reminders, *values[_REMINDERS + 1 :]))


def _open_pairs(viewer: Viewer, program_ids: Collection[UUID]) -> QuerySet[Mentorship, tuple[Any, ...]]:
    held = Conversation.objects.filter(COUNTS, mentorship_id=OuterRef("id")).order_by("-held_on")
    disputed = Conversation.objects.filter(
        mentorship_id=OuterRef("id"), by_office=True, disputed_at__isnull=False, taken_back_at=None
    )
    signed = (
        AgreementVersion.objects.filter(mentorship_id=OuterRef("id"))
        .annotate(signed=Count("signatures"))
        .filter(signed=2)
        .order_by("-number")
    )
    asked = changes_in_pair(viewer, OuterRef("id"))
    return (
        Mentorship.objects.filter(cycle__program_id__in=program_ids, state__in=OPEN)
        .annotate(
            change_id=Subquery(asked.values("id")[:1]),
            change_asked_at=Subquery(asked.values("asked_at")[:1]),
            change_again_on=Subquery(asked.values("again_on")[:1]),
            agreed_interval=Subquery(signed.values("interval_days")[:1]),
            last_held_on=Subquery(held.values("held_on")[:1]),
            is_disputed=Exists(disputed),
            is_judged=is_judged_by(viewer, OuterRef("mentee_id")),
            changed=FilteredRelation(
                "cycle__program__plan", condition=Q(cycle__program__plan__rule__in=LISTED)
            ),
            **{name: F(where) for name, where in _ELSEWHERE.items()},
        )
        .order_by("mentee__folded_family", "mentee__folded_given", "id")
        .values_list(*PairRow._fields)
    )
