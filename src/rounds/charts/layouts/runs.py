"""Months in a row, small and side by side: a line, its median, and a mark where something was noted."""

from __future__ import annotations

from itertools import groupby

from rounds.charts.drawing import Drawing, Sheet
from rounds.charts.layouts.rows import LINE
from rounds.charts.letters import SIZE, SMALL, lines_of, width
from rounds.charts.pictures import Run, Runs
from rounds.charts.scales import Scale, whole_steps, written

HIGH, HEAD, GAP, BELOW = 74.0, 44.0, 28.0, 22.0
MOST_NOTES, MOST_LINES, FEW = 2, 2, 4  # of a panel; so few panels that each month gets a dot
DOT = 2.5


def draw(picture: Runs, wide: float) -> Drawing:
    """Draw a panel a series, two in a row where there is room."""
    sheet = Sheet(wide)
    many = 1 if sheet.is_narrow else 2
    room = (wide - GAP * (many - 1)) / many
    top = 0.0
    for first in range(0, len(picture.runs), many):
        row = picture.runs[first : first + many]
        ends = [
            _panel(sheet, one, (place * (room + GAP), room), top, is_few=len(picture.runs) <= FEW)
            for place, one in enumerate(row)
        ]
        top = max(ends) + 14
    said = "; ".join(f"{one.label}: {one.verdict}" for one in picture.runs)
    return sheet.done(top, picture.words.title, f"Months in a row, each series with its median. {said}.")


def _panel(sheet: Sheet, one: Run, where: tuple[float, float], top: float, *, is_few: bool) -> float:
    """Draw one series and return where it ends."""
    left, room = where
    sheet.text(left, top + 14, _shortened(one.label, room, SIZE, strong=True), "strong")
    sheet.text(left, top + 30, _shortened(one.unit, room), "meta", small=True)
    up = _up(one, top + HEAD)
    ticks = whole_steps(up.low, up.high, 4)
    margin = max(width(written(tick), SMALL) for tick in ticks) + 8
    across = Scale(0, max(1, len(one.months) - 1), left + margin, left + room - 6)
    for tick in ticks:
        sheet.line(across.left, up(tick), across.right, up(tick), "axis" if not tick else "grid")
        sheet.text(across.left - 6, up(tick) + 4, written(tick), "meta", anchor="end", small=True)
    for place, _words in one.notes:
        sheet.line(across(place), up.right, across(place), up.left, "interval-second")
    sheet.line(across.left, up(one.median), across.right, up(one.median), "zero")
    _line(sheet, one, across, up, is_few=is_few)
    under = up.left + 16
    sheet.text(across.left, under, one.months[0], "meta", small=True)
    if len(one.months) > 1 and room - margin > 2 * width(one.months[-1], SMALL) + 12:
        sheet.text(across.right + 6, under, one.months[-1], "meta", anchor="end", small=True)
    return _told(sheet, one, left, room, under)


def _up(one: Run, top: float) -> Scale:
    """Return the scale of a panel: from nothing to a round number above its highest month."""
    most = max([one.median, *(value for value in one.values if value is not None)]) or 1.0
    steps = whole_steps(0, most, 4)
    step = steps[1] - steps[0] if len(steps) > 1 else most
    high = steps[-1] if steps[-1] >= most else steps[-1] + step
    return Scale(0, high, top + HIGH, top)


def _line(sheet: Sheet, one: Run, across: Scale, up: Scale, *, is_few: bool) -> None:
    """Draw the months; where one is missing the line breaks."""
    places = list(enumerate(one.values))
    for is_there, group in groupby(places, key=lambda pair: pair[1] is not None):
        part = [(across(place), up(value)) for place, value in group if value is not None]
        if is_there and len(part) > 1:
            sheet.shape(part, "curve")
        if is_there and (is_few or len(part) == 1):
            for x, y in part:
                sheet.dot(x, y, "dot", DOT)


def _told(sheet: Sheet, one: Run, left: float, room: float, under: float) -> float:
    """Write the verdict and what was noted, and return where the words end."""
    noted = [f"{one.months[place]}: {words}" for place, words in one.notes[-MOST_NOTES:]]
    lines = [(line, "ink") for line in lines_of(one.verdict, room)[:MOST_LINES]]
    lines += [(_shortened(words, room), "second") for words in noted]
    for number, (line, role) in enumerate(lines):
        sheet.text(left, under + BELOW - 4 + LINE * number, _shortened(line, room), role, small=True)
    return under + BELOW - 4 + LINE * len(lines)


def _shortened(words: str, room: float, size: float = SMALL, *, strong: bool = False) -> str:
    """Return words, shortened where they don't fit; the table holds them whole."""
    if width(words, size, strong=strong) <= room:
        return words
    kept = words
    while kept and width(f"{kept}…", size, strong=strong) > room:
        kept = kept[:-1]
    return f"{kept.rstrip()}…"
