"""Means by how many they are of, between the limits that chance alone would keep: dots without names."""

from __future__ import annotations

from collections import Counter

from rounds.charts.drawing import Drawing, Sheet
from rounds.charts.letters import SMALL, width
from rounds.charts.pictures import Funnel
from rounds.charts.scales import Scale, whole_steps, written

TOP, HIGH, LEFT, DOT = 10.0, 220.0, 30.0, 3.5
HALF = 26.0  # of a column


def draw(picture: Funnel, wide: float) -> Drawing:
    """Draw a column for each number of answers: two fields, the middle, and a dot a mean; equal means side by side."""
    sheet = Sheet(wide)
    ends = [end for one in picture.columns for end in (*one.wider, *one.means)]
    low, high = min(ends), max(ends)
    up = Scale(low - 0.1, high + 0.1, TOP + HIGH, TOP)
    step = (wide - LEFT) / len(picture.columns)
    half = min(HALF, step / 2 - 2)
    for tick in whole_steps(low, high, 6):
        sheet.line(LEFT, up(tick), wide, up(tick), "grid")
        sheet.text(LEFT - 8, up(tick) + 4, written(tick), "meta", anchor="end", small=True)
    for number, one in enumerate(picture.columns):
        middle = LEFT + step * (number + 0.5)
        for (first, last), role in ((one.wider, "band-2"), (one.wide, "band")):
            sheet.box(middle - half, up(last), 2 * half, up(first) - up(last), role)
        sheet.line(middle - half, up(picture.middle), middle + half, up(picture.middle), "zero")
        for mean, many in Counter(one.means).items():
            gap = min(2 * DOT + 1, 2 * (half - DOT) / max(1, many - 1))
            for place in range(many):
                sheet.dot(middle + gap * (place - (many - 1) / 2), up(mean), "dot", DOT)
        sheet.text(middle, TOP + HIGH + 18, f"{one.n:,}", "meta", anchor="middle", small=True)
    sheet.line(LEFT, TOP + HIGH, wide, TOP + HIGH, "axis")
    sheet.text(
        max(wide, width(picture.unit, SMALL)), TOP + HIGH + 36, picture.unit, "meta", anchor="end", small=True
    )
    said = "; ".join(f"{one.n}: {len(one.means)}" for one in picture.columns)
    return sheet.done(TOP + HIGH + 44, picture.words.title, f"Means by {picture.unit}. {said}.")
