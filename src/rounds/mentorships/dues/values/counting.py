"""What a conversation counts as, by the rules by which things are due: nobody does a thing twice."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from rounds.mentorships.dues.enums import Rule
from rounds.mentorships.dues.values.facts import Facts, Held
from rounds.mentorships.dues.values.plan import PlanRow
from rounds.mentorships.dues.values.rules import debriefs, is_debrief, periods, unsettled_debriefs
from rounds.mentorships.dues.values.running_days import RunningDays

DAY = timedelta(days=1)


class Counted(StrEnum):
    """What a conversation that was held counts as."""

    MEETING = "meeting"
    DEBRIEF = "debrief"
    CHECK_IN = "check_in"


@dataclass(frozen=True)
class CountsAs:
    """One thing that a conversation counts as: a debrief names its rotation, a check-in its period."""

    kind: Counted
    key: str = ""
    # The last day of the period that a check-in is of.
    until: date | None = field(default=None, compare=False)
    # The first day on which a conversation counts as the same.
    since: date | None = field(default=None, compare=False)


def counts_as(facts: Facts, asked: Collection[Rule] = tuple(Rule)) -> list[tuple[CountsAs, ...]]:
    """Return what each conversation of `facts.held` counts as, in the order in which they stand there.

    All are meetings. The first that is long enough is the check-in of its period, the first in the three weeks after
    a rotation its debrief; of two on one day the one that stands first. What the plan does not ask, none counts as.
    """
    running = RunningDays.without(facts.stops)
    found: list[list[CountsAs]] = [[CountsAs(Counted.MEETING)] for _one in facts.held]
    in_order = sorted(range(len(facts.held)), key=lambda place: facts.held[place].on)
    for rotation in debriefs(facts) if Rule.DEBRIEF in asked else ():
        for place in in_order:
            if is_debrief(facts.held[place], rotation, running):
                found[place].append(CountsAs(Counted.DEBRIEF, rotation.key, since=rotation.ended_on + DAY))
                break
    for period in periods(facts, running) if Rule.CHECK_IN in asked else ():
        for place in in_order:
            if period.is_met_by(facts.held[place]):
                found[place].append(
                    CountsAs(Counted.CHECK_IN, str(period.number), period.ends - DAY, period.begins)
                )
                break
    return [tuple(one) for one in found]


@dataclass(frozen=True)
class OpenOn:
    """A debrief that is open on a day: of which rotation, and until when it is asked for.

    On a day that does not count, one of a leave, nobody is asked; who writes it all the same can.
    """

    key: str
    due_on: date | None
    is_asked: bool


def debriefs_open_on(facts: Facts, day: date, plan: Iterable[PlanRow]) -> list[OpenOn]:
    """Return the debriefs that a conversation of a day would count as: it opens them, whatever the days of reminders are."""
    running = RunningDays.without(facts.stops)
    talk, is_asked = Held(day, 1), not running.stands_still(day)
    return [
        OpenOn(one.key, running.day_after(one.ended_on, row.due), is_asked)
        for row in plan
        if row.rule == Rule.DEBRIEF
        for one in unsettled_debriefs(facts, running)
        if is_debrief(talk, one, running)
    ]
