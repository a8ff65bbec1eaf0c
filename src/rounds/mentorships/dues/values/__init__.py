"""Dues as one pure function of facts: no queries, no clock, no Django."""

from rounds.mentorships.dues.values.ahead import ahead
from rounds.mentorships.dues.values.counting import Counted, CountsAs, OpenOn, counts_as, debriefs_open_on
from rounds.mentorships.dues.values.facts import AgreedTerms, Facts, Held, Rotation, Span
from rounds.mentorships.dues.values.plan import DEFAULT_PLAN, PlanRow, Reminder
from rounds.mentorships.dues.values.working_out import Due, Told, due

__all__ = [
    "DEFAULT_PLAN",
    "AgreedTerms",
    "Counted",
    "CountsAs",
    "Due",
    "Facts",
    "Held",
    "OpenOn",
    "PlanRow",
    "Reminder",
    "Rotation",
    "Span",
    "Told",
    "ahead",
    "counts_as",
    "debriefs_open_on",
    "due",
]
