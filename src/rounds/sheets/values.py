"""This will read one cell as one kind of value, or say why it can't. It never guesses: a guess is only proposed."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from rounds.sheets.names import split_name
from rounds.sheets.targets import Kind, Target
from rounds.sheets.text import clean, fold

BLANK = {"", "-", "--", "---", "n/a", "na", "#n/a n/a", "tbd", "?", "\u2013", "\u2014", "not applicable", "."}
BLANK_LIST = {*BLANK, "none", "no", "nobody", "no one", "nil"}
CELL_ERRORS = {"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!", "########"}
YES = {"yes", "y", "true", "1", "x", "checked", "t", "\u2713", "\u2714", "done", "completed"}
NO = {"no", "n", "false", "0", "unchecked", "f", "not yet"}
WORDS = {
    "zero": 0,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "none": 0,
}
ORDINALS = {
    "1st": 1,
    "2nd": 2,
    "3rd": 3,
    "4th": 4,
    "5th": 5,
    "6th": 6,
    "7th": 7,
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
}
ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7}
MONTHS = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1
    )
}
EMAIL = re.compile(
    r"[a-z0-9.!#$%&'*+/=?^_`{|}~\-\u00a1-\uffff]+@[a-z0-9\u00a1-\uffff](?:[a-z0-9\-\u00a1-\uffff]*\.)+[a-z\u00a1-\uffff]{2,}"
)
ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[ T]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?")
NUMERIC_DATE = re.compile(r"(\d{1,2})([/.\-])(\d{1,2})\2(\d{4}|\d{2})(?:[ ,]+\d{1,2}:\d\d.*)?")
NAMED_DATE = re.compile(
    r"(?:\w{3,9},? )?(\d{1,2})(?:st|nd|rd|th)?[ \-./]+([A-Za-z]{3,9})[ \-.,/]+(\d{4})|([A-Za-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})"
)
PGY = re.compile(r"(?:(?:pgy|pg|r|year|yr|level|resident year)\s?)?([1-8])(?:\s?\(?(?:pgy|r)\)?)?")
DAYS = {
    "mon": "mon",
    "tue": "tue",
    "tues": "tue",
    "wed": "wed",
    "thu": "thu",
    "thur": "thu",
    "thurs": "thu",
    "fri": "fri",
    "sat": "sat",
    "sun": "sun",
}
PARTS = {
    "am": "am",
    "morning": "am",
    "mornings": "am",
    "pm": "pm",
    "afternoon": "pm",
    "afternoons": "pm",
    "eve": "eve",
    "evening": "eve",
    "evenings": "eve",
    "night": "eve",
    "nights": "eve",
}
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri")
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


@dataclass(frozen=True, slots=True)
class Parsed:
    """This will hold a value, or the key of a problem with what may be meant. Neither means that the cell is blank."""

    value: Any = None
    problem: str = ""
    suggestion: Any = None
    part: str = ""  # the piece of the cell that is not understood


NOTHING = Parsed()
Order = str  # "mdy", "dmy" or ""


def parse(target: Target, raw: str, *, order: Order = "", answers: Mapping[str, Any] | None = None) -> Parsed:
    """This will read `raw` as the target wants it. `answers` (folded text -> value or None) come before all rules."""
    text = clean(raw)
    if text.upper() in CELL_ERRORS:
        return Parsed(problem="error_cell")
    if answers and (answered := answers.get(fold(text), NOTHING)) is not NOTHING:
        return _answered(target, answered)
    if text.lower() in BLANK:
        return NOTHING
    if len(text) > target.longest:
        return Parsed(problem="too_long")
    if target.kind is Kind.DATE:
        return parse_date(text, order)
    if target.kind in (Kind.CHOICES, Kind.LIST):
        return _parse_list(target, text, answers or {})
    parsed = READERS[target.kind](target, text)
    if target.kind is Kind.PEOPLE and parsed.value and answers:
        said = [answers.get(fold(name), name) for name in parsed.value]
        return Parsed(_unique(str(name) for name in said if name is not None) or None)
    return parsed


def _answered(target: Target, answer: Any) -> Parsed:
    if answer is None:
        return NOTHING
    if target.kind is Kind.CHOICES:
        return Parsed(tuple(str(answer).split("+")))
    if target.kind is Kind.CHOICE:
        return Parsed(answer) if answer in target.labels else Parsed(problem="choice")
    return parse(target, str(answer), order="mdy")


def _text(target: Target, text: str) -> Parsed:
    return Parsed(text)


def _full_name(target: Target, text: str) -> Parsed:
    split = split_name(text)
    return Parsed(split.name, split.problem, split.suggestion)


def _people(target: Target, text: str) -> Parsed:
    if text.lower() in BLANK_LIST:
        return NOTHING
    if re.search(r"[;\n|]", text):
        return Parsed(_unique(re.split(r"[;\n|]", text)))
    parts = [part.strip() for part in text.split(",")]
    if len(parts) == 1 or (len(parts) == 2 and " " not in parts[1] and "@" not in text):
        return Parsed((text,))
    if all(" " in part or "@" in part for part in parts):
        return Parsed(_unique(parts))
    return Parsed(problem="people")


def _email(target: Target, text: str) -> Parsed:
    text = text.lower().removeprefix("mailto:").strip(" .,;<>")
    if EMAIL.fullmatch(text):
        return Parsed(text)
    found = list(dict.fromkeys(EMAIL.findall(text)))
    if len(found) == 1 and re.fullmatch(r"[^@<]*<[^@<>]+@[^@<>]+>?", text):
        return Parsed(found[0])
    return Parsed(problem="email", suggestion=found[0] if len(found) == 1 else None)


def _id(target: Target, text: str) -> Parsed:
    if re.fullmatch(r"\d(\.\d+)?[eE]\+?\d+", text):
        return Parsed(problem="shortened")
    return Parsed(text)


def _npi(target: Target, text: str) -> Parsed:
    digits = re.sub(r"[\s\-]", "", text)
    if not re.fullmatch(r"[12]\d{9}", digits) or not digits.isascii():
        return Parsed(problem="npi")
    total = 24  # the Luhn sum of 80840, which stands before every NPI
    for place, digit in enumerate(reversed(digits)):
        number = int(digit) * (2 if place % 2 else 1)
        total += number - 9 if number > 9 else number
    return Parsed(digits) if total % 10 == 0 else Parsed(problem="npi")


def _orcid(target: Target, text: str) -> Parsed:
    digits = (
        re.sub(r"^https?://orcid\.org/", "", text.strip(), flags=re.IGNORECASE)
        .replace("-", "")
        .replace(" ", "")
        .upper()
    )
    if not re.fullmatch(r"[0-9]{15}[0-9X]", digits):
        return Parsed(problem="orcid")
    total = 0
    for digit in digits[:15]:
        total = (total + int(digit)) * 2
    check = (12 - total % 11) % 11
    if digits[15] != ("X" if check == 10 else str(check)):
        return Parsed(problem="orcid")
    return Parsed("-".join(digits[start : start + 4] for start in range(0, 16, 4)))


def _pgy(target: Target, text: str) -> Parsed:
    folded = fold(text)
    if match := PGY.fullmatch(folded):
        return _in_range(target, int(match.group(1)))
    words = folded.removesuffix(" resident").removesuffix(" year").split()
    if len(words) == 1 and words[0] in ORDINALS:
        return _in_range(target, ORDINALS[words[0]])
    if len(words) == 2 and words[0] in ("pgy", "r", "pg") and words[1] in ROMAN:
        return Parsed(problem="pgy", suggestion=ROMAN[words[1]])
    return Parsed(problem="pgy", suggestion=1 if folded == "intern" else None)


def _integer(target: Target, text: str) -> Parsed:
    lowered = text.lower()
    if lowered in WORDS:
        return _in_range(target, WORDS[lowered])
    if re.fullmatch(r"[-+]?\d{1,9}(\.0+)?", text) and text.isascii():
        return _in_range(target, int(float(text)))
    if ISO.fullmatch(text):
        return Parsed(problem="turned_to_date")
    found = re.fullmatch(r"(?:up to |max )?(\d{1,3})\+?(?: [a-z]+)?", lowered)
    return Parsed(
        problem="integer", suggestion=int(found.group(1)) if found and found.group(1).isascii() else None
    )


def _number(target: Target, text: str) -> Parsed:
    if not text.isascii():
        return Parsed(problem="number")
    percent = text.endswith("%")
    digits = text.removesuffix("%").strip()
    if re.fullmatch(r"[-+]?\d{1,3}(,\d{3})+(\.\d+)?", digits):
        digits = digits.replace(",", "")
    elif re.fullmatch(r"[-+]?\d+,\d{1,2}", digits):
        digits = digits.replace(",", ".")
    if re.fullmatch(r"[-+]?(\d{1,12}(\.\d*)?|\.\d+)", digits):
        number = float(digits) / (100 if percent else 1)
        return _in_range(target, number)
    if ISO.fullmatch(text):
        return Parsed(problem="turned_to_date")
    found = re.fullmatch(
        r"(\d{1,3}(?:\.\d+)?) ?(?:h|hr|hrs|hour|hours)(?: ?(?:/|per|a) ?mo(?:nth)?)?", text.lower()
    )
    return Parsed(problem="number", suggestion=float(found.group(1)) if found else None)


def _in_range(target: Target, number: int | float) -> Parsed:
    low, high = target.minimum, target.maximum
    if (low is not None and number < low) or (high is not None and number > high):
        return Parsed(problem="range")
    return Parsed(number)


def _yes_no(target: Target, text: str) -> Parsed:
    lowered = text.lower()
    if lowered in YES or lowered in NO:
        return Parsed(lowered in YES)
    return Parsed(problem="yes_no")


@lru_cache(maxsize=256)
def _vocabulary(target: Target) -> tuple[dict[str, str], dict[str, str]]:
    """This will return folded word -> key for what counts and for what is only proposed; a word of two keys counts for none."""
    known: dict[str, str] = {}
    twice: set[str] = set()
    for choice in target.choices:
        for word in {fold(word) for word in (choice.key, choice.label, *choice.synonyms)}:
            if known.setdefault(word, choice.key) != choice.key:
                twice.add(word)
    hints: dict[str, str] = {}
    for choice in target.choices:
        for word in choice.hints:
            if hints.setdefault(fold(word), choice.key) != choice.key:
                hints[fold(word)] = ""
    return {word: key for word, key in known.items() if word not in twice}, {
        w: key for w, key in hints.items() if key
    }


def _choice(target: Target, text: str) -> Parsed:
    known, hints = _vocabulary(target)
    folded = fold(text)
    if folded in known:
        return Parsed(known[folded])
    return Parsed(problem="choice", suggestion=hints.get(folded), part=text)


def _parse_list(target: Target, text: str, answers: Mapping[str, Any]) -> Parsed:
    if text.lower() in BLANK_LIST:
        return NOTHING
    known, hints = _vocabulary(target)
    keys: list[str] = []
    for item in _items(text, {*known, *answers}):
        folded = fold(item)
        if folded in answers:
            keys.extend(str(answers[folded]).split("+") if answers[folded] is not None else [])
        elif folded in known:
            keys.extend(known[folded].split("+"))
        elif target.kind is Kind.LIST or target.open:
            keys.append(item)
        else:
            return Parsed(problem="choice", suggestion=hints.get(folded), part=item)
    values = _unique(keys)
    if target.maximum is not None and len(values) > target.maximum:
        return Parsed(problem="too_many")
    return Parsed(values) if values else NOTHING


def _items(text: str, known: set[str]) -> Iterable[str]:
    """This will cut a cell into list items; a known phrase that holds a comma or "and" stays whole."""
    if fold(text) in known:
        return [text]
    items: list[str] = []
    for piece in re.split(r"[;|\n]", text):
        items.extend([piece] if fold(piece) in known else _cut(piece, known))
    return [item.strip(" \t\u2022*-.") for item in items if fold(item)]


def _cut(piece: str, known: set[str]) -> list[str]:
    out: list[str] = []
    for cut in piece.split(","):
        part = re.sub(r"^\s*and\s+", "", cut)
        halves = re.split(r"\s+and\s+|\s*&\s*|\s*/\s*", part)
        both = len(halves) > 1 and fold(part) not in known and all(fold(half) in known for half in halves)
        out.extend(halves if both else [part])
    return out


def _day_parts(target: Target, text: str) -> Parsed:
    folded = fold(text)
    if folded in VARIES:
        return Parsed(("varies",))
    found: list[str] = []
    for item in re.split(r"[,;\n|]| and ", text.lower()):
        words = [word.removesuffix("s") if word.endswith("days") else word for word in fold(item).split()]
        if not words:
            continue
        days: list[str] = []
        parts: list[str] = []
        for word in words:
            day = (
                DAYS.get(word)
                or DAYS.get(word.removesuffix("day"))
                or DAYS.get(word.removesuffix("day")[:3] if word.endswith("day") else "")
            )
            if day:
                days.append(day)
            elif word in ("weekday", "weekdays"):
                days.extend(WEEKDAYS)
            elif word in PARTS:
                parts.append(PARTS[word])
            else:
                return Parsed(problem="day_part", part=item.strip())
        if not days or not parts:
            return Parsed(problem="day_part", part=item.strip())
        found.extend(f"{day}_{part}" for day in days for part in parts)
    return Parsed(_unique(found)) if found else NOTHING


def parse_date(text: str, order: Order) -> Parsed:
    """This will read a date. 03/04/2026 is read only when `order` says which number is the month."""
    if match := ISO.fullmatch(text):
        return _date(int(match.group(1)), int(match.group(2)), int(match.group(3)))
    if match := NUMERIC_DATE.fullmatch(text):
        first, second = int(match.group(1)), int(match.group(3))
        year = int(match.group(4)) + (2000 if len(match.group(4)) == 2 else 0)
        if first == second or second > 12 >= first:
            return _date(year, first, second)
        if first > 12 >= second:
            return _date(year, second, first)
        if order == "mdy":
            return _date(year, first, second)
        if order == "dmy":
            return _date(year, second, first)
        return Parsed(problem="date_order")
    if match := NAMED_DATE.fullmatch(text):
        day, month, year_text = (
            (match.group(1), match.group(2), match.group(3))
            if match.group(1)
            else (match.group(5), match.group(4), match.group(6))
        )
        if number := MONTHS.get(month[:3].lower()):
            return _date(int(year_text), number, int(day))
    if re.fullmatch(r"[34567]\d{4}", text):  # a date that lost its format
        return Parsed(
            problem="date",
            suggestion=(datetime.date(1899, 12, 30) + datetime.timedelta(days=int(text))).isoformat(),
        )
    return Parsed(problem="date")


def _date(year: int, month: int, day: int) -> Parsed:
    try:
        found = datetime.date(year, month, day)
    except ValueError:
        return Parsed(problem="date")
    return Parsed(found) if 1950 <= year <= 2100 else Parsed(problem="date")


def date_order(texts: Iterable[str]) -> Order:
    """This will tell whether month or day comes first, from dates that can be read one way only. "" when they don't say."""
    seen = set()
    for text in texts:
        if match := NUMERIC_DATE.fullmatch(clean(text)):
            first, second = int(match.group(1)), int(match.group(3))
            if second > 12 >= first:
                seen.add("mdy")
            elif first > 12 >= second:
                seen.add("dmy")
    return seen.pop() if len(seen) == 1 else ""


def _unique(items: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(item.strip() for item in items if item.strip()))


READERS: dict[Kind, Callable[[Target, str], Parsed]] = {
    Kind.TEXT: _text, Kind.PERSON: _text, Kind.FULL_NAME: _full_name, Kind.PEOPLE: _people, Kind.EMAIL: _email, Kind.ID: _id,
    Kind.NPI: _npi, Kind.ORCID: _orcid, Kind.PGY: _pgy, Kind.INTEGER: _integer, Kind.NUMBER: _number, Kind.YES_NO: _yes_no,
    Kind.CHOICE: _choice, Kind.DAY_PARTS: _day_parts,
}  # fmt: skip
