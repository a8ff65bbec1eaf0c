"""Estimates with their intervals on one scale: what decides is inked, what doesn't is hollow below a rule."""

from __future__ import annotations

from rounds.charts.drawing import Drawing, Sheet
from rounds.charts.layouts.rows import LINE, Columns, columns, fields, row
from rounds.charts.letters import SMALL, lines_of, width
from rounds.charts.pictures import Forest, ForestRow, Hidden
from rounds.charts.scales import Scale, written

HEAD = 24.0


def draw(picture: Forest, wide: float) -> Drawing:
    """Draw a forest: intervals, a line at no effect, a thick one at what was claimed, the deciding interval shaded."""
    sheet = Sheet(wide)
    shown = [one for one in picture.rows if isinstance(one, ForestRow)]
    at = columns(sheet, (one.label for one in picture.rows), (one.found.words for one in shown))
    ends = [*picture.ticks, *(end for one in shown for end in (one.found.low, one.found.high))]
    scale = Scale(min(ends), max(ends), at.left + 6, at.right - 6, picture.is_ratio)
    is_silent = picture.claimed is None and not picture.no_effect_words
    both_fit = picture.claimed is None or _fits(sheet, scale, picture)
    head = 4.0 if is_silent else HEAD if both_fit else 2 * HEAD - 6
    bottom = head + at.step * len(picture.rows)
    _ground(sheet, picture, scale, fields(sheet, head, at.step, picture.rows, label=at.below))
    top, was_deciding = head, True
    for one in picture.rows:
        decides = isinstance(one, Hidden) or one.decides
        if was_deciding and not decides:
            sheet.line(0, top, wide, top, "rule")
        was_deciding = decides
        figure = one.found.words if isinstance(one, ForestRow) else ""
        middle = row(sheet, at, top, one.label, figure, role="ink" if decides else "second")
        _mark(sheet, scale, at, middle, one)
        top += at.step
    _axis(sheet, picture, scale, bottom)
    said = "; ".join(f"{one.label}: {one.found.words}" for one in shown)
    below = LINE * (len(_caption(sheet, picture)) - 1)
    return sheet.done(
        bottom + 40 + below, picture.words.title, f"Estimates with 95% intervals, {picture.unit}. {said}."
    )


def _fits(sheet: Sheet, scale: Scale, picture: Forest) -> bool:
    """Tell whether the words of both lines fit side by side, where the edges push them."""
    none = _center(sheet, scale(picture.no_effect), picture.no_effect_words, "meta")
    claimed = _center(
        sheet,
        scale(picture.claimed if picture.claimed is not None else picture.no_effect),
        picture.claimed_words,
        "strong",
    )
    left, right = width(picture.no_effect_words, SMALL), width(picture.claimed_words, SMALL, strong=True)
    return abs(claimed - none) >= (left + right) / 2 + 12


def _mark(sheet: Sheet, scale: Scale, at: Columns, middle: float, one: ForestRow | Hidden) -> None:
    if isinstance(one, Hidden):
        sheet.hatched(at.left, middle - 9, at.right - at.left, 18, one.reason)
        return
    role = "interval" if one.decides else "interval-second"
    sheet.interval(scale(one.found.low), scale(one.found.high), middle, role)
    sheet.dot(scale(one.found.value), middle, "dot" if one.decides else "hollow")


def _ground(sheet: Sheet, picture: Forest, scale: Scale, runs: list[tuple[float, float]]) -> None:
    none, claimed = scale(picture.no_effect), None if picture.claimed is None else scale(picture.claimed)
    for top, bottom in runs:
        if picture.shaded:
            low, high = (scale(one) for one in picture.shaded)
            sheet.box(low, top, high - low, bottom - top, "shade")
        sheet.line(none, top, none, bottom, "zero")
        if claimed is not None:
            sheet.line(claimed, top, claimed, bottom, "claim")
    _above(sheet, none, 13, picture.no_effect_words, "meta")
    if claimed is not None:
        _above(sheet, claimed, 13 if _fits(sheet, scale, picture) else 31, picture.claimed_words, "strong")


def _above(sheet: Sheet, place: float, y: float, words: str, role: str) -> None:
    sheet.text(_center(sheet, place, words, role), y, words, role, anchor="middle", small=True)


def _center(sheet: Sheet, place: float, words: str, role: str) -> float:
    """Return where words stand over a line, kept inside the drawing."""
    half = width(words, SMALL, strong=role == "strong") / 2 + 1
    return min(max(place, half), sheet.width - half)


def _axis(sheet: Sheet, picture: Forest, scale: Scale, bottom: float) -> None:
    sheet.line(scale.left, bottom, scale.right, bottom, "axis")
    free = -99.0
    for tick in picture.ticks:
        place, half = scale(tick), width(written(tick), SMALL) / 2
        sheet.line(place, bottom, place, bottom + 4, "axis")
        if place - half > free:
            sheet.text(place, bottom + 17, written(tick), "meta", anchor="middle", small=True)
            free = place + half + 6
    for number, line in enumerate(_caption(sheet, picture)):
        sheet.text(
            _end(sheet, scale, line), bottom + 34 + LINE * number, line, "meta", anchor="end", small=True
        )


def _caption(sheet: Sheet, picture: Forest) -> list[str]:
    return lines_of(picture.unit, sheet.width)


def _end(sheet: Sheet, scale: Scale, line: str) -> float:
    """Return where a line below the axis ends: at the axis, further right where it would begin outside."""
    return max(scale.right + 6, width(line, SMALL))
