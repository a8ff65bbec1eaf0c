"""Say how well the name of a column fits a target, whatever its values are.

A name counts when all words of a synonym stand in it. It is exact when nothing else does but words that say whose it is;
words that point at somebody else ("assistant e-mail") take it out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from rounds.sheets.mapping.segments import spaced
from rounds.sheets.reading.model import Column
from rounds.sheets.targets.target import Catalog
from rounds.sheets.text import fold, words_in

SHORT: Final = dict(
    pair.split("=")
    for pair in words_in(
        """
        addr=address dept=department dep=department lvl=level yr=year yrs=year mtg=meeting pref=preference
        prefs=preference hrs=hour mo=month num=number nbr=number no=number nm=name empl=employee
        emp=employee acad=academic dt=date prog=program pgm=program programme=program assoc=associate
        asst=assistant dir=director avail=availability spec=specialty prov=provider fac=faculty
        org=organization organisation=organization loc=location lang=language max=maximum qty=number
        ph=phone tel=phone telephone=phone hosp=hospital preferred=preference prefer=preference
        specialities=specialty specialties=specialty aspiring=aspired aspire=aspired mail=email div=division
        svc=service mgr=manager sup=supervisor exp=experience maximum=maximum mentorship=mentoring
        count=number
        """
    )
)
STOP: Final = words_in(
    """
    what is your the of a an do you are in for to please enter select list which would like we should at
    on with this that most check all apply optional required desc cd and or be i my me can have any it
    if by as choose one up s us our their provide specify indicate has did will x y n when value field
    col column txt text new top could there am was were t m tell below above type
    """
)
# words that say whose a value is, when it is not the person of the row
OTHERS: Final = words_in(
    """
    assistant secretary supervisor manager director chief chair emergency spouse parent partner
    alternate secondary personal previous former past old backup admin coordinator evaluator advisor
    sponsor mentor mentee referrer reference delegate mother father next recruiter nominator nominated
    colleague interviewer other last first not reason why comment note avoid dislike against unable
    cannot never least wrong worst except without unwanted lack lacking weakness preference desired
    target ideal wanted hoped future aspired dream expected planned wish avoided attending preceptor
    scheduler maiden billing contact another else recipient sender reviewer requested
    """
)
# words that say nothing but that it is the person of the row, or the value that counts
SELF: Final = words_in(
    """
    provider physician faculty employee trainee resident fellow participant staff learner person
    applicant member current primary main official legal full complete exact own correct
    """
)
# who fills in a mentee's sheet may name faculty: not the person of the row
NOT_SELF: Final = {"mentees": {"provider", "physician", "faculty", "staff", "employee"}}
# a name of these alone says too little when another word stands beside it
WEAK: Final = words_in(
    """
    name date number level program mentor mentee leadership skill current year first last given start
    started began end title position stage class rank track section site campus location facility style
    format free available capacity place slot topic goal interest gap need status state since avoid
    conflict wish choice job person participant provider physician doctor attending supervisor manager
    residency trained strength expertise language objective aspiration importance division hospital
    department exclusion milestone badge surname email resident trainee boss ended fellow role
    experience training specialty help
    """
)
PARENTHESIS: Final = re.compile(r"\(.*?\)|\[.*?\]")


@dataclass(frozen=True, slots=True)
class Match:
    """How well a name fits one target: 1 for the same words, less for each word too many."""

    score: float
    is_exact: bool
    is_weak: bool  # the words that fit say little by themselves


@dataclass(frozen=True, slots=True)
class _Synonym:
    target: str
    words: frozenset[str]


@lru_cache(maxsize=20_000)
def words_of(text: str) -> tuple[str, ...]:
    """Reduce a name to its telling words, in order: "E-mail addr." is (email, address)."""
    folded = re.sub(r"\be mail\b", "email", spaced(fold(text)).replace("e mails", "e mail"))
    folded = re.sub(r"\b\d+ \d+\b|\b\d+\b", " ", folded)
    words = []
    for given in folded.split():
        long = SHORT.get(given, given)
        plural = len(long) > 3 and long.endswith("s") and not long.endswith(("ss", "us", "is"))
        word = SHORT.get(long[:-1], long[:-1]) if plural else long
        if word not in STOP and (len(word) > 1 or not word.isascii()):
            words.append(word)
    return tuple(words)


class Names:
    """The names of a catalog's targets, found by their words."""

    def __init__(self, catalog: Catalog) -> None:
        self.own = {catalog.key.removesuffix("s")} if catalog.key in ("mentors", "mentees") else set()
        self.neutral = (SELF | self.own) - NOT_SELF.get(catalog.key, set())
        self.by_word: dict[str, list[_Synonym]] = {}
        for target in catalog.targets:
            # under its rarest word each synonym is found once
            for words in {frozenset(words_of(name)) for name in (target.label, *target.synonyms)}:
                if words:
                    self.by_word.setdefault(min(words, key=_commonness), []).append(
                        _Synonym(target.key, words)
                    )

    def match(self, name: str) -> dict[str, Match]:
        """Return the targets that a name may mean."""
        have = frozenset(words_of(name))
        found: dict[str, Match] = {}
        for word in have:
            for synonym in self.by_word.get(word, ()):
                if synonym.words <= have:
                    match = self._judge(have, synonym.words)
                    best = found.get(synonym.target)
                    if match and (
                        best is None or (match.is_exact, match.score) > (best.is_exact, best.score)
                    ):
                        found[synonym.target] = match
        return found

    def _judge(self, have: frozenset[str], need: frozenset[str]) -> Match | None:
        extra = have - need
        if extra & (OTHERS - self.own):
            return None
        is_weak = need <= WEAK
        strange = extra - self.neutral
        if strange and is_weak and len(need) == 1:
            return None
        penalty = sum(0.15 if word in self.neutral else 0.45 for word in extra)
        weight = sum(0.7 if word in WEAK else 1.0 for word in need)
        return Match(weight / (weight + penalty), not strange, is_weak)


def _commonness(word: str) -> tuple[bool, str]:
    return word in WEAK, word


@lru_cache(maxsize=16)
def names_of(catalog: Catalog) -> Names:
    return Names(catalog)


ORDINALS: Final = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5}


def rank_in(name: str) -> int:
    """Return which choice a name speaks of: 2 of “2nd choice mentor”, 0 of none."""
    for word in fold(name).split():
        if word in ORDINALS:
            return ORDINALS[word]
        if found := re.fullmatch(r"(\d)(?:st|nd|rd|th)?", word):
            return int(found.group(1))
    return 0


def forms_of(column: Column) -> list[str]:
    """Return the names of a column, each without its parentheses too where words are left.

    What stands over it counts with its own name, and alone where the name is only a choice.
    """
    names = [column.header, *column.aliases]
    if column.group:
        names = [f"{column.group} {column.header}", *names]
    return list(dict.fromkeys(form for name in names for form in _forms(name)))


def _forms(name: str) -> Iterable[str]:
    yield name
    bare = PARENTHESIS.sub(" ", name)
    if bare != name and words_of(bare):
        yield bare


def match_column(column: Column, names: Names) -> dict[str, Match]:
    """Return the targets that any name of a column may mean, the best match of each."""
    found: dict[str, Match] = {}
    for form in forms_of(column):
        for target, match in names.match(form).items():
            best = found.get(target)
            if best is None or (match.is_exact, match.score) > (best.is_exact, best.score):
                found[target] = match
    return found
