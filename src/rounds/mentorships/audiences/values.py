"""Which surveys a year asks, of whom, when: the standard, where a program has changed nothing."""

from dataclasses import dataclass
from datetime import date, timedelta

from rounds.core.dates import spans_between

# before the rows of surveys in a program's plan
PREFIX = "s:"
MONTHS = 12
QUARTER = 3
# What closes a year opens so long before its end that it can be answered by then.
BEFORE_THE_END = 21
# the most days that a plan counts
FURTHEST = 365


@dataclass(frozen=True)
class SurveyRow:
    """One survey of a year: `month` is that of a year of twelve; a shorter one asks it as far on its way."""

    key: str
    instrument: str
    audience: str
    month: int
    rank: int
    # each is asked when their own time begins or ends, so many days after
    is_rolling: bool = False
    # once a quarter, on a page of theirs, without mail
    is_offered: bool = False

    @property
    def rule(self) -> str:
        return PREFIX + self.key

    @property
    def is_closing(self) -> bool:
        """Tell whether its days count from the end of the year."""
        return self.month == MONTHS

    def standard_day(self, starts_on: date, ends_on: date) -> int:
        """Return on which day of a year it opens, from its end where it closes the year."""
        if self.is_rolling or self.is_offered:
            return 0
        if self.is_closing:
            return -BEFORE_THE_END
        return min(FURTHEST, round((ends_on - starts_on).days * self.month / MONTHS))

    def opens_on(self, day: int, starts_on: date, ends_on: date) -> date:
        """Return the date of a day of a year."""
        if self.is_rolling or self.is_offered:
            return starts_on
        return (ends_on if self.is_closing else starts_on) + timedelta(days=day)


# the mentees who have talked, on the page of their log
OFFERED = "after_a_talk"
SURVEYS = (
    SurveyRow("pulse_3", "pulse", "mentees", 3, 3),
    SurveyRow("midpoint_6", "midpoint", "mentees", 6, 3),
    SurveyRow("confidence_6", "confidence", "enrolled_mentees", 6, 3),
    SurveyRow("mentor_self_6", "mentor_self", "mentors", 6, 5),
    SurveyRow("pulse_9", "pulse", "mentees", 9, 3),
    SurveyRow("closure_mentee", "closure_mentee", "mentees", 12, 2),
    SurveyRow("closure_mentor", "closure_mentor", "pairs", 12, 2),
    SurveyRow("confidence_12", "confidence", "enrolled_mentees", 12, 1),
    SurveyRow("mentor_self_12", "mentor_self", "mentors", 12, 5),
    SurveyRow("session", "session", OFFERED, 0, 6, is_offered=True),
)
# Of a program in which people come one after another, four weeks each.
ROTATIONS = "rotation_12"
OF_ROTATIONS = (
    SurveyRow("rotation_begin", "rotation", "begun_lately", 0, 1, is_rolling=True),
    SurveyRow("rotation_end", "rotation_after", "ended_lately", MONTHS, 1, is_rolling=True),
)
# so many days after their day people are still asked
WITHIN = 7


def rows_for(template: str) -> tuple[SurveyRow, ...]:
    """Return the surveys of a year of a program that was made from a template."""
    return (*SURVEYS, *(OF_ROTATIONS if template == ROTATIONS else ()))


def quarter_of(day: date, starts_on: date, ends_on: date) -> tuple[int, date, date] | None:
    """Return which quarter of a year a day is in, counted from 1, with its first and its last day; None outside the year."""
    for number, (first, following) in enumerate(spans_between(starts_on, ends_on, QUARTER), 1):
        if first <= day < following:
            return number, first, following - timedelta(days=1)
    return None
