"""Say how well the values of a column fit a target, whatever its name is."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from rounds.sheets.cells.dates import DAYS, Dates, is_moment
from rounds.sheets.cells.name_words import PARTICLES, TITLES, bare
from rounds.sheets.cells.several_values import BLANK, read_people
from rounds.sheets.cells.single_values import NO, YES
from rounds.sheets.cells.values import parse
from rounds.sheets.targets.target import Kind, Target
from rounds.sheets.text import clean, fold

SAMPLE: Final = 200
NUMBER: Final = re.compile(r"[\d\s.,:/%$\-+()]+")
YEAR_IN_WORDS: Final = re.compile(r"(?:pgy|pg|r|ca|intern)[\s\-\u2010-\u2015]?(?:\d|i|$)", re.IGNORECASE)
# kinds whose values say by themselves what they are
TELLING: Final = {Kind.CHOICE, Kind.CHOICES, Kind.PGY, Kind.EMAIL, Kind.NPI, Kind.ORCID, Kind.DAY_PARTS}
CONVINCING: Final = 0.8
# how values look that say by themselves what they are; whether they are so is read afterward
LOOKS: Final = {
    Kind.EMAIL: re.compile("@"),
    Kind.NPI: re.compile(r"(?:\d\D*){9}"),
    Kind.ORCID: re.compile(r"(?:\d\D*){15}"),
    Kind.PGY: re.compile(rf"^(?:{YEAR_IN_WORDS.pattern})", re.IGNORECASE),
}
# texts that are a name of something, not a sentence
SHORT_TEXTS: Final = {
    "department",
    "site",
    "division",
    "title",
    "rank",
    "specialty",
    "training_program",
    "track",
    "first_name",
    "last_name",
}
LONGEST_NAME, MOST_WORDS = 80, 9
# a column of these says who is which, and is no role or title
SIDES: Final = {"mentor", "mentee", "mentors", "mentees", "mentor and mentee", "mentee and mentor"}
ANY_DAY: Final = datetime.date(2000, 1, 1)
MONTH_FIRST_DATES: Final = Dates(ANY_DAY, {"": "mdy"})


@dataclass(frozen=True, slots=True)
class Evidence:
    """Which share of the values can be read as the target, and whether they could hardly be anything else."""

    share: float
    convinces: bool


def look_at(target: Target, texts: Sequence[str]) -> Evidence:
    """Judge clean texts, blank ones left out; without any nothing speaks against the target."""
    if not texts:
        return Evidence(1.0, False)
    share = sum(1 for text in texts if reads(target, text)) / len(texts)
    if target.kind is Kind.PGY:
        return Evidence(share, _share(texts, LOOKS[Kind.PGY]) > CONVINCING)
    convinces = target.kind in TELLING and share > CONVINCING and not _are_numbers(target, texts)
    return Evidence(share, convinces)


def samples_of(values: Sequence[str]) -> list[str]:
    """Return the first texts of a column that say something."""
    said = (text for value in values if (text := clean(value)).lower() not in BLANK)
    return list(islice(said, SAMPLE))


def _are_numbers(target: Target, texts: Sequence[str]) -> bool:
    """Tell whether choices are only bare numbers, which anything can be."""
    return (
        target.kind not in (Kind.NPI, Kind.EMAIL)
        and sum(1 for text in texts if text.isdigit()) > len(texts) / 2
    )


def reads(target: Target, text: str) -> bool:
    """Tell whether a text can be a value of the target."""
    if target.kind in (Kind.PERSON, Kind.PEOPLE):
        return names_people(target, text)
    if target.kind in (Kind.TEXT, Kind.GIVEN, Kind.FAMILY, Kind.LIST) or target.open:
        return _is_text(target, text)
    if target.kind is Kind.DATE:
        return not is_moment(text) and parse(target, text, MONTH_FIRST_DATES).problem in (
            "",
            "far_date",
            "date_order",
        )
    parsed = parse(target, text, MONTH_FIRST_DATES)
    known = parsed.problem in ("", "name_two_ways", "tail", "range", "too_many") and not (
        parsed.unread and parsed.value is None
    )
    return known or parsed.suggestion is not None or any(one.suggestion is not None for one in parsed.unread)


def _is_text(target: Target, text: str) -> bool:
    is_name = target.kind in (Kind.GIVEN, Kind.FAMILY)  # lists without real names number their people
    if "@" in text or is_date(text) or (NUMBER.fullmatch(text) and not is_name):
        return False
    if text.lower() in YES or text.lower() in NO or fold(text) in SIDES:
        return False
    if target.key == "title" and bare(text) in TITLES:
        return False
    return target.key not in SHORT_TEXTS or (len(text) <= LONGEST_NAME and len(text.split()) <= MOST_WORDS)


def is_date(text: str) -> bool:
    """Tell whether a text is written as a day or a moment, whatever day it is."""
    return any(pattern.fullmatch(text) for pattern in DAYS)


def names_people(target: Target, text: str) -> bool:
    """Tell whether a text holds names of people: words with capitals, addresses, “Last, First”."""
    people = (text,) if target.kind is Kind.PERSON else read_people(target, text).value or ()
    return bool(people) and all(_is_person(name) for name in people)


def _is_person(text: str) -> bool:
    if re.fullmatch(r"\S+@\S+\.\S+", text):
        return True
    words = [word for word in re.split(r"[\s,]+", text) if word and bare(word) not in TITLES]
    if not 2 <= len(words) <= 6 or re.search(r"[\d?!:()]|[.](?=\s\w{2,}\s\w{2,})", text):
        return False
    named = [word for word in words if word.lower() not in PARTICLES]
    return bool(named) and all(word[0].isupper() or not word[0].isascii() for word in named)


def are_moments(texts: Sequence[str]) -> bool:
    """Tell whether a column says when something was filled in: days with a time."""
    return bool(texts) and sum(1 for text in texts if is_moment(text)) > len(texts) / 2


def by_values_alone(texts: Sequence[str], targets: Sequence[Target]) -> str:
    """Return the target that values without a name can only be: an address, an NPI, a year of training in words."""
    for target in targets:
        looks = LOOKS.get(target.kind)
        # looking is cheap, reading is not: a wide file has thousands of columns without a name that helps
        if looks and _share(texts, looks) > CONVINCING and look_at(target, texts).convinces:
            return target.key
    return ""


def _share(texts: Sequence[str], looks: re.Pattern[str]) -> float:
    return sum(1 for text in texts if looks.search(text)) / len(texts) if texts else 0.0


def says_sides(target: Target | None, texts: Sequence[str]) -> bool:
    """Tell whether the values say who is a mentor and who a mentee, whatever the column is called."""
    return (
        target is not None
        and bool(SIDES & {fold(text) for text in texts})
        and look_at(target, texts).convinces
    )


def differ(texts: Sequence[str]) -> bool:
    """Tell whether most values are different: what tells people from one another does."""
    return len({fold(text) for text in texts}) > len(texts) / 2
