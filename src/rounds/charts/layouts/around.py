"""What one says of oneself beside what others say: shape and place tell who it is, so that gray paper says the same."""

from __future__ import annotations

from dataclasses import replace

from rounds.charts.drawing import Drawing, Sheet
from rounds.charts.layouts.rows import Columns, columns, fields, row
from rounds.charts.letters import SMALL, width
from rounds.charts.pictures import Around, AroundRow, Hidden
from rounds.charts.scales import Scale

HEAD, AXIS, STEP, KEY = 22.0, 26.0, 46.0, 20.0
SMALL_DOT, SIDE = 3.0, 11.0
LOWER = 14.0


def draw(picture: Around, wide: float) -> Drawing:
    """Draw rows with ring, diamond, dot and interval; a gap that counts is a thick line."""
    sheet = Sheet(wide)
    shown = [one for one in picture.rows if isinstance(one, AroundRow)]
    found = columns(sheet, (one.label for one in picture.rows), (one.words for one in shown))
    at = replace(found, step=max(found.step, STEP) + (12 if sheet.is_narrow else 0))
    scale = Scale(1, len(picture.points), at.left + 8, at.right - 8)
    head = _key(sheet, picture) + HEAD
    bottom = head + at.step * len(picture.rows)
    for top, end in fields(sheet, head, at.step, picture.rows, label=at.below):
        for point in range(1, len(picture.points) + 1):
            sheet.line(scale(point), top, scale(point), end, "grid")
    top = head
    for one in picture.rows:
        middle = row(sheet, at, top, one.label, one.words if isinstance(one, AroundRow) else "")
        _mark(sheet, scale, at, middle + (6 if sheet.is_narrow else 0), one)
        top += at.step
    bottom += _axis(sheet, scale, bottom, picture.points)
    said = "; ".join(f"{one.label}: {one.words}, n {one.n}" for one in shown)
    return sheet.done(bottom + AXIS, picture.words.title, said)


def _key(sheet: Sheet, picture: Around) -> float:
    """Write what each shape means, and return where it ends."""
    x, y = 8.0, 12.0
    names = [picture.own, "sole supervisor", "all others, 95% interval"]
    names += [
        f"{'above' if place % 2 == 0 else 'below'}: {name}" for place, name in enumerate(picture.groups)
    ]
    for place, name in enumerate(names):
        long = width(name, SMALL) + 34
        if x + long > sheet.width and x > 8:
            x, y = 8.0, y + KEY
        if place == 0:
            sheet.dot(x, y - 4, "hollow", 6)
        elif place == 1:
            _diamond(sheet, x, y - 4)
        elif place == 2:
            sheet.box(x - 8, y - 8, 18, 8, "band")
            sheet.dot(x, y - 4)
        else:
            sheet.dot(x, y - 4, "dot", SMALL_DOT)
        sheet.text(x + 13, y, name, "second", small=True)
        x += long
    return y


def _mark(sheet: Sheet, scale: Scale, at: Columns, middle: float, one: AroundRow | Hidden) -> None:
    if isinstance(one, Hidden):
        sheet.hatched(at.left, middle - 9, at.right - at.left, 18, one.reason)
        return
    low, high = scale(one.low), scale(one.high)
    sheet.box(low, middle - 6, max(high - low, 2), 12, "band")
    if one.own is not None:
        first, last = sorted((scale(one.own), scale(one.others)))
        sheet.line(first, middle, last, middle, "claim" if one.counts else "rule")
    for place, group in enumerate(one.groups):
        if group is not None:
            sheet.dot(scale(group), middle + (SIDE if place % 2 else -SIDE), "dot", SMALL_DOT)
    if one.own is not None:
        sheet.dot(scale(one.own), middle, "hollow", 7)
    sheet.dot(scale(one.others), middle)
    if one.over is not None:
        _diamond(sheet, scale(one.over), middle)


def _diamond(sheet: Sheet, x: float, y: float) -> None:
    sheet.shape([(x, y - 6), (x + 6, y), (x, y + 6), (x - 6, y)], "place", closed=True)


def _axis(sheet: Sheet, scale: Scale, bottom: float, points: tuple[str, ...]) -> float:
    """Write what each point of the scale is called, a line lower where two would touch; return how much that takes."""
    sheet.line(scale.left, bottom, scale.right, bottom, "axis")
    free, lowest = [-99.0, -99.0], 0
    for number, name in enumerate(points, 1):
        half = width(name, SMALL) / 2
        middle = min(max(scale(number), half), sheet.width - half)
        sheet.line(scale(number), bottom, scale(number), bottom + 4, "axis")
        line = 0 if middle - half > free[0] else 1
        if middle - half > free[line]:
            sheet.text(middle, bottom + 17 + LOWER * line, name, "meta", anchor="middle", small=True)
            free[line], lowest = middle + half + 6, max(lowest, line)
    return LOWER * lowest
