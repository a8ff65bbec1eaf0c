"""What the program office sees of open pairs: who leaves, and what is due for it to see."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, FilteredRelation, Max, OuterRef, Q, QuerySet, Subquery

from rounds.core.access import Viewer
from rounds.core.clock import day_begins, institution_day, institution_today
from rounds.core.database.unchanged import kept_while_unchanged
from rounds.mentorships.dues.enums import Rule
from rounds.mentorships.dues.selectors.facts import facts_from
from rounds.mentorships.dues.selectors.nudges import Nudge, recent_nudges
from rounds.mentorships.dues.selectors.plans import OwnRow, Plans
from rounds.mentorships.dues.values import AgreedTerms, Due, Held, PlanRow, Span, due
from rounds.mentorships.enums import OPEN, RUNNING
from rounds.mentorships.models import AgreementVersion, Conversation, Mentorship
from rounds.mentorships.models.conversations import COUNTS
from rounds.people.models import Person
from rounds.people.selectors import is_judged_by
from rounds.programs.models import Program

# What lists say of a person.
NAMED = ("title", "given_name", "family_name", "left_on")

# What the office lists of pairs that run.
LISTED = (Rule.FIRST_CONVERSATION, Rule.SILENCE, Rule.AGREEMENT)


@dataclass(frozen=True)
class Member:
    """One of the two of a pair, as lists name them."""

    full_name: str
    display_name: str
    left_on: date | None
    enrollment_id: UUID


@dataclass(frozen=True)
class OpenPair:
    """A pair that takes a place, as the program office lists it."""

    id: UUID
    program_id: UUID
    cohort_id: UUID
    opened_on: date | None
    mentee: Member
    mentor: Member
    # what its part of the program is called; "" where the program has none
    phase: str = ""


def leavers_in(pair: OpenPair) -> set[UUID]:
    """Return the enrollments of who leaves: somebody in two pairs of a cohort is one person."""
    return {one.enrollment_id for one in (pair.mentee, pair.mentor) if one.left_on is not None}


@dataclass(frozen=True)
class Trouble:
    """A pair with something that the program office should see."""

    pair: OpenPair
    due: Due
    last_held_on: date | None
    # It was written to, and is given time to answer.
    nudge: Nudge | None = None


@dataclass(frozen=True)
class OnLeave:
    """Somebody of a running pair who is away today; until when, None while no day of return is known."""

    pair: OpenPair
    who: Member
    back_on: date | None


@dataclass(frozen=True)
class OfficePairs:
    """What of the open pairs of some programs the office should see."""

    leaving: tuple[OpenPair, ...]
    # what is on the office's desk
    troubles: tuple[Trouble, ...]
    # of which one of the two says that what the office entered was not so
    disputed: tuple[OpenPair, ...] = ()
    # what was written to lately, and is on the desk again once its day comes; the longest written to first
    nudged: tuple[Trouble, ...] = ()
    # whose days do not count today, because one of the two is away; who comes back first is first
    on_leave: tuple[OnLeave, ...] = ()

    def written_today(self, rule: Rule) -> list[Trouble]:
        """Return what was written to today because of a rule: whom the same words reach no more today."""
        today = institution_today()
        return [row for row in self.nudged if row.due.rule == rule and row.nudge and row.nudge.on == today]

    @property
    def trouble(self) -> dict[Rule, list[Trouble]]:
        """Return what is due by its rule, each list the longest first."""
        return {rule: [row for row in self.troubles if row.due.rule == rule] for rule in LISTED}

    def leavers(self, cohort_id: UUID) -> list[OpenPair]:
        """Return the pairs of a cohort in which one of the two leaves or has left the institution."""
        return [pair for pair in self.leaving if pair.cohort_id == cohort_id]


def office_pairs(viewer: Viewer, programs: Iterable[Program]) -> OfficePairs:
    """Return what the office of the viewer's programs should see of their open pairs; two queries, one without trouble.

    What is due is listed the longest first. Mentees in whose training the viewer has a hand are left out of it:
    somebody else of the office sees them.
    """
    ids = tuple(sorted(program.id for program in programs))
    found = _office_pairs(viewer, ids)
    nudges = recent_nudges(ids) if found.troubles else {}
    if not nudges:
        return found
    rows = [replace(row, nudge=nudges.get((row.pair.id, row.due.rule))) for row in found.troubles]
    nudged = sorted(
        (row for row in rows if row.nudge), key=lambda row: row.nudge.on if row.nudge else date.max
    )
    return replace(found, troubles=tuple(row for row in rows if not row.nudge), nudged=tuple(nudged))


@kept_while_unchanged
def _office_pairs(viewer: Viewer, program_ids: tuple[UUID, ...]) -> OfficePairs:
    rows: list[Any] = list(_open_pairs(viewer, program_ids))
    plans = _plans_in(rows)
    stops: dict[UUID, set[Span]] = {}
    for row in rows:
        stops.setdefault(row.id, set()).update(_stops_in(row))
    today = institution_today()
    leaving, troubles, disputed = [], [], []
    away = {(row.id, one.who.enrollment_id): one for row in rows for one in _away_in(row, today)}
    for row in {row.id: row for row in rows}.values():
        pair = _open_pair(row)
        if pair.mentor.left_on or pair.mentee.left_on:
            leaving.append(pair)
        if row.is_disputed and not row.is_judged:
            disputed.append(pair)
        found = _office_dues(row, stops[row.id], today, plans.of_pair(row, LISTED))
        troubles += [Trouble(pair, one, row.last_held_on) for one in found]
    troubles.sort(key=lambda row: row.due.due_on or today)
    on_leave = sorted(away.values(), key=lambda one: one.back_on or date.max)
    return OfficePairs(tuple(leaving), tuple(troubles), tuple(disputed), on_leave=tuple(on_leave))


def _away_in(row: Any, today: date) -> Iterator[OnLeave]:
    """Yield who of one row is on leave today."""
    for side in ("mentee", "mentor"):
        from_on, to_on = getattr(row, f"{side}_leave_from_on"), getattr(row, f"{side}_leave_to_on")
        if row.is_running and from_on and from_on <= today and (to_on is None or to_on > today):
            pair = _open_pair(row)
            yield OnLeave(pair, pair.mentee if side == "mentee" else pair.mentor, to_on)


def _stops_in(row: Any) -> Iterator[Span]:
    """Yield the pause and the leaves of one row."""
    for which in STOPS:
        if from_on := getattr(row, f"{which}_from_on"):
            yield Span(from_on, getattr(row, f"{which}_to_on"))


def _plans_in(rows: Iterable[Any]) -> Plans:
    """Return what the office lists of each program, from what the rows say that it changed."""
    changed: dict[UUID, dict[int, dict[str, OwnRow]]] = {}
    for row in rows:
        if row.plan_rule:
            own = changed.setdefault(row.cycle.program_id, {}).setdefault(row.plan_phase, {})
            days = tuple(row.plan_reminders)
            own[row.plan_rule] = OwnRow(row.plan_is_on, row.plan_due, days, row.plan_office_from)
    return Plans(changed)


def _office_dues(row: Any, stops: Iterable[Span], today: date, plan: tuple[PlanRow, ...]) -> Iterator[Due]:
    """Yield what the office should see of a pair, as `_open_pairs` reads it."""
    if not row.is_running or row.is_judged:
        return
    held = (Held(row.last_held_on, 1),) if row.last_held_on else ()
    facts = facts_from(row, held, stops)
    if row.agreed_interval:
        facts = replace(facts, interval_days=row.agreed_interval, agreement=AgreedTerms(facts.opened_on))
    yield from (one for one in due(facts, (), today, plan=plan) if one.is_for_office)


# So long after it came along nothing of an imported pair is late or silent yet, as the plan is as a rule.
SPARED = timedelta(days=31)


@dataclass(frozen=True)
class BroughtAlong:
    """Pairs that an import brought lately, of which nothing can be late yet: how many, and when the last came."""

    pairs: int
    on: date


def brought_along_lately(programs: Iterable[Program]) -> BroughtAlong | None:
    """Return the imported pairs whose days are counted since a short time only; None when there is none."""
    found = Mentorship.objects.filter(
        cycle__program_id__in=[program.id for program in programs],
        state__in=RUNNING,
        imported_start_on__isnull=False,
        created_at__gte=day_begins(institution_today() - SPARED),
    ).aggregate(pairs=Count("id"), last=Max("created_at"))
    return BroughtAlong(found["pairs"], institution_day(found["last"])) if found["pairs"] else None


def _open_pair(row: Any) -> OpenPair:
    return OpenPair(
        id=row.id,
        program_id=row.cycle.program_id,
        cohort_id=row.cohort_id,
        opened_on=row.opened_on,
        mentee=_member(row.mentee, row.mentee_enrollment_id),
        mentor=_member(row.mentor, row.mentor_enrollment_id),
        phase=spec.name if (spec := row.cycle.program.phase(row.phase)) else "",
    )


def _member(person: Person, enrollment_id: UUID) -> Member:
    return Member(person.full_name, person.display_name, person.left_on, enrollment_id)


PLAN_COLUMNS = ("rule", "phase", "is_on", "due", "reminders", "office_from")
# Why days of a pair don't count, and where they are.
STOPS = {"pause": "pauses", "mentee_leave": "mentee__leaves", "mentor_leave": "mentor__leaves"}
_READ = (
    *(
        "state",
        "purpose",
        "opened_on",
        "created_at",
        "imported_start_on",
        "planned_end_on",
        "ended_on",
        "phase",
    ),
    *("cycle__ends_on", "cycle__program__checkins_per_year", "cycle__program__phases"),
    *("mentee_enrollment_id", "mentor_enrollment_id"),
    *(f"{side}__{name}" for side in ("mentee", "mentor") for name in NAMED),
)


def _open_pairs(viewer: Viewer, program_ids: Collection[UUID]) -> QuerySet[Mentorship]:
    """Return open pairs with what the lists need; a pair comes once for each pause, leave and changed rule."""
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
    return (
        Mentorship.objects.filter(cycle__program_id__in=program_ids, state__in=OPEN)
        .select_related("mentee", "mentor", "cycle__program")
        .only(*_READ)
        .annotate(
            cohort_id=F("mentee_enrollment__cohort_id"),
            agreed_interval=Subquery(signed.values("interval_days")[:1]),
            last_held_on=Subquery(held.values("held_on")[:1]),
            is_disputed=Exists(disputed),
            is_judged=is_judged_by(viewer, OuterRef("mentee_id")),
            changed=FilteredRelation(
                "cycle__program__plan", condition=Q(cycle__program__plan__rule__in=LISTED)
            ),
            **{f"plan_{name}": F(f"changed__{name}") for name in PLAN_COLUMNS},
            **{
                f"{which}_{day}": F(f"{relation}__{day}")
                for which, relation in STOPS.items()
                for day in ("from_on", "to_on")
            },
        )
        .order_by("mentee__folded_family", "mentee__folded_given", "id")
    )
