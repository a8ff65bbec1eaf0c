"""What is due of a pair on a day, who is told now, and what the program office sees: one pure function."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from rounds.mentorships.dues.enums import Rule, Subject, To
from rounds.mentorships.dues.values.facts import Facts
from rounds.mentorships.dues.values.plan import PlanRow
from rounds.mentorships.dues.values.rules import AFTER_THE_END, SIDES, WHILE_RUNNING, Anchor
from rounds.mentorships.dues.values.running_days import RunningDays


@dataclass(frozen=True)
class Told:
    """One reminder that a side has got, or gets now: which of its row's, counted from 1."""

    rule: Rule
    subject: Subject
    key: str
    number: int
    to: Subject


@dataclass(frozen=True)
class Due:
    """One thing that waits to be done."""

    rule: Rule
    subject: Subject
    key: str
    # Unknown while one of the two leaves before it, without a day of return.
    due_on: date | None
    # The program office lists it by now.
    is_for_office: bool = False
    # Reminders to be sent now; none of them was sent before.
    tell: tuple[Told, ...] = ()


def due(facts: Facts, sent: Collection[Told], now: date, *, plan: tuple[PlanRow, ...]) -> list[Due]:
    """Return what is open on a day, in the order of the plan, with the reminders that are not in `sent`.

    Before the first reminder of a row nothing of it is open. Of several reminders that one could get now only the last
    is told: what a sleeping worker missed is not stored up. Nothing is open on a day that does not count.
    """
    if now < facts.opened_on:
        return []
    has_ended = facts.ended_on is not None and facts.ended_on <= now
    day = _Day(facts, RunningDays.without(() if has_ended else facts.stops), sent, now)
    if day.running.stands_still(now):
        return []
    rules = AFTER_THE_END if has_ended else WHILE_RUNNING
    return [
        found
        for row in plan
        if row.rule in rules
        for anchor in rules[row.rule](facts, day.running)
        if (found := _due_of(row, anchor, day)) is not None
    ]


@dataclass(frozen=True)
class _Day:
    """One look at a pair: its facts, its calendar, what was told before, and the day."""

    facts: Facts
    running: RunningDays
    sent: Collection[Told]
    now: date

    def has_come(self, anchor: Anchor, offset: int) -> bool:
        """Tell whether the day so far from an anchor is there."""
        on = anchor.day(self.running, offset)
        return on is not None and on <= self.now


def _due_of(row: PlanRow, anchor: Anchor, day: _Day) -> Due | None:
    if row.closes is not None and day.has_come(anchor, row.closes):
        return None
    come = [number for number, one in enumerate(row.reminders, 1) if day.has_come(anchor, one.day)]
    if not come and not day.has_come(anchor, row.due):
        return None
    return Due(
        row.rule,
        anchor.subject,
        anchor.key,
        due_on=anchor.day(day.running, row.due),
        is_for_office=row.office_from is not None and day.has_come(anchor, row.office_from),
        tell=tuple(_to_tell(row, anchor, come, day)),
    )


def _to_tell(row: PlanRow, anchor: Anchor, come: list[int], day: _Day) -> Iterator[Told]:
    """Yield for each side its last reminder that has come, unless that or a later one was sent."""
    what = (row.rule, anchor.subject, anchor.key)
    told = [one for one in day.sent if (one.rule, one.subject, one.key) == what]
    for side in SIDES:
        mine = [one for one in come if side in _receivers(row.reminders[one - 1].to, anchor, day.facts)]
        if not mine:
            continue
        # The pen may change hands: what one of them has got is not told to the other.
        is_pen = row.reminders[mine[-1] - 1].to == To.PEN
        last = max((one.number for one in told if is_pen or one.to == side), default=0)
        if last < mine[-1]:
            yield Told(*what, mine[-1], side)


def _receivers(to: To, anchor: Anchor, facts: Facts) -> tuple[Subject, ...]:
    if to == To.BOTH:
        return SIDES
    named = {
        To.PEN: facts.pen,
        To.OWNER: anchor.subject,
        To.MENTEE: Subject.MENTEE,
        To.MENTOR: Subject.MENTOR,
    }
    return (named[to],)
