"""When a theme may be told, and whether it is in other words; no queries."""

import re
from collections.abc import Iterable

# Fewer groups, or fewer people in them, and a theme points at somebody.
GROUPS, SPEAKERS = 2, 5
# So many words in a row as in the notes are a quotation.
STRETCH = 6
_QUOTES = re.compile(r"[\"“”„«»]|(?<!\w)['‘]|['’](?!\w)")
_WORDS = re.compile(r"\w+")


def is_told(groups: int, speakers: int) -> bool:
    """Tell whether so many groups, with so many people together, are enough for a theme to be read by the office."""
    return groups >= GROUPS and speakers >= SPEAKERS


def has_quotes(text: str) -> bool:
    """Tell whether a text has marks of quotation."""
    return bool(_QUOTES.search(text))


def repeats(text: str, notes: Iterable[str]) -> str:
    """Return the first words of a text that stand in notes word for word, six in a row; empty where none do."""
    words = _words(text)
    said = {tuple(one[at : at + STRETCH]) for one in map(_words, notes) for at in range(len(one))}
    found = (words[at : at + STRETCH] for at in range(len(words) - STRETCH + 1))
    return " ".join(next((one for one in found if tuple(one) in said), []))


def _words(text: str) -> list[str]:
    return _WORDS.findall(text.casefold())
