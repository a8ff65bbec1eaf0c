"""Read the entries of a calendar file: what, on which days, for whom.

Only entries are given to the library, one at a time: descriptions of time zones, which can be made to keep a reader busy
for ever, are not looked at. Days are those that the file itself writes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any, Final
from zoneinfo import ZoneInfo

from icalendar import Event
from icalendar.prop import vCalAddress, vDDDTypes, vDuration

from rounds.sheets.errors import SheetError
from rounds.sheets.reading.guard import SMALL_TEXT, text_answer_of
from rounds.sheets.reading.model import LIMITS
from rounds.sheets.text import clean

MOST_BYTES: Final = 5_000_000
MOST_ENTRIES: Final = 4_000
MOST_LINES: Final = 400  # of one entry
FOLDED: Final = re.compile(r"(?:\r\n|\r|\n)[ \t]")
BREAKS: Final = re.compile(r"\r\n|\r|\n")
REPEATS: Final = ("RRULE", "RDATE", "RECURRENCE-ID")


@dataclass(frozen=True, slots=True)
class Guest:
    """Whom an entry is for: an address, and the name that stands beside it."""

    email: str
    name: str


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """One entry. `days` is its first and last day, None where the file says none that can be read."""

    key: str  # its UID up to the @, or its number
    number: int
    title: str
    days: tuple[date, date] | None
    hours: float  # how long, 0 where that can't be read
    guests: tuple[Guest, ...]
    is_cancelled: bool
    repeats: bool


@dataclass(frozen=True, slots=True)
class CalendarFile:
    """A calendar file: its own name, and its entries in their order."""

    name: str
    entries: tuple[CalendarEntry, ...]


def read_calendar(data: bytes, *, zone: str = "UTC") -> CalendarFile:
    """Return the entries of a calendar file; what is not small is read in a process of its own.

    Raises SheetError, in words, for what is none. Moments in UTC become days of `zone`.
    """
    if len(data) <= SMALL_TEXT or len(data) > MOST_BYTES:
        return read_here(data, zone=zone)
    with text_answer_of("calendar", data, LIMITS, zone, unread="no_calendar") as (head, answer):
        return CalendarFile(head["name"], tuple(_from_json(json.loads(line)) for line in answer))


def as_lines(file: CalendarFile) -> Iterator[Any]:
    """Yield what was read as values that can be written one a line."""
    yield {"name": file.name}
    for entry in file.entries:
        days = [day.isoformat() for day in entry.days] if entry.days else None
        yield {**asdict(entry), "days": days}


def _from_json(said: dict[str, Any]) -> CalendarEntry:
    first_and_last = tuple(date.fromisoformat(day) for day in said["days"] or ())
    days = (first_and_last[0], first_and_last[1]) if first_and_last else None
    return CalendarEntry(**{**said, "days": days, "guests": tuple(Guest(**one) for one in said["guests"])})


def read_here(data: bytes, *, zone: str = "UTC") -> CalendarFile:
    """Return the entries of a calendar file. Raises SheetError, in words, for what is none.

    Moments in UTC become days of `zone`; every other day is the one that is written.
    """
    lines = _lines(data)
    if not any(line.upper() == "BEGIN:VCALENDAR" for line in lines):
        raise SheetError("no_calendar")
    name = next((line.partition(":")[2] for line in lines if line.upper().startswith("X-WR-CALNAME")), "")
    keys: dict[str, int] = {}
    entries = []
    for number, block in enumerate(_blocks(lines), start=1):
        if number > MOST_ENTRIES:
            raise SheetError("calendar_entries", limit=MOST_ENTRIES)
        entry = _entry(number, block, ZoneInfo(zone), keys)
        entries.append(entry)
    if not entries:
        raise SheetError("no_entries")
    return CalendarFile(clean(name.replace("\\,", ",").replace("\\;", ";")), tuple(entries))


def is_calendar(name: str, data: bytes) -> bool:
    """Tell whether a file says that it is a calendar file, by its name or its first line."""
    start = data[:200].decode("latin-1").lstrip("\ufeffï»¿ \r\n\t")
    return name.lower().endswith((".ics", ".ical", ".ifb")) or start.upper().startswith("BEGIN:VCALENDAR")


def _lines(data: bytes) -> list[str]:
    if not data.strip():
        raise SheetError("empty")
    if len(data) > MOST_BYTES:
        size, limit = f"{len(data) / 1_000_000:.1f}", MOST_BYTES // 1_000_000
        raise SheetError("too_big", size=size, limit=limit)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise SheetError("calendar_text") from None
    return [line.rstrip() for line in BREAKS.split(FOLDED.sub("", text))]


def _blocks(lines: Sequence[str]) -> Iterator[list[str]]:
    """Return the lines of each entry, without what lies inside it, such as alarms."""
    block: list[str] | None = None
    inside: list[str] = []
    for number, line in enumerate(lines, start=1):
        word, _colon, name = line.upper().partition(":")
        if word == "BEGIN" and name == "VEVENT":
            if block is not None:
                raise SheetError("calendar_cut", line=number)
            block = []
        elif block is None:
            continue
        elif word == "BEGIN":
            inside.append(name)
        elif word == "END" and inside:
            if inside.pop() != name:
                raise SheetError("calendar_cut", line=number)
        elif word == "END" and name == "VEVENT":
            yield block
            block = None
        elif word == "END":
            raise SheetError("calendar_cut", line=number)
        elif not inside and len(block) < MOST_LINES:
            block.append(line)
    if block is not None:
        raise SheetError("calendar_cut", line=len(lines))


def _entry(number: int, block: list[str], zone: tzinfo, keys: dict[str, int]) -> CalendarEntry:
    event = _parsed(block)
    uid = clean(str(_first(event.get("UID")) or "")).partition("@")[0] or f"entry {number}"
    keys[uid] = keys.get(uid, 0) + 1
    span = _span(event, zone)
    return CalendarEntry(
        key=uid if keys[uid] == 1 else f"{uid} ({keys[uid]})",
        number=number,
        title=clean(str(_first(event.get("SUMMARY")) or "")),
        days=_days(*span) if span else None,
        hours=(span[1] - span[0]).total_seconds() / 3600 if span else 0,
        guests=tuple(_guests(event)),
        is_cancelled=str(_first(event.get("STATUS")) or "").upper() == "CANCELLED",
        repeats=any(event.get(name) is not None for name in REPEATS),
    )


def _parsed(block: list[str]) -> Event:
    """Return the entry as the library reads it; lines that it refuses are left away."""
    event = Event()
    for line in block:
        try:
            one = Event.from_ical("\r\n".join(["BEGIN:VEVENT", line, "END:VEVENT", ""]))
        except (ValueError, IndexError, KeyError, TypeError):
            continue
        for name, value in one.items():
            event.add(name, value, encode=False)
    return event


def _first(value: Any) -> Any:
    return value[0] if isinstance(value, list) and value else value


def _span(event: Event, zone: tzinfo) -> tuple[datetime, datetime] | None:
    """Return where an entry begins and ends, as clocks there show it; None where it says neither or in the wrong order."""
    start, end, lasts = (_value(event, name) for name in ("DTSTART", "DTEND", "DURATION"))
    if not isinstance(start, date):
        return None
    begin = _on_the_wall(start, zone)
    if isinstance(end, date):
        until = _on_the_wall(end, zone)
    elif isinstance(lasts, timedelta):
        until = begin + lasts
    else:
        until = begin if isinstance(start, datetime) else begin + timedelta(days=1)
    return (begin, until) if until >= begin else None


def _value(event: Event, name: str) -> Any:
    found = _first(event.get(name))
    return found.dt if isinstance(found, vDDDTypes | vDuration) else None


def _on_the_wall(value: date, zone: tzinfo) -> datetime:
    if not isinstance(value, datetime):
        return datetime.combine(value, time())
    if value.tzinfo is not None and value.tzinfo.utcoffset(None) == timedelta(0):
        value = value.astimezone(UTC).astimezone(zone)
    return value.replace(tzinfo=None)


def _days(begin: datetime, until: datetime) -> tuple[date, date]:
    """Return first and last day; what ends at midnight ends on the day before."""
    last = until - timedelta(microseconds=1) if until > begin else until
    return begin.date(), last.date()


def _guests(event: Event) -> Iterator[Guest]:
    found = event.get("ATTENDEE", [])
    for one in found if isinstance(found, list) else [found]:
        if not isinstance(one, vCalAddress):
            continue
        scheme, colon, address = str(one).partition(":")
        email = address if colon and scheme.lower() == "mailto" else str(one)
        yield Guest(clean(email), clean(str(one.params.get("CN", ""))))
