"""What pictures of rows share: where labels, the field and the figures stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rounds.charts.drawing import Sheet
from rounds.charts.letters import SIZE, lines_of, width
from rounds.charts.pictures import Hidden

GAP, LINE = 14.0, 16.0
# Of a label; what is longer is shortened, and the table beside holds it whole.
MOST_LINES = 3


@dataclass(frozen=True)
class Columns:
    """Hold the left and right edge of the field between labels and figures, and the height of a row."""

    left: float
    right: float
    step: float
    figure: float  # where figures end
    room: float  # how wide a label may be
    lines: int  # of the longest label

    @property
    def below(self) -> float:
        """Return where, narrow, a row's words end."""
        return 22 + LINE * (self.lines - 1)


def columns(sheet: Sheet, labels: Iterable[str], figures: Iterable[str]) -> Columns:
    """Return the columns that labels and figures leave; narrow, both stand above the field."""
    labels = list(labels)
    figure = max((width(one, strong=True) for one in figures), default=-GAP) + GAP
    if sheet.is_narrow:
        room = sheet.width - figure
        lines = _most_lines(labels, room)
        return Columns(8, sheet.width - 8, 54 + LINE * (lines - 1), sheet.width, room, lines)
    room = min(176.0, max((width(one) for one in labels), default=0)) + 2
    lines = _most_lines(labels, room)
    return Columns(
        room + GAP - 2, sheet.width - max(figure, GAP), max(32, LINE * lines + 8), sheet.width, room, lines
    )


def _most_lines(labels: Sequence[str], room: float) -> int:
    return max((len(_cut(one, room)) for one in labels), default=1)


def _cut(label: str, room: float) -> list[str]:
    """Return a label in lines that fit."""
    lines = lines_of(label, room, SIZE) or [""]
    kept = [*lines[: MOST_LINES - 1], " ".join(lines[MOST_LINES - 1 :])] if len(lines) > MOST_LINES else lines
    return [cut_to(one, room) for one in kept]


def row(sheet: Sheet, at: Columns, top: float, label: str, figure: str, *, role: str = "ink") -> float:
    """Write a row's label and figure, and return the middle of its field."""
    lines = _cut(label, at.room)
    if sheet.is_narrow:
        # the last line stands at the field, whatever others need
        last = top + 16 + LINE * (at.lines - 1)
        middle = last + 20
    else:
        middle = top + at.step / 2
        last = middle + 4.5 + LINE * (len(lines) - 1) / 2
    for number, line in enumerate(reversed(lines)):
        sheet.text(0, last - LINE * number, line, role)
    if figure:
        sheet.text(at.figure, last if sheet.is_narrow else middle + 4.5, figure, "strong", anchor="end")
    return middle


def fields(
    sheet: Sheet, top: float, step: float, rows: Sequence[object], *, label: float = 22
) -> list[tuple[float, float]]:
    """Return where a line across the rows may run: in each row that is shown, narrow, only below its words."""
    first = label if sheet.is_narrow else 0
    return [
        (top + step * place + first, top + step * (place + 1))
        for place, one in enumerate(rows)
        if not isinstance(one, Hidden)
    ]


def cut_to(words: str, room: float) -> str:
    """Return words, shortened where they don't fit; the table beside holds them whole."""
    if width(words) <= room:
        return words
    kept = words
    while kept and width(kept + "…") > room:
        kept = kept[:-1]
    return kept.rstrip() + "…"
