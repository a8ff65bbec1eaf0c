"""When each rule begins to count for a pair: its anchors. One that is done has none."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from rounds.core.dates import months_after
from rounds.mentorships.dues.enums import Rule, Subject
from rounds.mentorships.dues.values.facts import Facts, Held, Rotation
from rounds.mentorships.dues.values.plan import (
    CHECK_IN_MINUTES,
    DEBRIEF_OPEN_DAYS,
    DEBRIEFS_A_YEAR,
    SILENCE_GRACE_DAYS,
)
from rounds.mentorships.dues.values.running_days import RunningDays

SIDES = (Subject.MENTEE, Subject.MENTOR)


@dataclass(frozen=True)
class Anchor:
    """The day from which a rule's row counts: so many running days after a start, or a day of the calendar itself.

    `key` tells one occurrence from another: it stays the same however the days move.
    """

    subject: Subject
    key: str
    start: date
    days: int = 0
    is_calendar: bool = False

    def day(self, running: RunningDays, offset: int) -> date | None:
        """Return the day so many days after the anchor (before it, when negative), never one that doesn't count."""
        if self.is_calendar:
            return running.day_after(self.start + timedelta(days=offset), 0)
        return running.day_after(self.start, max(0, self.days + offset))


Anchors = Iterator[Anchor]


def _first_conversation(facts: Facts, running: RunningDays) -> Anchors:
    if not facts.held:
        yield Anchor(Subject.PAIR, "", facts.opened_on)


def _agreement(facts: Facts, running: RunningDays) -> Anchors:
    if facts.agreement is None:
        yield Anchor(Subject.PAIR, "", facts.opened_on)


def _goals(facts: Facts, running: RunningDays) -> Anchors:
    if not facts.has_goal:
        yield Anchor(Subject.MENTEE, "", facts.opened_on)


@dataclass(frozen=True)
class Period:
    """One period of a pair's time, from a day until before another, in which a check-in is asked for."""

    number: int
    begins: date
    ends: date
    # How many days after the opening it ends.
    days: int

    def is_met_by(self, held: Held) -> bool:
        """Tell whether a conversation is a check-in of this period."""
        return held.minutes >= CHECK_IN_MINUTES and self.begins <= held.on < self.ends


def periods(facts: Facts, running: RunningDays) -> Iterator[Period]:
    """Yield the periods that end within the pair's time."""
    for number, (first, last) in enumerate(pairwise(_period_days(facts)), 1):
        begins, ends = running.day_after(facts.opened_on, first), running.day_after(facts.opened_on, last)
        if begins is None or ends is None or ends > facts.ends_on:
            return
        yield Period(number, begins, ends, last)


def _check_ins(facts: Facts, running: RunningDays) -> Anchors:
    """Yield each period without a conversation long enough."""
    for period in periods(facts, running):
        if not any(period.is_met_by(one) for one in facts.held):
            yield Anchor(Subject.PAIR, str(period.number), facts.opened_on, period.days)


def _period_days(facts: Facts) -> Iterator[int]:
    """Yield after how many days each period ends, 0 first."""
    months = 0
    while (day := months_after(facts.opened_on, months)) <= facts.ends_on:
        yield (day - facts.opened_on).days
        months += facts.check_in_months


def _silence(facts: Facts, running: RunningDays) -> Anchors:
    last = facts.last_held_on
    if last is not None:
        patience = min(2 * facts.interval_days, facts.interval_days + SILENCE_GRACE_DAYS)
        yield Anchor(Subject.PAIR, last.isoformat(), last, patience)


def debriefs(facts: Facts) -> Iterator[Rotation]:
    """Yield the rotations of each year of the pair that ask for a debrief, up to the cap."""
    asked: dict[int, int] = {}
    for one in sorted(facts.rotations, key=lambda one: (one.ended_on, one.key)):
        if not one.is_major or one.ended_on < facts.opened_on:
            continue
        year = _year_of_pair(facts, one.ended_on)
        asked[year] = asked.get(year, 0) + 1
        if asked[year] <= DEBRIEFS_A_YEAR:
            yield one


def unsettled_debriefs(facts: Facts, running: RunningDays) -> Iterator[Rotation]:
    """Yield the rotations that ask for a debrief which was neither settled nor held as a conversation."""
    for one in debriefs(facts):
        if not (one.is_settled or any(is_debrief(held, one, running) for held in facts.held)):
            yield one


def _debriefs(facts: Facts, running: RunningDays) -> Anchors:
    for one in unsettled_debriefs(facts, running):
        yield Anchor(Subject.PAIR, one.key, one.ended_on)


def _year_of_pair(facts: Facts, day: date) -> int:
    year = day.year - facts.opened_on.year
    return year if months_after(facts.opened_on, year * 12) <= day else year - 1


def is_debrief(held: Held, rotation: Rotation, running: RunningDays) -> bool:
    """Tell whether a conversation was held while the debrief of a rotation was open: it counts as that.

    It opens the day after the last one of the rotation; of a settled one the conversation counts that it was written to.
    """
    if rotation.is_settled:
        return held.on == rotation.debriefed_on
    closes = running.day_after(rotation.ended_on, DEBRIEF_OPEN_DAYS)
    return rotation.ended_on < held.on and (closes is None or held.on < closes)


def _mid_point(facts: Facts, running: RunningDays) -> Anchors:
    began_on = facts.began_on or facts.opened_on
    half = (facts.ends_on - began_on).days // 2
    day = running.day_after(began_on, half)
    # a half that was over before the pair was known here is asked of nobody
    if day is None or not facts.opened_on <= day < facts.ends_on:
        return
    for side in SIDES:
        if side not in facts.mid_point:
            yield Anchor(side, "", began_on, half)


def _review(facts: Facts, running: RunningDays) -> Anchors:
    agreed = facts.agreement
    if agreed is not None and agreed.review_on is not None and not agreed.is_reviewed:
        days = (agreed.review_on - agreed.signed_on).days
        day = running.day_after(agreed.signed_on, days)
        if day is not None and day >= facts.ends_on:
            return  # by then the two have closed
        yield Anchor(Subject.PAIR, agreed.review_on.isoformat(), agreed.signed_on, days)


def _closing(facts: Facts, running: RunningDays) -> Anchors:
    has_met = any(one.on >= facts.ends_on - timedelta(days=30) for one in facts.held)
    for side in SIDES:
        if not has_met or side not in facts.choices:
            yield Anchor(side, "", facts.ends_on, is_calendar=True)


def _afterward(facts: Facts, running: RunningDays) -> Anchors:
    if facts.ended_on is None:
        return
    for side in SIDES:
        if side in facts.goes_on and side not in facts.afterward:
            yield Anchor(side, "", facts.ended_on, is_calendar=True)


WHILE_RUNNING: dict[Rule, Callable[[Facts, RunningDays], Anchors]] = {
    Rule.FIRST_CONVERSATION: _first_conversation,
    Rule.AGREEMENT: _agreement,
    Rule.GOALS: _goals,
    Rule.CHECK_IN: _check_ins,
    Rule.SILENCE: _silence,
    Rule.DEBRIEF: _debriefs,
    Rule.MID_POINT: _mid_point,
    Rule.REVIEW: _review,
    Rule.CLOSING: _closing,
}
AFTER_THE_END = {Rule.AFTERWARD: _afterward}
