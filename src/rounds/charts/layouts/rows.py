"""What pictures of rows share: where labels, the field and the figures stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rounds.charts.drawing import Sheet
from rounds.charts.letters import width
from rounds.charts.pictures import Hidden

GAP = 14.0


@dataclass(frozen=True)
class Columns:
    """Hold the left and right edge of the field between labels and figures, and the height of a row."""

    left: float
    right: float
    step: float
    figure: float  # where figures end


def columns(sheet: Sheet, labels: Iterable[str], figures: Iterable[str]) -> Columns:
    """Return the columns that labels and figures leave; narrow, both stand above the field."""
    if sheet.is_narrow:
        return Columns(8, sheet.width - 8, 54, sheet.width)
    label = min(190.0, max((width(one) for one in labels), default=0)) + GAP
    figure = max((width(one, strong=True) for one in figures), default=0) + GAP
    return Columns(label, sheet.width - figure, 32, sheet.width)


def row(sheet: Sheet, at: Columns, top: float, label: str, figure: str, *, role: str = "ink") -> float:
    """Write a row's label and figure, and return the middle of its field."""
    if sheet.is_narrow:
        room = sheet.width - (width(figure, strong=True) + GAP if figure else 0)
        sheet.text(0, top + 16, cut_to(label, room), role)
        if figure:
            sheet.text(at.figure, top + 16, figure, "strong", anchor="end")
        return top + 36
    middle = top + at.step / 2
    sheet.text(0, middle + 4.5, cut_to(label, at.left - GAP + 2), role)
    if figure:
        sheet.text(at.figure, middle + 4.5, figure, "strong", anchor="end")
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
