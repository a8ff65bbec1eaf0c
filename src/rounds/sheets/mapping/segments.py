"""Cut headings that a database wrote in one word: firstname, howmanymentors, dateofbirth."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Final

from rounds.sheets.targets.catalogs import CATALOGS
from rounds.sheets.text import fold

SHORTEST, LONGEST = 7, 60
SHORTEST_WORD: Final = 3
SHORT_WORDS: Final = frozenset({"id", "of", "to", "no", "is", "my", "or", "in", "do", "on"})
OTHER_WORDS: Final = frozenset(
    {
        *(
            "date",
            "birth",
            "birthday",
            "home",
            "address",
            "street",
            "zip",
            "code",
            "social",
            "security",
            "number",
            "phone",
            "cell",
            "mobile",
            "gender",
            "identity",
            "race",
            "ethnicity",
        ),
        *(
            "how",
            "many",
            "what",
            "which",
            "your",
            "the",
            "please",
            "list",
            "emergency",
            "contact",
            "personal",
            "marital",
            "status",
            "last",
            "first",
            "middle",
            "level",
            "count",
            "per",
            "time",
            "stamp",
        ),
        *(
            "record",
            "response",
            "assistant",
            "secretary",
            "manager",
            "supervisor",
            "director",
            "coordinator",
            "note",
            "comment",
            "submitted",
            "city",
            "state",
            "work",
            "hire",
            "user",
            "login",
            "pass",
            "word",
        ),
    }
)


@cache
def _vocabulary() -> frozenset[str]:
    words = set(OTHER_WORDS)
    for catalog in CATALOGS.values():
        for target in catalog.targets:
            for name in (target.label, *target.synonyms):
                words.update(word for word in fold(name).split() if len(word) >= SHORTEST_WORD)
    return frozenset(words | {f"{word}s" for word in words})


def spaced(folded: str) -> str:
    """Return folded words with those cut in pieces that are several known words written as one."""
    return " ".join(_cut(word) for word in folded.split())


@lru_cache(maxsize=20_000)
def _cut(word: str) -> str:
    known = _vocabulary()
    if not SHORTEST <= len(word) <= LONGEST or word in known or not word.isalpha():
        return word
    best: list[tuple[str, ...] | None] = [None] * (len(word) + 1)
    best[0] = ()
    for end in range(1, len(word) + 1):
        for start in range(max(0, end - 20), end):
            piece, before = word[start:end], best[start]
            if before is None or not (piece in known or piece in SHORT_WORDS):
                continue
            found = best[end]
            if found is None or len(before) + 1 < len(found):
                best[end] = (*before, piece)
    pieces = best[len(word)]
    long = [piece for piece in pieces or () if len(piece) >= SHORTEST_WORD]
    is_id = pieces is not None and len(pieces) > 1 and pieces[-1] == "id"
    return " ".join(pieces) if pieces and (len(long) > 1 or is_id) else word
