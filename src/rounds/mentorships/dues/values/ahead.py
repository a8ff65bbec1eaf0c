"""What a pair's year still holds: what is open today, and of each rule the next that will be."""

from collections.abc import Iterator
from datetime import date

from rounds.mentorships.dues.enums import Rule
from rounds.mentorships.dues.values.facts import Facts
from rounds.mentorships.dues.values.plan import PlanRow
from rounds.mentorships.dues.values.rules import WHILE_RUNNING
from rounds.mentorships.dues.values.running_days import RunningDays
from rounds.mentorships.dues.values.working_out import Due, due

# A day on which a pair counts as silent is no appointment.
NOT_AHEAD = (Rule.SILENCE,)


def ahead(facts: Facts, now: date, *, plan: tuple[PlanRow, ...]) -> list[Due]:
    """Return what is open of a running pair and the next of each rule, by day; nothing of a pair that has ended."""
    if facts.ended_on is not None and facts.ended_on <= now:
        return []
    found = due(facts, (), now, plan=plan)
    seen = {(one.rule, one.subject) for one in found}
    for one in _to_come(facts, now, plan):
        if (one.rule, one.subject) not in seen:
            seen.add((one.rule, one.subject))
            found.append(one)
    return sorted(found, key=lambda one: (one.due_on is None, one.due_on or now))


def _to_come(facts: Facts, now: date, plan: tuple[PlanRow, ...]) -> Iterator[Due]:
    running = RunningDays.without(facts.stops)
    for row in plan:
        if row.rule not in WHILE_RUNNING or row.rule in NOT_AHEAD:
            continue
        for anchor in WHILE_RUNNING[row.rule](facts, running):
            day = anchor.day(running, row.due)
            if day is not None and day > now:
                yield Due(row.rule, anchor.subject, anchor.key, due_on=day)
