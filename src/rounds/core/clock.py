"""The time, in one place."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

_is_hidden: ContextVar[bool] = ContextVar("clock is hidden", default=False)


def now() -> datetime:
    """Return the moment now, in UTC."""
    if _is_hidden.get():
        raise RuntimeError("What is written once must be given the time, not ask for it.")
    return timezone.now()


def today(zone: str = "UTC") -> date:
    """Return the calendar day in a zone such as "America/Chicago"."""
    return now().astimezone(ZoneInfo(zone)).date()


@contextmanager
def without_clock() -> Iterator[None]:
    """Refuse to tell the time inside this block: its result is used again at other times."""
    token = _is_hidden.set(True)
    try:
        yield
    finally:
        _is_hidden.reset(token)
