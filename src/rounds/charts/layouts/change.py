"""Before and after: where each group stood, where it stands, and beside it how sure the change is."""

from __future__ import annotations

from rounds.charts.drawing import Drawing, Sheet
from rounds.charts.layouts.rows import GAP, cut_to, fields
from rounds.charts.letters import SMALL, width
from rounds.charts.pictures import Change, ChangeRow, Hidden
from rounds.charts.scales import Scale, whole_steps, written

HEAD, STEP, TALL = 26.0, 34.0, 78.0


def draw(picture: Change, wide: float) -> Drawing:
    """Draw a hollow dot before, a full one after, an arrow between; then the change with its interval around zero."""
    sheet = Sheet(wide)
    shown = [one for one in picture.rows if isinstance(one, ChangeRow)]
    figure = max((width(one.change.words, strong=True) for one in shown), default=0) + GAP
    label = max((width(_label(one)) for one in picture.rows), default=0) + GAP
    stands, moves = _scales(sheet, picture, label, figure)
    step = TALL if sheet.is_narrow else STEP
    bottom = HEAD + step * len(picture.rows)
    sheet.text(stands.left - 4, 12, "before and after", "meta", small=True)
    beside = (
        stands.left + 4 + width("before and after", SMALL)
    )  # where the first field is narrower than its words
    sheet.text(max(moves.left, beside), 12, "change, 95%", "meta", small=True)
    for scale in (stands, moves):
        _axis(sheet, scale, bottom)
    for top, end in fields(sheet, HEAD, step, picture.rows, label=28):
        sheet.line(moves(0), top, moves(0), end, "zero")
    for place, one in enumerate(picture.rows):
        top = HEAD + place * step
        middle = _words(sheet, one, top, label)
        if isinstance(one, Hidden):
            sheet.hatched(stands.left - 4, middle - 9, moves.right + 4 - stands.left, 18, one.reason)
        else:
            _row(sheet, one, middle, (stands, moves))
    sheet.text(moves.right + 4, bottom + 34, picture.unit, "meta", anchor="end", small=True)
    said = "; ".join(
        f"{one.label}: {one.before:g} before, {one.after:g} after, change {one.change.words}" for one in shown
    )
    return sheet.done(bottom + 40, picture.words.title, f"Means before and after. {said}.")


def _scales(sheet: Sheet, picture: Change, label: float, figure: float) -> tuple[Scale, Scale]:
    changes = [one.change for one in picture.rows if isinstance(one, ChangeRow)]
    low, high = min([0.0, *(one.low for one in changes)]), max([0.5, *(one.high for one in changes)])
    left, right = (8.0, sheet.width - 14) if sheet.is_narrow else (label + 6, sheet.width - figure - 8)
    middle = left + (right - left) * 0.54
    return Scale(picture.low, picture.high, left, middle - 14), Scale(low, high, middle + 14, right)


def _label(one: ChangeRow | Hidden) -> str:
    return one.label if isinstance(one, Hidden) else f"{one.label}, n {one.n}"


def _words(sheet: Sheet, one: ChangeRow | Hidden, top: float, label: float) -> float:
    figure = one.change.words if isinstance(one, ChangeRow) else ""
    if sheet.is_narrow:
        sheet.text(0, top + 20, cut_to(_label(one), sheet.width - width(figure, strong=True) - GAP))
        sheet.text(sheet.width, top + 20, figure, "strong", anchor="end")
        return top + 50
    middle = top + STEP / 2
    sheet.text(0, middle + 4.5, cut_to(_label(one), label))
    sheet.text(sheet.width, middle + 4.5, figure, "strong", anchor="end")
    return middle


def _row(sheet: Sheet, one: ChangeRow, middle: float, scales: tuple[Scale, Scale]) -> None:
    stands, moves = scales
    before, after = stands(one.before), stands(one.after)
    sheet.line(stands.left, middle, stands.right, middle, "rail")
    if abs(after - before) > 12:
        side = 1 if after > before else -1
        sheet.line(before + 5 * side, middle, after - 5 * side, middle, "way")
    sheet.dot(before, middle, "hollow")
    sheet.dot(after, middle)
    sheet.interval(moves(one.change.low), moves(one.change.high), middle)
    sheet.dot(moves(one.change.value), middle)


def _axis(sheet: Sheet, scale: Scale, bottom: float) -> None:
    sheet.line(scale.left, bottom, scale.right, bottom, "axis")
    many = int((scale.right - scale.left) // (width("−0.5", SMALL) + 14))
    for tick in whole_steps(scale.low, scale.high, max(2, many)):
        sheet.line(scale(tick), bottom, scale(tick), bottom + 4, "axis")
        sheet.text(scale(tick), bottom + 17, written(tick), "meta", anchor="middle", small=True)
