"""Split a person's name as hospital lists write it, and ask where it can be split two ways."""

from __future__ import annotations

import re
from dataclasses import dataclass

TITLES = {"dr", "doctor", "prof", "professor", "mr", "mrs", "ms", "miss", "mx"}
CREDENTIALS = {
    *("md", "do", "mbbs", "mbchb", "mb", "bs", "phd", "mph", "mba", "rn", "np", "pa"),
    *("pac", "msn", "dnp", "facp", "facs", "face", "facep", "faap", "facog", "fache"),
    *("cpe", "msc", "ms", "ma", "med", "mhs", "mha", "mmm", "drph", "scd", "pharmd", "dds"),
    *("dmd", "jd", "edd", "psyd", "mscr", "msce", "mshp", "mph&tm", "frcp", "frcs", "bsn"),
    *("aprn", "crna", "lcsw", "esq", "mbe", "mpp", "mhpe", "fidsa", "facc", "faha", "fasn"),
    *("facr", "fccp"),
}
GENERATIONS = {"jr": "Jr.", "sr": "Sr.", "ii": "II", "iii": "III", "iv": "IV"}
PARTICLES = {
    "van",
    "von",
    "der",
    "den",
    "de",
    "del",
    "della",
    "di",
    "da",
    "das",
    "dos",
    "du",
    "la",
    "le",
    "el",
    "al",
    "bin",
    "ibn",
    "ben",
    "ter",
    "ten",
    "st",
    "st.",
    "abu",
    "y",
    "zu",
    "af",
}


@dataclass(frozen=True, slots=True)
class Split:
    name: tuple[str, str] | None = None  # first, last
    problem: str = ""
    suggestion: tuple[str, str] | None = None


def _bare(word: str) -> str:
    return re.sub(r"[.()\-]", "", word).lower()


def split_name(text: str) -> Split:
    """Return (first, last) of "Last, First", "First Last" or "Dr. First M. van Last, MD, MPH"."""
    if "@" in text or re.search(r"\d", text):
        return Split(problem="name")
    parts = [part.split() for part in text.split(",")]
    generation = ""
    kept: list[list[str]] = []
    for place, part in enumerate(parts):
        words = part
        while words and _bare(words[0]) in TITLES and len(words) > 1:
            words = words[1:]
        # a part of credentials alone, or credentials after at least two words of a name
        while words and _is_credential(words[-1]) and (place > 0 or len(words) > 2):
            words = words[:-1]
        while words and _bare(words[-1]) in GENERATIONS and (len(words) > 2 or place > 0 or len(parts) > 1):
            generation = GENERATIONS[_bare(words[-1])]
            words = words[:-1]
        if words:
            kept.append(words)
    if len(kept) == 2:
        return Split((" ".join(kept[1]), _with(" ".join(kept[0]), generation)))
    if len(kept) != 1:
        return Split(problem="name")
    return _split_words(kept[0], generation)


def _is_credential(word: str) -> bool:
    # "Ma", "Do" and "Le" are also surnames: credentials are written in capitals or with dots
    return _bare(word) in CREDENTIALS and (
        word.upper() == word
        or "." in word
        or word in ("PhD", "MBChB", "DrPH", "ScD", "PharmD", "EdD", "PsyD", "MSc", "MEd", "PA-C")
    )


def _split_words(words: list[str], generation: str) -> Split:
    if len(words) == 1:
        return Split(problem="name")
    if len(words) == 2:
        return Split((words[0], _with(words[1], generation)))
    for place in range(1, len(words) - 1):
        if words[place].lower() in PARTICLES:
            last = " ".join(words[place:])
            return Split((" ".join(words[:place]), _with(last, generation)))
    split = (" ".join(words[:-1]), _with(words[-1], generation))
    if all(len(_bare(word)) == 1 for word in words[1:-1]):  # initials in the middle
        return Split(split)
    return Split(problem="name_two_ways", suggestion=split)


def _with(last: str, generation: str) -> str:
    return f"{last} {generation}" if generation else last
