"""The time, in one place."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone


def now() -> datetime:
    """Return the moment now, in UTC."""
    return timezone.now()


def today(zone: str = "UTC") -> date:
    """Return the calendar day in a zone such as "America/Chicago"."""
    return now().astimezone(ZoneInfo(zone)).date()
