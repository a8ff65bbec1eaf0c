"""The plan of a year as rows of data: when each thing is due, who is told when, from when the office sees it."""

from dataclasses import dataclass

from rounds.mentorships.dues.enums import Rule, To


@dataclass(frozen=True)
class Reminder:
    """So many days after the rule's own day, told to whom."""

    day: int
    to: To


@dataclass(frozen=True)
class PlanRow:
    """One rule; days count from the day that the rule itself names."""

    rule: Rule
    due: int
    reminders: tuple[Reminder, ...] = ()
    # From this day on it is in the list of the program office; None: never.
    office_from: int | None = None
    # On this day it closes by itself; None: it stays until it is done.
    closes: int | None = None


# After silence is twice the agreed interval, or the interval and this many days, whichever is earlier.
SILENCE_GRACE_DAYS = 30
CHECK_IN_MINUTES = 15
DEBRIEFS_A_YEAR = 8
DEBRIEF_OPEN_DAYS = 21

DEFAULT_PLAN = (
    # from the opening
    PlanRow(Rule.FIRST_CONVERSATION, 30, (Reminder(10, To.MENTEE), Reminder(21, To.BOTH)), office_from=31),
    PlanRow(Rule.AGREEMENT, 30, (Reminder(14, To.PEN), Reminder(25, To.PEN)), office_from=31),
    PlanRow(Rule.GOALS, 45, (Reminder(30, To.MENTEE), Reminder(44, To.MENTEE))),
    # from the end of each period
    PlanRow(Rule.CHECK_IN, 0, (Reminder(-14, To.BOTH),), closes=0),
    # from the day on which the pair counts as silent
    PlanRow(Rule.SILENCE, 0, (Reminder(0, To.BOTH),), office_from=0),
    # from the end of the rotation
    PlanRow(Rule.DEBRIEF, 14, (Reminder(1, To.BOTH), Reminder(10, To.BOTH)), closes=DEBRIEF_OPEN_DAYS),
    # from the middle of the pair's time
    PlanRow(Rule.MID_POINT, 0, (Reminder(0, To.OWNER), Reminder(10, To.OWNER))),
    # from the review day in the agreement
    PlanRow(Rule.REVIEW, 0, (Reminder(0, To.BOTH),)),
    # from the planned end, by the calendar
    PlanRow(Rule.CLOSING, -30, (Reminder(-30, To.OWNER), Reminder(-7, To.OWNER))),
    # from the end, by the calendar
    PlanRow(Rule.AFTERWARD, 90, (Reminder(90, To.OWNER),)),
)
