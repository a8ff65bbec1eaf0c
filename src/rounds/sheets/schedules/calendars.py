"""A schedule as a calendar file: an entry is a rotation, its guests are who is on it, or the file is one person's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePath
from typing import Final

from rounds.sheets.reading.calendars import CalendarEntry, CalendarFile, Guest
from rounds.sheets.schedules.model import Entry, Known, Laid, LeftOut, Part
from rounds.sheets.schedules.names import find_person
from rounds.sheets.text import clean

# Between a name and a word: "Pier - Nights".
DASHES: Final = (" - ", " – ", " — ", ": ")
SHORTEST_HOURS: Final = 12


def lay_calendar(file: CalendarFile, people: Sequence[Known], name: str) -> Laid:
    """Return an entry for each person on each rotation; what is cancelled, repeats or lasts hours is none, and is said."""
    owner = _owner(file, people, name)
    laid = Laid()
    for entry in file.entries:
        reason = _no_rotation(entry)
        if reason:
            laid.left_out.append(LeftOut(entry.key, entry.title, reason))
        else:
            laid.entries += _entries(entry, people, owner)
    return laid


def _no_rotation(entry: CalendarEntry) -> str:
    if entry.is_cancelled:
        return "cancelled"
    if entry.repeats:
        return "repeats"
    if not entry.title:
        return "nobody"
    return "hours" if entry.days and entry.hours < SHORTEST_HOURS else ""


def _owner(file: CalendarFile, people: Sequence[Known], name: str) -> str:
    """Return the name of the calendar or of the file, if it surely is somebody's."""
    stem = clean(PurePath(name).stem.replace("_", " "))
    return next(
        (text for text in (file.name, stem) if text and find_person(text, people).key is not None), ""
    )


def _entries(entry: CalendarEntry, people: Sequence[Known], owner: str) -> Iterator[Entry]:
    if entry.guests:
        for guest in entry.guests:
            yield _of_guest(entry, guest)
    elif owner:
        yield Entry(entry.key, entry.number, owner, entry.title, _parts(entry, entry.title), "when")
    else:
        person, word = _split(entry.title, people)
        parts = _parts(entry, word)
        yield Entry(
            *(entry.key, entry.number, person, entry.title, parts, "when"),
            who_key=f"{entry.title} ({entry.key})",
            is_unsure=True,
        )


def _of_guest(entry: CalendarEntry, guest: Guest) -> Entry:
    text = ", ".join(filter(None, (entry.title, guest.name, guest.email)))
    return Entry(
        *(entry.key, entry.number, guest.name, text, _parts(entry, entry.title), "when"),
        email=guest.email,
        who_key=guest.email,
    )


def _split(title: str, people: Sequence[Known]) -> tuple[str, str]:
    """Return the part of a title that may name somebody, and the word beside it."""
    for dash in DASHES:
        first, found, second = title.partition(dash)
        if not found:
            continue
        for person, word in ((first, second), (second, first)):
            meant = find_person(person, people)
            if meant.key is not None or meant.options:
                return person.strip(), word.strip()
    return title, title


def _parts(entry: CalendarEntry, word: str) -> tuple[Part, ...] | None:
    return (Part(word, *entry.days),) if entry.days else None
