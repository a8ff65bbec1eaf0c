"""Split a person's name as hospital lists write it, and ask where it can be split two ways."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rounds.sheets.cells.name_words import (
    DASH_BEFORE_LETTERS,
    FOOTNOTES,
    GENERATIONS,
    GLUED_TITLE,
    NOT_NAMES,
    PARTICLES,
    PRONOUNS,
    TITLES,
    bare,
    is_credential,
    looks_like_letters,
)
from rounds.sheets.text import fold

# what somebody said of letters after a name: folded letters -> one of these
DEGREE, PART_OF_NAME = "degree", "name"
Tails = Mapping[str, str]
TWO_PEOPLE = re.compile(r"\s(?:and|&|\+)\s|[/&+]")


@dataclass(frozen=True, slots=True)
class Split:
    name: tuple[str, str] | None = None  # first, last
    problem: str = ""
    suggestion: tuple[str, str] | None = None
    part: str = ""  # the letters after the name that nothing knows


def split_name(text: str, tails: Tails | None = None) -> Split:
    """Return (first, last) of "Last, First", "First Last" or "Dr. First M. van Last, MD, MPH".

    `tails` says of unknown letters after a comma whether they are a degree.
    """
    text = tidy(text)
    if "@" in text or re.search(r"\d", text) or TWO_PEOPLE.search(text):
        return Split(problem="name")
    parts = text.split(",")
    if ";" in text:
        parts = text.split(";")
        if "," in text or len(parts) != 2 or all(len(part.split()) > 1 for part in parts):
            return Split(problem="name")
    shouted = text.isupper()
    kept: list[list[str]] = []
    generation = ""
    for place, part in enumerate(parts):
        words, found = _without_letters(part.split(), place, len(parts), shouted)
        generation = found or generation
        if not words:
            continue
        tail = " ".join(words)
        if kept and _may_be_tail(words, kept, shouted):
            said = (tails or {}).get(fold(tail))
            if said == DEGREE:
                continue
            if said != PART_OF_NAME:
                return Split(problem="tail", part=tail)
        kept.append(words)
    if len(kept) == 2:
        return _last_first(kept[0], kept[1], generation, shouted)
    if len(kept) != 1:
        return Split(problem="name")
    return _split_words(kept[0], generation)


def tidy(text: str) -> str:
    """Take away asterisks of footnotes and pronouns in brackets, and part Dr.Ann: they are no part of a name."""
    text = DASH_BEFORE_LETTERS.sub(", ", GLUED_TITLE.sub(r"\1. ", text))
    return " ".join(FOOTNOTES.sub("", PRONOUNS.sub(" ", text)).split()).strip(" ,;")


def clean_given(text: str, tails: Tails | None = None) -> Split:
    """Return a first name without the titles before it and the degrees behind it; unknown letters are asked."""
    first, *others = tidy(text).split(",")
    words = first.split()
    while len(words) > 1 and bare(words[0]) in TITLES:
        words = words[1:]
    words, _generation = _without_letters(words, 1, 2, text.isupper())
    left = " ".join(_without_letters(" ".join(others).split(), 1, 2, text.isupper())[0])
    if left and (tails or {}).get(fold(left)) != DEGREE:
        return Split(problem="tail", part=left)
    return Split((" ".join(words) or first.strip(), ""))


def clean_family(text: str, tails: Tails | None = None) -> Split:
    """Return a last name without the degrees behind it; unknown letters behind a comma are asked."""
    first, *others = tidy(text).split(",")
    shouted = text.isupper()
    words, generation = _without_letters(first.split(), 1, 2, shouted)
    for part in others:
        left, found = _without_letters(part.split(), 1, 2, shouted)
        generation = found or generation
        tail = " ".join(left)
        if tail and (tails or {}).get(fold(tail)) != DEGREE:
            return Split(
                problem="tail" if looks_like_letters(tail) or fold(tail) in NOT_NAMES else "name", part=tail
            )
    behind = words[-1] if len(words) > 1 and not shouted else ""
    if looks_like_letters(behind):  # Fox FXLM, with no comma between
        said = (tails or {}).get(fold(behind))
        if said is None:
            return Split(problem="tail", part=behind)
        words = words[:-1] if said == DEGREE else words
    if not words:  # nothing but letters that are also a surname: Ma, Do
        words = first.split()
    return Split((_with(" ".join(words), generation), ""))


def _without_letters(part: list[str], place: int, parts: int, shouted: bool) -> tuple[list[str], str]:
    """Return the words of a part without titles and known degrees, and the generation (Jr., III) that it names."""
    words, generation = list(part), ""
    while words and bare(words[0]) in TITLES and (len(words) > 1 or place > 0):
        words = words[1:]
    least = 0 if place > 0 else 1 if parts > 1 else 2
    while len(words) > least and is_credential(
        words[-1], shouted=shouted and place == 0, after_comma=place > 0
    ):
        words = words[:-1]
    while words and bare(words[-1]) in GENERATIONS and (len(words) > 2 or place > 0 or parts > 1):
        generation = GENERATIONS[bare(words[-1])]
        words = words[:-1]
    return words, generation


def _may_be_tail(words: Sequence[str], kept: Sequence[Sequence[str]], shouted: bool) -> bool:
    """Tell whether a part after a comma may be letters after a name and not the first name."""
    if len(kept) > 1:
        return True
    if len(words) > 2 or (len(kept[0]) < 2 and fold(words[0]) not in NOT_NAMES):
        return False
    return fold(words[0]) in NOT_NAMES or (not shouted and all(looks_like_letters(word) for word in words))


def _last_first(last: list[str], first: list[str], generation: str, shouted: bool) -> Split:
    split = (" ".join(first), _with(" ".join(last), generation))
    if len(first) > 1 and first[-1].lower() in PARTICLES and not shouted:  # Cruz, Maria de la
        given = next(
            at for at in range(len(first), 0, -1) if first[at - 1].lower() not in PARTICLES or at == 1
        )
        family = " ".join((*first[given:], *last))
        return Split(problem="name_two_ways", suggestion=(" ".join(first[:given]), _with(family, generation)))
    # where all is in capitals, letters after a name and a first name look the same
    unclear = shouted and len(last) > 1 and len(first) == 1 and last[0].lower() not in PARTICLES
    return Split(problem="name_two_ways", suggestion=split) if unclear else Split(split)


def _split_words(words: list[str], generation: str) -> Split:
    if len(words) == 1:
        return Split(problem="name")
    if words[0].lower() in PARTICLES and (words[0].islower() or _particles(words) > 1):
        return _particle_first(words, generation)
    if len(words) == 2:
        return Split((words[0], _with(words[1], generation)))
    for place in range(1, len(words) - 1):
        if words[place].lower() in PARTICLES:
            split = (" ".join(words[:place]), _with(" ".join(words[place:]), generation))
            sure = words[place].islower() or _particles(words[place:]) > 1
            return Split(split) if sure else Split(problem="name_two_ways", suggestion=split)
    split = (" ".join(words[:-1]), _with(words[-1], generation))
    if all(len(bare(word)) == 1 for word in words[1:-1]):  # initials in the middle
        return Split(split)
    return Split(problem="name_two_ways", suggestion=split)


def _particles(words: Sequence[str]) -> int:
    """Return how many particles stand together at the beginning."""
    return next((place for place, word in enumerate(words) if word.lower() not in PARTICLES), len(words))


def _particle_first(words: list[str], generation: str) -> Split:
    """Ask about a name that begins with its particle: the family name may stand first."""
    count = _particles(words) + 1
    if len(words) <= count:
        return Split(problem="name")
    return Split(
        problem="name_two_ways",
        suggestion=(" ".join(words[count:]), _with(" ".join(words[:count]), generation)),
    )


def _with(last: str, generation: str) -> str:
    return f"{last} {generation}" if generation else last
