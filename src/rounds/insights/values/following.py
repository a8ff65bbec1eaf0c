"""When follow-up asks: once a year from the end of the program, for as long as was agreed; no queries, no clock."""

from __future__ import annotations

from datetime import date, timedelta

from rounds.core.dates import months_after

# by version of the words that somebody agreed to: for how many years
YEARS = {"1": 5, "2": 10}
# Who agreed to the first words is asked in this year whether it may go on.
ASKED_ON = 4
LINK_DAYS = 90
# the request, and so many days later a reminder each
MESSAGES_AFTER = (timedelta(0), timedelta(days=21), timedelta(days=42))
GOAL = 0.7
GOAL_YEAR = 5


def year_due(ended_on: date, today: date, version: str) -> int | None:
    """Return which year's request is due on a day; None before the first, and once what was agreed to is over."""
    year = today.year - ended_on.year
    if months_after(ended_on, 12 * year) > today:
        year -= 1
    return year if 1 <= year <= YEARS.get(version, 0) else None


def asks_to_go_on(year: int, version: str) -> bool:
    """Tell whether a year's page asks if follow-up may go on for longer."""
    return version == "1" and year >= ASKED_ON


def message_due(asked_on: date | None, messages: int, today: date) -> bool:
    """Tell whether a further message may be queued: the request once, reminders only after it was sent."""
    if messages >= len(MESSAGES_AFTER):
        return False
    if messages == 0:
        return True
    return asked_on is not None and today >= asked_on + MESSAGES_AFTER[messages]
