"""The time, in one place. A day is always somewhere: at the institution for rules, where one works for forms."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.utils import timezone

from rounds.core.database.scope import current_zone

_is_hidden: ContextVar[bool] = ContextVar("clock is hidden", default=False)
_moment: ContextVar[datetime | None] = ContextVar("moment that stands", default=None)
_day: ContextVar[date | None] = ContextVar("day that was given", default=None)
_asked: ContextVar[list[datetime] | None] = ContextVar("moments that were told", default=None)


def now() -> datetime:
    """Return the moment now, in UTC."""
    moment, asked = _now(), _asked.get()
    if asked is not None:
        asked.append(moment)
    return moment


def _now() -> datetime:
    if _is_hidden.get():
        raise RuntimeError("What is written once must be given the time, not ask for it.")
    return _moment.get() or timezone.now()


def today(zone: str) -> date:
    """Return the calendar day in a zone such as "America/Chicago"."""
    return _now().astimezone(ZoneInfo(zone)).date()


@contextmanager
def standing_clock() -> Iterator[None]:
    """Let it be one moment inside this block: what a page says of the time holds together."""
    token = _moment.set(_now())
    try:
        yield
    finally:
        _moment.reset(token)


@contextmanager
def noting_moments() -> Iterator[list[datetime]]:
    """Yield what gets each moment that is told inside this block; who asks for the day alone is not noted."""
    asked: list[datetime] = []
    token = _asked.set(asked)
    try:
        yield asked
    finally:
        _asked.reset(token)


@contextmanager
def without_clock() -> Iterator[None]:
    """Refuse to tell the time inside this block: its result is used again at other times."""
    token = _is_hidden.set(True)
    try:
        yield
    finally:
        _is_hidden.reset(token)


@contextmanager
def on_day(day: date) -> Iterator[None]:
    """Let it be one day at the institution inside this block, and no moment of it."""
    token = _day.set(day)
    try:
        with without_clock():
            yield
    finally:
        _day.reset(token)


def institution_day(moment: datetime) -> date:
    """Return the calendar day of a moment at the institution in scope."""
    return moment.astimezone(ZoneInfo(current_zone())).date()


def day_begins(day: date) -> datetime:
    """Return the moment at which a calendar day begins at the institution in scope."""
    return datetime.combine(day, time.min, ZoneInfo(current_zone()))


def institution_today() -> date:
    """Return the calendar day at the institution in scope: by it rules count. Forms propose `viewer.today()`."""
    return _day.get() or institution_day(_now())
