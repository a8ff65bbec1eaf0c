"""Who is to be told what now: worked out from the facts each time, compared with what was told."""

from collections.abc import Collection, Iterable, Iterator, Set
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from uuid import UUID

from django.db.models import Q, QuerySet

from rounds.core.clock import institution_today
from rounds.core.database.unchanged import kept_while_unchanged
from rounds.core.mail import Line
from rounds.mentorships.dues.enums import Rule, Subject
from rounds.mentorships.dues.selectors.facts import facts_of
from rounds.mentorships.dues.selectors.plans import plans_of
from rounds.mentorships.dues.values import Due, Told, due
from rounds.mentorships.enums import RUNNING, State
from rounds.mentorships.models import Mentorship, Telling
from rounds.programs.enums import ProgramState

SOURCE = "due"
# The order of the rules says which reminder goes first.
PLACES = {rule: place for place, rule in enumerate(Rule)}
# So long after the end the two may still be asked.
AFTER_THE_END = timedelta(days=400)


@dataclass(frozen=True)
class Reminder:
    """One reminder of a due of a pair that is to be told to one of the two."""

    mentorship_id: UUID
    told: Told
    due_on: date | None


@dataclass(frozen=True)
class OpenDues:
    """A pair and what is open of it now."""

    pair: Mentorship
    dues: tuple[Due, ...]
    # Today is no day of it: nothing is open, and nothing is over either.
    stands_still: bool


def watched_pairs() -> QuerySet[Mentorship]:
    """Return the pairs of which anything can be due: those that run, and those that go on since their end.

    Nothing is due of a pair one of whom has left the institution: the program office has it in a list of its own.
    """
    return _would_watch().filter(cycle__program__state=ProgramState.RUNNING)


def _would_watch() -> QuerySet[Mentorship]:
    """Return the pairs of which anything could be due, whatever the state of their program."""
    today = institution_today()
    over = Q(
        state__in=(State.COMPLETED, State.CONTINUED, State.ENDED),
        ended_on__gte=today - AFTER_THE_END,
        answers__choice="go_on",
    )
    here = Q()
    for side in ("mentee", "mentor"):
        here &= Q(**{f"{side}__left_on": None}) | Q(**{f"{side}__left_on__gt": today})
    return (
        Mentorship.objects.filter(here, Q(state__in=RUNNING) | over)
        .select_related("cycle__program")
        .order_by("id")
        .distinct()
    )


def open_dues(pairs: Collection[Mentorship]) -> Iterator[OpenDues]:
    """Yield for each pair what is open of it today, with the reminders that nobody was told yet."""
    today = institution_today()
    facts, told = facts_of(pairs), told_of([pair.id for pair in pairs])
    plans = plans_of({pair.cycle.program_id for pair in pairs})
    for pair in pairs:
        known = facts[pair.id]
        dues = due(known, told.get(pair.id, ()), today, plan=plans.of_pair(pair))
        still = known.ended_on is None and any(
            one.from_on <= today and (one.to_on is None or today < one.to_on) for one in known.stops
        )
        yield OpenDues(pair, tuple(dues), still)


@dataclass(frozen=True)
class AtStart:
    """What the start of a program would begin: of how many pairs something is asked, how many people hear of it at once."""

    pairs: int
    people: int


def told_at_start(program_id: UUID) -> AtStart:
    """Return what would be told today if a program that is being set up were started."""
    pairs = list(_would_watch().filter(cycle__program_id=program_id))
    return AtStart(len(pairs), len({line.person_id for line in _lines(pairs)}))


def told_of(pair_ids: Iterable[UUID]) -> dict[UUID, list[Told]]:
    """Return what was told of pairs, or dropped for want of room, by pair."""
    found: dict[UUID, list[Told]] = {}
    rows = Telling.objects.filter(due__mentorship_id__in=list(pair_ids)).values_list(
        *("due__mentorship_id", "due__rule", "due__subject", "due__key", "number", "to")
    )
    for pair_id, *told in rows:
        found.setdefault(pair_id, []).append(_told(*told))
    return found


@lru_cache(maxsize=4096)  # thousands of pairs were told the same
def _told(rule: str, subject: str, key: str, number: int, to: str) -> Told:
    return Told(Rule(rule), Subject(subject), key, number, Subject(to))


@kept_while_unchanged
def lines_to_tell() -> tuple[Line, ...]:
    """Return what the two of each pair should be told now: asked every hour, worked out where something has changed."""
    return tuple(_lines(list(watched_pairs())))


def _lines(pairs: Collection[Mentorship]) -> Iterator[Line]:
    for one in open_dues(pairs):
        for item in one.dues:
            yield from (_line(one.pair, told, item.due_on) for told in item.tell)


def _line(pair: Mentorship, told: Told, due_on: date | None) -> Line:
    is_mentor = told.to == Subject.MENTOR
    return Line(
        person_id=pair.mentor_id if is_mentor else pair.mentee_id,
        source=SOURCE,
        key=Reminder(pair.id, told, due_on),
        place=PLACES[told.rule],
        program_id=pair.cycle.program_id,
        is_for_mentor=is_mentor,
    )


@dataclass(frozen=True)
class ToldNow:
    """A reminder that is in the mail of a day and still holds."""

    pair: Mentorship
    due: Due
    to: Subject


def told_on(days: Set[tuple[UUID, date]]) -> dict[tuple[UUID, date], list[ToldNow]]:
    """Return the reminders in people's mails of a day that still hold: what was done meanwhile is left out."""
    people, dates = {person for person, _on in days}, {on for _person, on in days}
    told = Telling.objects.filter(person_id__in=people, on__in=dates, is_dropped=False)
    rows = [row for row in told.select_related("due") if (row.person_id, row.on) in days]
    pairs = watched_pairs().filter(id__in={row.due.mentorship_id for row in rows})
    still = {
        (one.pair.id, item.rule, item.subject, item.key): (one.pair, item)
        for one in open_dues(list(pairs.select_related("cycle__program", "mentee", "mentor")))
        for item in one.dues
    }
    found: dict[tuple[UUID, date], list[ToldNow]] = {}
    for row in sorted(rows, key=lambda row: PLACES[Rule(row.due.rule)]):
        key = (row.due.mentorship_id, Rule(row.due.rule), Subject(row.due.subject), row.due.key)
        if key in still:
            pair, item = still[key]
            found.setdefault((row.person_id, row.on), []).append(ToldNow(pair, item, Subject(row.to)))
    return found
