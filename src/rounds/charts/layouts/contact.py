"""Conversations held against those agreed: a bar inside an outline, row by row."""

from __future__ import annotations

from rounds.charts.drawing import Drawing, Sheet
from rounds.charts.layouts.rows import columns, row
from rounds.charts.pictures import Contact, ContactRow, Hidden
from rounds.charts.scales import Scale

THICK = 14.0


def draw(picture: Contact, wide: float) -> Drawing:
    """Draw contact: the outline is what was agreed, ink is what was held, the dashed end is over it."""
    sheet = Sheet(wide)
    shown = [one for one in picture.rows if isinstance(one, ContactRow)]
    at = columns(sheet, (one.label for one in picture.rows), map(_words, shown))
    most = max((max(one.held, one.agreed) for one in shown), default=1) or 1
    scale = Scale(0, most, at.left, at.right)
    top = 0.0
    for one in picture.rows:
        middle = row(sheet, at, top, one.label, _words(one) if isinstance(one, ContactRow) else "")
        if isinstance(one, Hidden):
            sheet.hatched(at.left, middle - 9, at.right - at.left, 18, one.reason)
        else:
            _bar(sheet, scale, at.left, middle, one)
        top += at.step
    sheet.text(at.right, top + 14, picture.unit, "meta", anchor="end", small=True)
    said = "; ".join(f"{one.label}: {_words(one)}" for one in shown)
    return sheet.done(
        top + 20,
        picture.words.title,
        f"{picture.heads[0]} of {picture.heads[1].lower()} {picture.unit}. {said}.",
    )


def _words(one: ContactRow) -> str:
    return one.words or f"{one.held:,} of {one.agreed:,}"


def _bar(sheet: Sheet, scale: Scale, left: float, middle: float, one: ContactRow) -> None:
    top, agreed, held = middle - THICK / 2, scale(one.agreed), scale(one.held)
    sheet.box(left, top, agreed - left, THICK, "place")
    sheet.box(left, top, min(held, agreed) - left, THICK, "bar")
    if held > agreed:
        sheet.box(agreed, top, held - agreed, THICK, "over")
    sheet.line(agreed, top - 4, agreed, top + THICK + 4, "mark")
