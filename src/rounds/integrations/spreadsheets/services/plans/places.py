"""Departments, sites and training programs by the words of a file: known ones are found, each new word is asked."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final
from uuid import UUID, uuid4

from rounds.people.models import Department, Site, TrainingProgram
from rounds.people.selectors.merged_places import MODELS, merged_places
from rounds.sheets.text import answer_key, fold

PLACES: Final[dict[str, type[Department | Site | TrainingProgram]]] = {
    "department": Department,
    "site": Site,
    "training_program": TrainingProgram,
}
GENERAL: Final = {"gen", "general"}
SMALL_WORDS: Final = {"of", "and", "the", "in", "for", "a"}
KIND_WORDS: Final = re.compile(r"\b(department|dept|dep)\b")


class Places:
    """What words of a file mean: a place on record by name or code, one that somebody said to make, or a question."""

    def __init__(self, answers: Mapping[str, Mapping[str, Any]]) -> None:
        self.known: dict[str, dict[str, UUID]] = {}
        self.names: dict[str, list[str]] = {}
        self.new: dict[str, dict[str, UUID]] = {key: {} for key in PLACES}
        self.said = {
            key: {
                word for word, said in answers.get(key, {}).items() if said and answer_key(str(said)) == word
            }
            for key in PLACES
        }
        for key, model in PLACES.items():
            found = list(model._default_manager.order_by("name"))
            self.names[key] = [place.name for place in found]
            self.known[key] = {_words(place.name): place.id for place in found}
            for place in found:
                if code := getattr(place, "code", ""):
                    self.known[key].setdefault(_words(code), place.id)
            # what a place was called that became part of another one means that one
            on_record = {place.id for place in found}
            for gone, into_id in merged_places(key) if key in MODELS else ():
                for word in filter(None, (gone.name, gone.code)):
                    if into_id in on_record:
                        self.known[key].setdefault(_words(word), into_id)

    def find(self, key: str, word: str) -> UUID | None:
        """Return the id of a place: on record, or to be made because somebody said so. None has to be asked."""
        found = self.known[key].get(_words(word))
        if found is None and answer_key(word) in self.said[key]:
            found = self.known[key][_words(word)] = self.new[key][word] = uuid4()
        return found

    def guess(self, key: str, word: str) -> str | None:
        """Return the one place on record that a word may be short for: IM, Psych, Ob-Gyn.

        Where nothing is on record yet, the word itself is proposed: there is nothing else that it could mean.
        """
        if not self.names[key]:
            return word
        found = [name for name in self.names[key] if is_short_for(word, name)]
        # General Surgery may be Surgery here, and the other way round
        found = found or [name for name in self.names[key] if _is_special(word, name)]
        return found[0] if len(found) == 1 else None


def _words(name: str) -> str:
    """Return what two names of one place share: small letters without accents, no “Department of”."""
    folded = fold(name)
    bare = " ".join(word for word in KIND_WORDS.sub(" ", folded).split() if word not in SMALL_WORDS)
    return bare or folded


def _is_special(word: str, name: str) -> bool:
    one, other = (
        " ".join(part for part in fold(text).split() if part not in GENERAL) or text for text in (word, name)
    )
    return _words(one) == _words(other) or is_short_for(one, other)


def is_short_for(word: str, name: str) -> bool:
    """Tell whether a word is made of the first letters or the beginnings of a name's words, or of some of them."""
    short, long = _words(word).split(), _words(name).split()
    if not short or not long or short == long:
        return False
    letters = "".join(short)
    if len(letters) > 1 and letters == "".join(part[0] for part in long):
        return True
    return _begins(short, long) or (set(short) <= set(long) and len(letters) > 3)


def _begins(short: Iterable[str], long: Iterable[str]) -> bool:
    """Tell whether each word begins a word of the name, in order, and the first one the first."""
    rest = list(long)
    for place, part in enumerate(short):
        if len(part) < 2:
            return False
        # Peds, Meds: a plural that only the short word has
        stem = part.removesuffix("s") if len(part) > 3 else part
        at = next((index for index, word in enumerate(rest) if word.startswith((part, stem))), None)
        if at is None or (place == 0 and at > 0):
            return False
        rest = rest[at + 1 :]
    return True
