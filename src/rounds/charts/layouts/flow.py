"""How many went on, stage by stage: a bar each, and a dashed end for those who were lost since the stage before."""

from __future__ import annotations

from rounds.charts.drawing import Drawing, Sheet
from rounds.charts.layouts.rows import columns, row
from rounds.charts.letters import width
from rounds.charts.pictures import Flow
from rounds.charts.scales import Scale

THICK = 14.0


def draw(picture: Flow, wide: float) -> Drawing:
    """Draw a flow: the first stage fills the field, each next one begins where it begins."""
    sheet = Sheet(wide)
    figures = [f"{one.n:,}" + (f"  {one.share}" if one.share else "") for one in picture.stages]
    at = columns(sheet, (one.label for one in picture.stages), figures)
    most = max((one.n for one in picture.stages), default=1) or 1
    scale = Scale(0, most, at.left, at.right)
    before, top = None, 0.0
    for stage, figure in zip(picture.stages, figures, strict=True):
        middle = row(sheet, at, top, stage.label, figure)
        is_last = stage is picture.stages[-1]
        sheet.box(at.left, middle - THICK / 2, scale(stage.n) - at.left, THICK, "bar" if is_last else "bar-2")
        if before is not None and before > stage.n:
            _lost(sheet, scale(stage.n), scale(before), middle, f"−{before - stage.n:,}")
        before, top = stage.n, top + at.step
    said = ", ".join(f"{one.label} {one.n:,}" for one in picture.stages)
    return sheet.done(top + 4, picture.words.title, f"Bars of a flow: {said}.")


def _lost(sheet: Sheet, left: float, right: float, middle: float, words: str) -> None:
    sheet.box(left, middle - THICK / 2, right - left, THICK, "missing")
    if right - left > width(words, 12) + 8:
        sheet.text((left + right) / 2, middle + 4.2, words, "second", anchor="middle", small=True)
