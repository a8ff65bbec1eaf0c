"""When those who have not answered are reminded; no queries."""

from datetime import date, timedelta

REMINDED_AFTER = (timedelta(days=4), timedelta(days=9))
# nothing in the last two days: who has not answered by then won't be hurried
QUIET_BEFORE_CLOSING = timedelta(days=2)
DAYS_OPEN = 14
# so long what comes late to an anonymous wave is locked in a box of its own
LATE = timedelta(days=14)


def is_reminder_due(
    *, asked_on: date, reminders: int, today: date, closes_on: date, is_nudged: bool = False
) -> bool:
    """Tell whether the next reminder of a request is due, or was asked for: two come in all, however often somebody asks."""
    if reminders >= len(REMINDED_AFTER) or today > closes_on - QUIET_BEFORE_CLOSING:
        return False
    return is_nudged or today >= asked_on + REMINDED_AFTER[reminders]
