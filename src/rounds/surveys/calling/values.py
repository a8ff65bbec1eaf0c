"""By when somebody who asks for it is called; no queries."""

from datetime import date, timedelta

CALLED_WITHIN = 2
SATURDAY = 5


def due_after(day: date) -> date:
    """Return the last day on which somebody who asks on a day is called: two working days later."""
    left = CALLED_WITHIN
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < SATURDAY
    return day
