"""What the program office sees of open pairs: who leaves, and what is due for it to see."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from uuid import UUID

from django.db.models import Count, Max

from rounds.core.access import Viewer
from rounds.core.clock import day_begins, institution_day, institution_today
from rounds.core.database.unchanged import kept_while_unchanged
from rounds.mentorships.dues.enums import Rule
from rounds.mentorships.dues.selectors.facts import MONTHS_A_YEAR, facts_with
from rounds.mentorships.dues.selectors.nudges import Nudge, recent_nudges
from rounds.mentorships.dues.selectors.open_rows import LISTED, PairRow, ProgramFacts, open_pair_rows
from rounds.mentorships.dues.selectors.plans import OwnRow, Plan, plan_with
from rounds.mentorships.dues.values import AgreedTerms, Due, Held, due
from rounds.mentorships.enums import RUNNING
from rounds.mentorships.models import Mentorship
from rounds.people.values.names import display_name_of, full_name_of
from rounds.programs.models import Program

# Pairs of one process that need not be looked at again while they are as they were.
PAIRS_KEPT = 5000
STANDARD = plan_with({}, LISTED)


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
class ChangeAsked:
    """A running pair of which one asks for a change, and the office has something to do with it."""

    pair: OpenPair
    request_id: UUID
    asked_at: datetime
    # it was answered, and its day has come
    is_again: bool


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
    # what is asked of the reader, the first to ask first
    changes: tuple[ChangeAsked, ...] = ()

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
    asked = tuple(sorted((ProgramFacts.of(program) for program in programs), key=lambda one: one.id))
    found = _office_pairs(viewer, asked)
    nudges = recent_nudges([one.id for one in asked]) if found.troubles else {}
    if not nudges:
        return found
    rows = [replace(row, nudge=nudges.get((row.pair.id, row.due.rule))) for row in found.troubles]
    nudged = sorted(
        (row for row in rows if row.nudge), key=lambda row: row.nudge.on if row.nudge else date.max
    )
    return replace(found, troubles=tuple(row for row in rows if not row.nudge), nudged=tuple(nudged))


@kept_while_unchanged
def _office_pairs(viewer: Viewer, programs: tuple[ProgramFacts, ...]) -> OfficePairs:
    by_pair: dict[UUID, list[PairRow]] = {}
    for row in open_pair_rows(viewer, [program.id for program in programs]):
        by_pair.setdefault(row.id, []).append(row)
    of_program, today = {program.id: program for program in programs}, institution_today()
    seen = [_look_at(tuple(rows), of_program[rows[0].program_id], today) for rows in by_pair.values()]
    troubles = [one for found in seen for one in found.troubles]
    return OfficePairs(
        leaving=tuple(one for found in seen for one in found.leaving),
        troubles=tuple(sorted(troubles, key=lambda row: row.due.due_on or today)),
        disputed=tuple(one for found in seen for one in found.disputed),
        on_leave=tuple(
            sorted((one for found in seen for one in found.on_leave), key=lambda one: one.back_on or date.max)
        ),
        changes=tuple(sorted((one for found in seen for one in found.changes), key=lambda one: one.asked_at)),
    )


NOTHING = OfficePairs((), ())


@lru_cache(maxsize=PAIRS_KEPT)
def _look_at(rows: tuple[PairRow, ...], program: ProgramFacts, today: date) -> OfficePairs:
    """Return what there is to see of one pair, as it is read: of thousands few are read otherwise than a minute ago."""
    row = rows[0]
    is_leaving = row.mentor_left_on or row.mentee_left_on
    is_disputed = row.is_disputed and not row.is_judged
    dues = _office_dues(rows, program, today)
    away = {side: to_on for one in rows for side, to_on in _away_in(one, today)}
    asks = row.is_running and row.change_id is not None
    if not (is_leaving or is_disputed or dues or away or asks):
        return NOTHING
    pair = _open_pair(row, program)
    return OfficePairs(
        leaving=(pair,) if is_leaving else (),
        troubles=tuple(Trouble(pair, one, row.last_held_on) for one in dues),
        disputed=(pair,) if is_disputed else (),
        on_leave=tuple(OnLeave(pair, getattr(pair, side), to_on) for side, to_on in away.items()),
        changes=_changes(pair, row) if asks else (),
    )


def _changes(pair: OpenPair, row: PairRow) -> tuple[ChangeAsked, ...]:
    if row.change_id is None or row.change_asked_at is None:
        return ()
    return (ChangeAsked(pair, row.change_id, row.change_asked_at, row.change_again_on is not None),)


def _away_in(row: PairRow, today: date) -> Iterator[tuple[str, date | None]]:
    """Yield who of one row is on leave today, and until when."""
    leaves = {
        "mentee": (row.mentee_leave_from_on, row.mentee_leave_to_on),
        "mentor": (row.mentor_leave_from_on, row.mentor_leave_to_on),
    }
    for side, (from_on, to_on) in leaves.items():
        if row.is_running and from_on and from_on <= today and (to_on is None or to_on > today):
            yield side, to_on


def _office_dues(rows: tuple[PairRow, ...], program: ProgramFacts, today: date) -> tuple[Due, ...]:
    """Return what the office should see of a pair; of a mentor on a panel nothing is due."""
    row = rows[0]
    if not row.is_running or row.is_judged or row.purpose:
        return ()
    held = (Held(row.last_held_on, 1),) if row.last_held_on else ()
    months = MONTHS_A_YEAR // program.checkins_in(row.phase)
    stops = {stop for one in rows for stop in one.stops}
    facts = facts_with(row, held, stops, cycle_ends_on=row.cycle_ends_on, check_in_months=months)
    if row.agreed_interval:
        facts = replace(facts, interval_days=row.agreed_interval, agreement=AgreedTerms(facts.opened_on))
    plan = _plan_in(rows, row.phase or 0)
    return tuple(one for one in due(facts, (), today, plan=plan) if one.is_for_office)


def _plan_in(rows: Iterable[PairRow], phase: int) -> Plan:
    """Return what the office lists of a pair, by what its rows say that its program changed: in all of it, and in the phase."""
    changed: dict[int, dict[str, OwnRow]] = {0: {}, phase: {}}
    for row in rows:
        if row.plan_rule and row.plan_phase in changed:
            changed[row.plan_phase][row.plan_rule] = OwnRow(
                bool(row.plan_is_on), row.plan_due, row.plan_reminders, row.plan_office_from
            )
    own = {**changed[0], **changed[phase]}
    return plan_with(own, LISTED) if own else STANDARD


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


def _open_pair(row: PairRow, program: ProgramFacts) -> OpenPair:
    return OpenPair(
        id=row.id,
        program_id=row.program_id,
        cohort_id=row.cohort_id,
        opened_on=row.opened_on,
        mentee=Member(
            full_name_of(row.mentee_given_name, row.mentee_family_name),
            display_name_of(row.mentee_title, row.mentee_given_name, row.mentee_family_name),
            row.mentee_left_on,
            row.mentee_enrollment_id,
        ),
        mentor=Member(
            full_name_of(row.mentor_given_name, row.mentor_family_name),
            display_name_of(row.mentor_title, row.mentor_given_name, row.mentor_family_name),
            row.mentor_left_on,
            row.mentor_enrollment_id,
        ),
        phase=program.phase_name(row.phase),
    )
