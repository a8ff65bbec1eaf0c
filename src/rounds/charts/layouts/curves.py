"""Shares over time: stairs with a stepped band, an axis from nothing, and under the ticks who was still followed."""

from __future__ import annotations

from itertools import pairwise

from rounds.charts.drawing import Drawing, Sheet
from rounds.charts.letters import SMALL, width
from rounds.charts.pictures import Curve, Curves
from rounds.charts.scales import Scale, written

HIGH, TOP, ROW = 190.0, 10.0, 17.0
ROLES = (("band", "curve", "strong"), ("band-2", "curve-2", "series-2"))


def draw(picture: Curves, wide: float) -> Drawing:
    """Draw curves with their bands; a curve ends where too few are at risk, and its name stands at its end."""
    sheet = Sheet(wide)
    names = max((width(one.label, strong=True) for one in picture.curves), default=0)
    labels = max(width(one, SMALL) for one in (*(name for name, _ in picture.columns), "100%"))
    half = _widest(picture) / 2
    right = max(half + 4, 0 if sheet.is_narrow else names + 10)
    across = Scale(0, picture.until, labels + max(half, 8) + 16, wide - right)
    up = Scale(0, 1, TOP + HIGH, TOP)
    _grid(sheet, across, up)
    for place, one in enumerate(picture.curves):
        _band(sheet, one, across, up, ROLES[place % 2][0])
    for place, one in enumerate(picture.curves):
        _stairs(sheet, one, across, up, ROLES[place % 2][1])
    _names(sheet, picture, across, up)
    top = TOP + HIGH + 22
    ticks = _ticks(picture, across)
    for time in ticks:
        sheet.line(across(time), TOP + HIGH, across(time), TOP + HIGH + 4, "axis")
        sheet.text(across(time), top - 4, written(time), "meta", anchor="middle", small=True)
    sheet.text(wide, top + 12, picture.unit, "meta", anchor="end", small=True)
    for place, one in enumerate(picture.curves):
        role = ROLES[place % 2][2]
        top = _tallies(sheet, one, picture.columns, (across, ticks), top=top + 14, role=role)
    return sheet.done(top + 6, picture.words.title, _said(picture))


def _grid(sheet: Sheet, across: Scale, up: Scale) -> None:
    for share in (0, 0.25, 0.5, 0.75, 1):
        sheet.line(across.left, up(share), across.right, up(share), "axis" if share == 0 else "grid")
        sheet.text(across.left - 8, up(share) + 4, f"{share:.0%}", "meta", anchor="end", small=True)


def _steps(one: Curve, across: Scale, of: list[float]) -> list[tuple[float, float]]:
    found: list[tuple[float, float]] = []
    for point, y in zip(one.points, of, strict=True):
        if found:
            found.append((across(point.time), found[-1][1]))
        found.append((across(point.time), y))
    return found


def _band(sheet: Sheet, one: Curve, across: Scale, up: Scale, role: str) -> None:
    above = _steps(one, across, [up(point.high) for point in one.points])
    below = _steps(one, across, [up(point.low) for point in one.points])
    sheet.shape([*above, *reversed(below)], role, closed=True)


def _stairs(sheet: Sheet, one: Curve, across: Scale, up: Scale, role: str) -> None:
    sheet.shape(_steps(one, across, [up(point.value) for point in one.points]), role)


def _names(sheet: Sheet, picture: Curves, across: Scale, up: Scale) -> None:
    """Write each name at its curve's end, moved apart where they would touch; narrow, above and below the curves.

    A single curve on a narrow sheet has no room beside it: its counts name it.
    """
    if sheet.is_narrow and len(picture.curves) == 1:
        return
    ends = sorted((up(one.points[-1].value), place) for place, one in enumerate(picture.curves) if one.points)
    if sheet.is_narrow and len(ends) > 1:
        ends = _around(picture, up, ends)
    at = [y + 4.5 for y, _ in ends]
    for k in range(1, len(at)):
        at[k] = max(at[k], at[k - 1] + 17)
    floor = TOP + HIGH - 5
    for k in reversed(range(len(at))):
        at[k] = max(TOP + 8, min(at[k], floor))
        floor = at[k] - 17
    for y, (_, place) in zip(at, ends, strict=True):
        one = picture.curves[place]
        x = across.right if sheet.is_narrow else across(one.points[-1].time) + 8
        sheet.text(x, y, one.label, ROLES[place % 2][2], anchor="end" if sheet.is_narrow else "start")


def _around(picture: Curves, up: Scale, ends: list[tuple[float, int]]) -> list[tuple[float, int]]:
    """Return places over the upper curve's band and under the lower one's, at their ends."""
    upper, lower = (picture.curves[place] for _, place in (ends[0], ends[-1]))
    above, below = up(upper.points[-1].high) - 14, up(lower.points[-1].low) + 14
    return [(above, ends[0][1]), *ends[1:-1], (below, ends[-1][1])]


def _ticks(picture: Curves, across: Scale) -> tuple[float, ...]:
    """Return the times whose figures fit side by side: all of them, every second, every third.

    Counted from the last one to which every curve reaches: a finding speaks of that one.
    """
    tallies = [one.tallies for one in picture.curves if one.tallies]
    times = sorted({tally.time for group in tallies for tally in group})
    widest = _widest(picture)
    common = min((group[-1].time for group in tallies), default=0)
    place = times.index(common) if times else 0
    for every in range(1, len(times) + 1):
        chosen = times[place % every :: every]
        if len(chosen) < 2 or min(across(b) - across(a) for a, b in pairwise(chosen)) >= widest + 8:
            return tuple(chosen)
    return (common,) if times else ()


def _widest(picture: Curves) -> float:
    fields = [field for _, field in picture.columns]
    counts = (getattr(t, field) for one in picture.curves for t in one.tallies for field in fields)
    return max((width(f"{n:,}", SMALL) for n in counts), default=0.0)


def _tallies(
    sheet: Sheet,
    one: Curve,
    columns: tuple[tuple[str, str], ...],
    places: tuple[Scale, tuple[float, ...]],
    *,
    top: float,
    role: str,
) -> float:
    across, ticks = places
    sheet.text(0, top + 12, one.label, role, small=True)
    shown = [tally for tally in one.tallies if tally.time in ticks]
    for name, field in columns:
        top += ROW
        sheet.text(8, top + 12, name, "second", small=True)
        for tally in shown:
            count = f"{getattr(tally, field):,}"
            sheet.text(across(tally.time), top + 12, count, anchor="middle", small=True)
    return top + 10


def _said(picture: Curves) -> str:
    ends = "; ".join(
        f"{one.label} end at {one.points[-1].value:.0%} ({one.points[-1].low:.0%} to {one.points[-1].high:.0%}) "
        f"after {written(one.points[-1].time)} {picture.unit}"
        for one in picture.curves
        if one.points
    )
    return f"Curves over {written(picture.until)} {picture.unit}, with 95% bands. {ends}."
