"""Find the line of column names in a sheet: the one that holds the most names that are known."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from rounds.sheets.mapping.headers import names_of
from rounds.sheets.mapping.plan import NO_PLACE
from rounds.sheets.mapping.sensitive import reason_to_leave_out
from rounds.sheets.reading.model import HeaderLines, Row, Sheet, Table
from rounds.sheets.reading.redcap_dictionary import NAMES as DICTIONARY_NAMES
from rounds.sheets.reading.tables import GENERIC, NO_TICKS, TICKS, cut_table, filled_rows, repeats
from rounds.sheets.targets.catalogs import CATALOGS
from rounds.sheets.text import clean, fold

LOOK_AT: Final = 40
# so many cells of a line tell whether it holds names
CELLS: Final = 60
LONGEST_NAME: Final = 300
TITLES_AT_MOST: Final = 3
# one of these stands in each line that names the columns of a list of people
COMMON: Final = frozenset(
    {
        *(
            "name",
            "full name",
            "first",
            "first name",
            "firstname",
            "last",
            "last name",
            "lastname",
            "given name",
        ),
        *("email", "e-mail", "email address", "e-mail address", "mentor", "mentee", "resident", "faculty"),
    }
)
DATA_LIKE: Final = re.compile(
    r"[^@\s]+@[^@\s]+\.\w+|[-+]?[\d.,]+%?|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}.*|\d{4}-\d\d-\d\d.*|TRUE|FALSE|#N/A|"
    r"(?i:pgy|r|ca|pg)[- ]?\d|\(?\d{3}\)?[-. ]\d{3}[-. ]\d{4}|\{.*\}|(?i:yes|no|x)",
    re.DOTALL,
)


def find_table(sheet: Sheet, *, header_row: int | None = None) -> Table:
    """Cut a sheet into column names and rows. `header_row` overrules the search; 0 says there is none."""
    return cut_table(sheet, find_lines(sheet, header_row=header_row))


def find_lines(sheet: Sheet, *, header_row: int | None = None) -> HeaderLines:
    """Return the lines that hold the names of a sheet's columns, or those that somebody chose."""
    rows = filled_rows(sheet)
    if header_row is None:
        return find_header(rows, sheet)
    place = next((at for at, row in enumerate(rows) if header_row and row.number == header_row), None)
    return HeaderLines(0) if place is None else _with_others(rows, place, is_sure=True)


def find_header(rows: Sequence[Row], sheet: Sheet) -> HeaderLines:
    """Return the lines of names; where none is known for names the page has to ask."""
    counts = [(_known(row), len(_texts(row)), _data(row)) for row in rows[:LOOK_AT]]
    if len(rows) > 1:  # the last line can't be the header
        counts = counts[: len(rows) - 1]
    # lines as full as this one above it are probably people, a few of them titles
    above = [
        sum(1 for _k, other, _d in counts[:place] if other >= filled * 0.6)
        for place, (_k, filled, _d) in enumerate(counts)
    ]
    scores = [
        known - 2 * data - 2 * max(0, full - TITLES_AT_MOST) if known > data else 0
        for (known, _filled, data), full in zip(counts, above, strict=True)
    ]
    best = max(range(len(scores)), key=lambda place: scores[place])
    if scores[best] >= 2 or (scores[best] == 1 and counts[best][1] <= 2):
        return _with_others(rows, best, is_sure=True)
    place = _find_by_looks(rows, sheet)
    return HeaderLines(0, is_sure=False) if place is None else _with_others(rows, place, is_sure=False)


def _texts(row: Row) -> list[str]:
    return [text for value in row.values[: 4 * CELLS] if (text := clean(value))][:CELLS]


def _data(row: Row) -> int:
    return sum(1 for text in _texts(row) if DATA_LIKE.fullmatch(text))


def _known(row: Row) -> int:
    """Return how many different cells of a line are names of columns that some catalog knows."""
    return len({fold(text) for text in _texts(row) if len(text) <= LONGEST_NAME and is_known_name(text)})


@lru_cache(maxsize=20_000)
def is_known_name(text: str) -> bool:
    """Tell whether a text names a column: of a catalog, or one that is known to stay out."""
    if DATA_LIKE.fullmatch(text):
        return False
    if any(
        match.is_exact for catalog in CATALOGS.values() for match in names_of(catalog).match(text).values()
    ):
        return True
    folded = fold(text)
    return (
        folded in DICTIONARY_NAMES
        or bool(reason_to_leave_out(text, ()))
        or any(pattern.search(folded) for _reason, pattern in NO_PLACE)
    )


def _with_others(rows: Sequence[Row], place: int, *, is_sure: bool) -> HeaderLines:
    header = rows[place]
    below = rows[place + 1] if place + 2 < len(rows) else None
    is_under = (
        below is not None and _belongs_under(header, below) and _holds_answers(header, rows[place + 1 :])
    )
    under = below.number if below is not None and is_under else 0
    later = rows[place + (2 if under else 1) :]
    return HeaderLines(header.number, under, is_sure, _next_names(header, later))


def _next_names(header: Row, later: Sequence[Row]) -> int:
    """Return the number of the first line below that names columns in another way: a second list under the first."""
    usual = {*COMMON, *(value.strip().lower() for value in header.values if value)}
    folded = [fold(value) for value in header.values]
    for row in later:
        if usual.isdisjoint(value.strip().lower() for value in row.values[: 4 * CELLS]):
            continue
        texts = _texts(row)
        if len(texts) < 2 or _data(row) or repeats(row, folded):
            continue
        if _known(row) >= max(2, len(texts) / 2):
            return row.number
    return 0


def _belongs_under(header: Row, below: Row) -> bool:
    """Tell whether a line names the answers of the questions above it: it fills what the questions leave blank.

    Under a question of its own stands nothing, the question again, or “Response”.
    """
    width = max(len(header.values), len(below.values))
    names = [clean(header.at(index)) for index in range(width)]
    answers = [clean(below.at(index)) for index in range(width)]
    if not any(answer and not name for name, answer in zip(names, answers, strict=True)):
        return False
    for index, (name, answer) in enumerate(zip(names, answers, strict=True)):
        heads_several = index + 1 < width and not names[index + 1] and bool(answers[index + 1])
        is_alone = bool(name) and not heads_several
        if answer and is_alone and fold(answer) not in GENERIC and fold(answer) != fold(name):
            return False
        if DATA_LIKE.fullmatch(answer):
            return False
    return True


def _holds_answers(header: Row, later: Sequence[Row]) -> bool:
    """Tell whether the first of some lines names answers, and is not somebody whose two names stand under one heading.

    One of its texts is a name that is known, or below it stand ticks, numbers, or the text itself.
    """
    first, *rest = later[:LOOK_AT]
    for index in range(len(first.values)):
        answer = clean(first.at(index))
        if not answer or fold(answer) == fold(header.at(index)):
            continue
        if fold(answer) in GENERIC or is_known_name(answer):
            return True
        below = {text for row in rest if (text := clean(row.at(index)))}
        if below and all(_is_reply(text, answer) for text in below):
            return True
    return False


def _is_reply(text: str, answer: str) -> bool:
    return text.lower() in TICKS | NO_TICKS or fold(text) == fold(answer) or bool(DATA_LIKE.fullmatch(text))


def _find_by_looks(rows: Sequence[Row], sheet: Sheet) -> int | None:
    """Return the first line that looks like names, whatever they mean."""
    widths = sorted(len(_texts(row)) for row in rows[:LOOK_AT])
    usual = widths[int(len(widths) * 0.8)]
    merged_rows = {span.row for span in sheet.spans}
    for position, row in enumerate(rows[:LOOK_AT]):
        texts = _texts(row)
        below = rows[position + 1] if position + 1 < len(rows) else None
        if below is None and len(rows) > 1:
            return None
        if len(texts) < max(1, usual * 0.5) or len(texts) == 1 < usual:
            continue
        if _data(row) > len(texts) * 0.1 or len({fold(text) for text in texts}) < len(texts) * 0.5:
            continue
        if sum(map(len, texts)) > 200 * len(texts):
            continue
        if row.number in merged_rows and below and len(_texts(below)) > len(texts):
            continue
        return position
    return None
