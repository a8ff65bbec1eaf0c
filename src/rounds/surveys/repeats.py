"""The same words written by several: told once, with how often. Two equal lines tell no more than "2 times" does."""

from collections.abc import Iterable

SPARE = " .!…,;"


def same_words(text: str) -> str:
    """Return what is equal in texts that differ by case, blanks and the last stop alone."""
    return " ".join(text.split()).casefold().rstrip(SPARE)


def each_once(texts: Iterable[str]) -> list[tuple[str, int]]:
    """Return each text as it stands first, in the order given, with how often it was written."""
    found: dict[str, tuple[str, int]] = {}
    for text in texts:
        first, times = found.get(same_words(text), (text, 0))
        found[same_words(text)] = (first, times + 1)
    return list(found.values())
