"""What can be due of a pair, and whom it concerns."""

from enum import StrEnum


class Rule(StrEnum):
    """Each kind of thing that is due in a pair's year, the most pressing first."""

    FIRST_CONVERSATION = "first_conversation"
    AGREEMENT = "agreement"
    GOALS = "goals"
    CHECK_IN = "check_in"
    SILENCE = "silence"
    DEBRIEF = "debrief"
    MID_POINT = "mid_point"
    REVIEW = "review"
    CLOSING = "closing"
    AFTERWARD = "afterward"


class Subject(StrEnum):
    """Whose it is to do."""

    PAIR = "pair"
    MENTEE = "mentee"
    MENTOR = "mentor"


class To(StrEnum):
    """Who is told: by side, or whoever it waits for."""

    MENTEE = "mentee"
    MENTOR = "mentor"
    BOTH = "both"
    PEN = "pen"  # whoever has the agreement in hand
    OWNER = "owner"  # the one whose own due it is
