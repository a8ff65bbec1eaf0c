"""Recognize lines that are no person: what divides a list, totals, footnotes, what a survey service writes below its header."""

from __future__ import annotations

import re
from collections.abc import Collection

from rounds.sheets.reading.model import Row
from rounds.sheets.text import clean, fold

LEAST_COLUMNS = 3
TOTAL = re.compile(r"^(sub)?totals?\b|^count\b|^sum\b|^n\b|^average\b|^mean\b")
NOTE = re.compile(
    r"^[*\u2020\u2021\-\u2013\u2022=_]|^(note|updated|last updated|legend|key|source|page|continued|printed|prepared by|confidential)\b",
    re.IGNORECASE,
)
DIVIDER = re.compile(
    r"[\d:=#|]|\b(residents|fellows|interns|mentors|mentees|faculty|class of|year|chiefs|attendings|department)\b",
    re.IGNORECASE,
)
# what a line under the names says of its columns, and of nobody
SORTS = frozenset(
    {
        *(
            "text",
            "string",
            "varchar",
            "char",
            "number",
            "numeric",
            "integer",
            "int",
            "float",
            "decimal",
            "date",
        ),
        *(
            "datetime",
            "boolean",
            "bool",
            "email",
            "required",
            "optional",
            "mandatory",
            "response",
            "free text",
        ),
        *(
            "open ended response",
            "dropdown",
            "single choice",
            "multiple choice",
            "open text",
            "yes no",
            "example",
        ),
    }
)
TECHNICAL = re.compile(r'\{.*"\w+".*\}', re.DOTALL)


def nobody_in(row: Row, names: Collection[int]) -> str:
    """Return what a line says that is no person, "" for a line that may be one. `names` are the places of names."""
    filled = [(place, clean(value)) for place, value in enumerate(row.values) if clean(value)]
    texts = [text for _place, text in filled]
    if len(texts) > 1 and all(TECHNICAL.fullmatch(text) for text in texts):
        return texts[0][:60]
    if len(texts) > 1 and all(fold(text) in SORTS for text in texts):
        return " ".join(texts)[:60]
    if TOTAL.match(fold(texts[0])) and all(re.fullmatch(r"[\d.,%\s]+", text) for text in texts[1:]):
        return texts[0]
    if len(texts) > 1 or "@" in texts[0]:
        return ""
    is_name = filled[0][0] in names and not NOTE.match(texts[0]) and not DIVIDER.search(texts[0])
    return "" if is_name else texts[0][:120]
