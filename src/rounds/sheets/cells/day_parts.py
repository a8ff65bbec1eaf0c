"""Read when somebody is free: days and parts of days in the words that people use."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from rounds.sheets.cells.parsed import NOTHING, Parsed
from rounds.sheets.text import answer_key, fold

WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
SHORT = {"tues": "tue", "weds": "wed", "thur": "thu", "thurs": "thu"}
GROUPS = {
    "weekday": WEEK[:5],
    "weekdays": WEEK[:5],
    "weekend": WEEK[5:],
    "weekends": WEEK[5:],
    "daily": WEEK,
    "everyday": WEEK,
    "anyday": WEEK,
}
PARTS = {
    "am": "am",
    "morning": "am",
    "pm": "pm",
    "afternoon": "pm",
    "eve": "eve",
    "evening": "eve",
    "night": "eve",
}
LETTERS = {
    "m": "mon",
    "t": "tue",
    "tu": "tue",
    "w": "wed",
    "th": "thu",
    "r": "thu",
    "f": "fri",
    "sa": "sat",
    "su": "sun",
}
INITIALS = re.compile(r"(?:th|tu|sa|su|m|t|w|r|f)+")
INITIAL = re.compile(r"th|tu|sa|su|m|t|w|r|f")
FILLERS = {
    "on",
    "the",
    "in",
    "at",
    "each",
    "every",
    "most",
    "usually",
    "best",
    "and",
    "or",
    "day",
    "days",
    "any",
}
# one of these, and the words after it may say when somebody is not free
NEGATIONS = {
    "not",
    "no",
    "except",
    "never",
    "but",
    "unless",
    "without",
    "cannot",
    "cant",
    "dont",
    "avoid",
    "unavailable",
}
VARIES = {
    "varies",
    "vary",
    "my shifts vary",
    "shifts vary",
    "shift work",
    "it varies",
    "variable",
    "schedule varies",
    "my schedule varies",
}
SHOWN_DAYS = dict(zip(WEEK, ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"), strict=True))
SHOWN_PARTS = {"am": "AM", "pm": "PM", "eve": "evening"}


@dataclass(slots=True)
class Segment:
    """A piece of the text with the days and parts that stand in it."""

    text: str
    days: list[str] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    is_read: bool = True
    ends_with_part: bool = False


def read_day_parts(text: str, answers: Mapping[str, Any]) -> Parsed:
    """Return mon_am, tue_pm ... or varies. A day without a part takes that of the next day: "Sat, Sun AM".

    `answers` say what a piece means that is not understood; None leaves it out.
    """
    if fold(text) in VARIES:
        return Parsed(("varies",))
    if NEGATIONS & set(fold(text).split()):
        return Parsed(unread=(Parsed(problem="day_part", part=text),))
    found: list[str] = []
    unread: list[Parsed] = []
    for sentence in re.split(r"[;\n|]", text):
        for one in _resolve([part for piece in _pieces(sentence) for part in _segments(piece)], found):
            said = answers.get(answer_key(one.part), NOTHING)
            meant = read_day_parts(str(said), {}) if said not in (None, NOTHING) else NOTHING
            found.extend(meant.value or ())
            unread += [one] if said is NOTHING or meant.unread else []
    value = tuple(dict.fromkeys(found))
    return Parsed(value or None, unread=tuple(unread)) if value or unread else NOTHING


def _pieces(sentence: str) -> list[str]:
    return [
        piece.strip() for piece in re.split(r",|\band\b|&|\+", sentence, flags=re.IGNORECASE) if fold(piece)
    ]


def _segments(piece: str) -> list[Segment]:
    """Return the days of a piece with the parts that stand beside them: “Mon AM Tue PM” is two segments."""
    found = [Segment(piece)]
    words = _words(piece)
    for word in words:
        part = PARTS.get(word) or PARTS.get(word.removesuffix("s"))
        days = [] if part else _days(word)
        if not part and not days:
            if word not in FILLERS:
                return [Segment(piece, is_read=False)]
            continue
        if _is_closed(found[-1], by_part=bool(part)):
            found.append(Segment(piece))
        found[-1].days.extend(days)
        found[-1].parts.extend([part] if part else [])
        found[-1].ends_with_part = bool(part)
    if any(word in ("any", "every") for word in words) and not found[0].days and "day" in words:
        found[0].days.extend(WEEK)
    return found


def _is_closed(segment: Segment, *, by_part: bool) -> bool:
    """Tell whether a segment has its days and its parts already, and another kind begins again."""
    return bool(segment.days and segment.parts) and segment.ends_with_part is not by_part


def _words(text: str) -> list[str]:
    """Return the words of a piece; ranges of days are written out."""
    lowered = re.sub(r"[\u2013\u2014]", "-", text.lower())
    span = re.compile(r"\b([a-z]+)\.?\s*(?:-|to\b|thru\b|through\b)\s*([a-z]+)\b")

    def spell(match: re.Match[str]) -> str:
        first, last = _days(match.group(1)), _days(match.group(2))
        if len(first) != 1 or len(last) != 1:
            return match.group(0)
        start, end = WEEK.index(first[0]), WEEK.index(last[0])
        week = (*WEEK, *WEEK)  # a range may go over the weekend: Fri-Mon, Sun-Thu
        return " ".join(week[start : end + 1 if start < end else end + 8]) if start != end else match.group(0)

    return fold(span.sub(spell, lowered)).split()


def _days(word: str) -> list[str]:
    """Return the days that one word names: Tuesdays, Thurs, weekdays, MWF."""
    if word in GROUPS:
        return list(GROUPS[word])
    bare = word.removesuffix("s") if word.endswith("days") else word
    if bare in NAMES:
        return [bare[:3]]
    if bare in WEEK or bare in SHORT:
        return [SHORT.get(bare, bare)]
    if INITIALS.fullmatch(word):
        return [LETTERS[letter] for letter in INITIAL.findall(word)]
    return []


def _resolve(segments: list[Segment], found: list[str]) -> list[Parsed]:
    """Join days with the parts that belong to them, in the order of the text; return what is not understood."""
    unread: list[Parsed] = []
    waiting: list[Segment] = []
    last_days: list[str] = []
    for segment in segments:
        if not segment.is_read:
            unread.append(Parsed(problem="day_part", part=segment.text))
        elif segment.days and not segment.parts:
            waiting.append(segment)
        elif segment.parts:
            days = [day for one in (*waiting, segment) for day in one.days] or last_days
            waiting = []
            if not days:
                unread.append(Parsed(problem="day_part", part=segment.text))
            found.extend(f"{day}_{part}" for day in days for part in segment.parts)
            last_days = segment.days or last_days
    for segment in waiting:
        days = [f"{SHOWN_DAYS[day]} {part}" for day in segment.days for part in SHOWN_PARTS.values()]
        unread.append(Parsed(problem="day_part", part=segment.text, suggestion=", ".join(days)))
    return unread
