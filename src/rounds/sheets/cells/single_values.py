"""Read cells that hold one thing: an address, a number, a year of training, yes or no."""

from __future__ import annotations

import re

from rounds.sheets.cells.dates import ISO
from rounds.sheets.cells.parsed import Parsed
from rounds.sheets.targets.target import Target
from rounds.sheets.text import fold

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
# what mail can be sent to: words of these signs with single dots between them, then names of a domain
ATOM = r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+"
LABEL = r"[a-z0-9\u00a1-\uffff](?:[a-z0-9\u00a1-\uffff-]{0,61}[a-z0-9\u00a1-\uffff])?"
EMAIL = re.compile(rf"{ATOM}(?:\.{ATOM})*@(?:{LABEL}\.)+(?!-)(?:[a-z\u00a1-\uffff-]{{2,63}})(?<!-)")
LONGEST_ADDRESS, LONGEST_BEFORE_AT = 254, 64
# what word processors and slips of the hand put into addresses, and what was meant
SLIPS = (
    (re.compile("[\u2018\u2019\u02bc\u00b4\u2032]"), "'"),
    (re.compile("[\u2010-\u2015]"), "-"),
    (re.compile(r"\.{2,}"), "."),
    (re.compile(r"\s*\.?\s*@\s*\.?"), "@"),
)
PGY = re.compile(r"(?:(?:pgy|pg|r|year|yr|level|resident year)\s?)?([1-8])(?:\s?\(?(?:pgy|r)\)?)?")


def read_email(target: Target, text: str) -> Parsed:
    """Return an address that mail can be sent to, in small letters."""
    text = text.lower().removeprefix("mailto:").strip(" .,;<>")
    if is_address(text):
        return Parsed(text)
    found = list(dict.fromkeys(EMAIL.findall(text)))
    if len(found) == 1 and re.fullmatch(r"[^@<]*<[^@<>]+@[^@<>]+>?", text) and f"<{found[0]}" in text:
        return Parsed(found[0])
    return Parsed(problem="email", suggestion=_mended(text))


def is_address(text: str) -> bool:
    """Tell whether mail can be sent to an address; the mail queue accepts every one that passes."""
    local, _at, _domain = text.partition("@")
    return bool(EMAIL.fullmatch(text)) and len(text) <= LONGEST_ADDRESS and len(local) <= LONGEST_BEFORE_AT


def _mended(text: str) -> str | None:
    """Propose what was probably meant: a straight apostrophe, one dot for two, none before the @."""
    if text.count("@") != 1:
        return None
    for slip, meant in SLIPS:
        text = slip.sub(meant, text)
    text = text.strip(".")
    return text if is_address(text) else None


def read_id(target: Target, text: str) -> Parsed:
    if re.fullmatch(r"\d(\.\d+)?[eE]\+?\d+", text):
        return Parsed(problem="shortened")
    return Parsed(text)


def read_npi(target: Target, text: str) -> Parsed:
    digits = re.sub(r"[\s\-]", "", text)
    if not re.fullmatch(r"[12]\d{9}", digits) or not digits.isascii():
        return Parsed(problem="npi")
    total = 24  # the Luhn sum of 80840, which comes before every NPI
    for place, digit in enumerate(reversed(digits)):
        number = int(digit) * (2 if place % 2 else 1)
        total += number - 9 if number > 9 else number
    return Parsed(digits) if total % 10 == 0 else Parsed(problem="npi")


def read_orcid(target: Target, text: str) -> Parsed:
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


def read_pgy(target: Target, text: str) -> Parsed:
    """Return the year of training; what only resembles one (CA-1, Intern, PGY-3 chief) is proposed."""
    folded = fold(text)
    if match := PGY.fullmatch(folded):
        return _in_range(target, int(match.group(1)))
    words = folded.removesuffix(" resident").removesuffix(" year").split()
    if len(words) == 1 and words[0] in ORDINALS:
        return _in_range(target, ORDINALS[words[0]])
    if len(words) == 2 and words[0] in ("pgy", "r", "pg") and words[1] in ROMAN:
        return Parsed(problem="pgy", suggestion=ROMAN[words[1]])
    years = {int(year) for year in re.findall(r"\b(?:pgy|pg|r)? ?([1-8])\b", folded)}
    likely = years.pop() if len(years) == 1 and folded.startswith(("pgy", "pg", "r")) else None
    return Parsed(problem="pgy", suggestion=1 if folded == "intern" else likely)


def read_integer(target: Target, text: str) -> Parsed:
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


def read_number(target: Target, text: str) -> Parsed:
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


def read_yes_no(target: Target, text: str) -> Parsed:
    lowered = text.lower()
    if lowered in YES or lowered in NO:
        return Parsed(lowered in YES)
    return Parsed(problem="yes_no")
