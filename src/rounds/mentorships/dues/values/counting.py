"""What a conversation counts as, by the rules by which things are due: nobody does a thing twice."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from rounds.mentorships.dues.values.facts import Facts
from rounds.mentorships.dues.values.rules import debriefs, is_debrief, periods
from rounds.mentorships.dues.values.running_days import RunningDays


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


def counts_as(facts: Facts) -> list[tuple[CountsAs, ...]]:
    """Return what each conversation of `facts.held` counts as, in the order in which they stand there.

    All are meetings. The first that is long enough is the check-in of its period, the first within three weeks of the end
    of a rotation its debrief; of two on one day the one that stands first.
    """
    running = RunningDays.without(facts.stops)
    found: list[list[CountsAs]] = [[CountsAs(Counted.MEETING)] for _one in facts.held]
    in_order = sorted(range(len(facts.held)), key=lambda place: facts.held[place].on)
    for rotation in debriefs(facts):
        for place in in_order:
            if is_debrief(facts.held[place], rotation, running):
                found[place].append(CountsAs(Counted.DEBRIEF, rotation.key))
                break
    for period in periods(facts, running):
        for place in in_order:
            if period.is_met_by(facts.held[place]):
                found[place].append(
                    CountsAs(Counted.CHECK_IN, str(period.number), period.ends - timedelta(days=1))
                )
                break
    return [tuple(one) for one in found]
