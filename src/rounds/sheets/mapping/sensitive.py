"""Recognize columns that matching does not need and that a hospital would rather not copy: they stay out.

Whole headings and values decide, not a word inside: “Allergies” is somebody's health, “Allergy and Immunology division” is
where somebody works.
"""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Final

from rounds.sheets.cells.dates import Dates, date_order, parse_date
from rounds.sheets.mapping.segments import spaced
from rounds.sheets.mapping.sensitive_words import ALWAYS, FREE_TEXT, MAYBE, WORK
from rounds.sheets.text import clean, fold

ENDS_IN_WORK: Final = re.compile(rf"\b(?:{WORK})$")
BEFORE_WORK: Final = rf"(?:(?: and)? \w+)? (?:{WORK})\b"
HARMLESS: Final = re.compile(
    r"\b(email address|e mail address|work address|(hospital|professional|leadership|team|programs?) identity|parent program|pay it forward|blood bank|tissue bank|question bank|(?:global|public|population|community|rural|urban|behavioral|digital|"
    r"wom[ae]n ?s|men ?s|child|maternal|adolescent|occupational|environmental|reproductive|planetary|correctional|school|lgbtq?\w*|refugee|immigrant|veterans?) health|match\w* characteristics?)\b"
)
NOT_THE_PERSON: Final = re.compile(r"\bidentity to match|similar identity\b")
IDENTITY_VALUES: Final = {
    *(
        "male",
        "female",
        "man",
        "woman",
        "non binary",
        "nonbinary",
        "gay",
        "lesbian",
        "bisexual",
        "transgender",
        "asexual",
        "asexual or aromantic",
    ),
    *(
        "queer",
        "straight",
        "heterosexual",
        "cisgender",
        "hispanic",
        "non hispanic",
        "white",
        "black",
        "asian",
        "african american",
        "black or african american",
    ),
    *(
        "american indian",
        "pacific islander",
        "native american",
        "caucasian",
        "latino",
        "latina",
        "latinx",
        "christian",
        "muslim",
        "jewish",
        "hindu",
        "buddhist",
    ),
    *(
        "sikh",
        "catholic",
        "she her",
        "he him",
        "they them",
        "she her hers",
        "he him his",
        "they them theirs",
        "single",
        "divorced",
        "widowed",
        "m",
        "f",
    ),
    *(
        "disabled",
        "ethnic minority",
        "two or more races",
        "middle eastern",
        "transsexual",
        "pansexual",
        "quaker",
        "he",
        "she",
        "they",
        "him",
        "her",
        "hers",
    ),
    *("his", "them", "theirs"),
}
ONE_WORD: Final = re.compile(r"\W*([A-Za-z]+)\W*")
SSN: Final = re.compile(r"\d{3}[- ]\d{2}[- ]\d{4}")
STREET: Final = re.compile(
    r"\d+\s+\S+.*\b(st|street|ave|avenue|rd|road|blvd|boulevard|ln|lane|dr|drive|ct|court|way|apt|po box)\b\.?.*",
    re.IGNORECASE,
)
# a heading with one of these says what its dates are
DATED_WORK: Final = re.compile(
    r"grad|hire|start|appoint|join|began|begin|board|certif|licens|train|promot|expire|\bends?\b|since|complet|employ|tenure|residen|degree|match|paired|last|next|meeting|due|sent|stamp|submit"
)
YOUNGEST, OLDEST = 17, 85
LONGEST_WORD = 60
LEAST_BIRTHDAYS = 3
DIGIT, LEAST_DIGITS = re.compile(r"\d"), 4  # 1/2/97 has four


def reason_to_leave_out(header: str, values: Sequence[str]) -> str:
    """Return birth, identity, health, government, secret, home or free_text, or "" for a column without such content."""
    words = heading_words(header)
    return _reason_in_words(words) or _reason_in_words(_unspaced(header)) or _reason_in_values(values)


def _reason_in_words(words: str) -> str:
    if words in ("address", "addr", "home") or re.search(r"\bhome addr", words):
        return "home"
    if not HARMLESS.search(words):
        for reason, pattern in ALWAYS.items():
            if pattern.search(words):
                return reason
        for reason, pattern in MAYBE.items():
            if pattern.search(words) and not _is_about_work(words, pattern):
                return reason
    return "free_text" if FREE_TEXT.search(words) else ""


def _unspaced(header: str) -> str:
    """Return the one word of a heading whose capitals make several of it: DoB, URiM."""
    word = ONE_WORD.fullmatch(header)
    return word.group(1).lower() if word else ""


def heading_words(header: str) -> str:
    """Return the words of a heading without what stands in brackets; D.O.B. is dob, B-day is bday."""
    bare = re.sub(r"\(.*?\)|\[.*?\]", " ", header)
    words = spaced(fold(bare if fold(bare) else header))
    words = re.sub(r"\b(?:\w )+\w\b", lambda match: match.group(0).replace(" ", ""), words)
    return re.sub(r"\bb day\b", "bday", words)


def _is_about_work(words: str, pattern: re.Pattern[str]) -> bool:
    return bool(ENDS_IN_WORK.search(words) or re.search(pattern.pattern + BEFORE_WORK, words))


def _reason_in_values(values: Sequence[str]) -> str:
    texts = Counter(clean(value) for value in values[:500] if value.strip())
    if not texts:
        return ""
    if _count(texts, SSN.fullmatch) > texts.total() * 0.5:
        return "government"
    if _count(texts, STREET.fullmatch) > texts.total() * 0.5:
        return "home"
    items: Counter[str] = Counter()
    for text, times in texts.items():
        for item in re.split(r"[,;|/]", text):
            if item.strip():
                # no word about somebody's identity is as long, or has a digit
                items[fold(item) if len(item) <= LONGEST_WORD and not DIGIT.search(item) else ""] += times
    return "identity" if _count(items, IDENTITY_VALUES.__contains__) > items.total() * 0.6 else ""


def _count(texts: Counter[str], test: Callable[[str], object]) -> int:
    return sum(times for text, times in texts.items() if test(text))


def are_birthdays(header: str, values: Sequence[str], today: datetime.date) -> bool:
    """Tell whether a column whose heading says nothing holds dates of a lifetime ago."""
    if DATED_WORK.search(fold(header)):
        return False
    texts = [clean(value) for value in values[:200] if value.strip()]
    if sum(1 for text in texts if len(DIGIT.findall(text)) >= LEAST_DIGITS) < len(texts) * 0.8:
        return False
    order = dict.fromkeys("/.-", "mdy") | date_order(texts)
    if len(texts) < LEAST_BIRTHDAYS:
        return False
    dates, others = Dates(today, order), 0
    for text in texts:
        day = parse_date(text, dates, back=200, ahead=0).value
        others += day is None or not YOUNGEST <= today.year - day.year <= OLDEST
        if others > len(texts) * 0.2:  # most columns are none: say so early
            return False
    return True
