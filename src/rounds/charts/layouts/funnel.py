"""How many groups lie where chance alone would keep them, by how many answers they are of: fields and counts, no mean."""

from __future__ import annotations

from rounds.charts.drawing import Drawing, Sheet
from rounds.charts.letters import SMALL, width
from rounds.charts.pictures import Funnel, FunnelColumn
from rounds.charts.scales import Scale, whole_steps, written

TOP, HIGH, LEFT = 10.0, 220.0, 30.0
HALF, APART = 20.0, 14.0  # of a column; between the counts beside it


def draw(picture: Funnel, wide: float) -> Drawing:
    """Draw a column for each number of answers: two fields, the middle, and beside them how many lie in each part."""
    sheet = Sheet(wide)
    ends = [end for one in picture.columns for end in one.wider]
    low, high = min(ends), max(ends)
    up = Scale(low - 0.3, high + 0.3, TOP + HIGH, TOP)
    widest = max(width(f"{count:,}", SMALL) for one in picture.columns for count in one.counts) + 6
    step = (wide - LEFT) / len(picture.columns)
    half = max(4.0, min(HALF, (step - widest) / 2 - 2))
    for tick in whole_steps(low, high, 6):
        sheet.line(LEFT, up(tick), wide, up(tick), "grid")
        sheet.text(LEFT - 8, up(tick) + 4, written(tick), "meta", anchor="end", small=True)
    for number, one in enumerate(picture.columns):
        middle = LEFT + step * number + half + 2
        for (first, last), role in ((one.wider, "band-2"), (one.wide, "band")):
            sheet.box(middle - half, up(last), 2 * half, up(first) - up(last), role)
        sheet.line(middle - half, up(picture.middle), middle + half, up(picture.middle), "zero")
        for y, count in _counts(one, up):
            sheet.text(middle + half + 5, y + 4, f"{count:,}", "strong", small=True)
        sheet.text(middle, TOP + HIGH + 18, f"{one.n:,}", "meta", anchor="middle", small=True)
    sheet.line(LEFT, TOP + HIGH, wide, TOP + HIGH, "axis")
    sheet.text(
        max(wide, width(picture.unit, SMALL)), TOP + HIGH + 36, picture.unit, "meta", anchor="end", small=True
    )
    said = "; ".join(
        f"{one.n}: {one.counts[2]} of {sum(one.counts)} in the dark field" for one in picture.columns
    )
    return sheet.done(TOP + HIGH + 44, picture.words.title, f"Fields of chance by {picture.unit}. {said}.")


def _counts(one: FunnelColumn, up: Scale) -> list[tuple[float, int]]:
    """Return where each count stands, lowest first: in the middle of its part, moved up where two would meet."""
    (low, high), (lowest, highest) = one.wide, one.wider
    parts = (lowest - 0.15, (lowest + low) / 2, (low + high) / 2, (high + highest) / 2, highest + 0.15)
    found: list[tuple[float, int]] = []
    for place, count in zip(parts, one.counts, strict=True):
        if count:
            y = min(up(place), found[-1][0] - APART) if found else up(place)
            found.append((y, count))
    over = TOP + 6 - found[-1][0] if found else 0.0
    return [(y + max(0.0, over), count) for y, count in found]
