"""Looks for marks that touch words, from the places alone; `tests/browser/drawings` holds the widths to a browser."""

from itertools import combinations

from rounds.charts.drawing import Dot, Drawing, Line, Text

# lines that may pass behind words: they are faint, or belong to the words
BEHIND = ("grid", "hatch", "rail", "rule")


def overlaps(drawing: Drawing) -> list[str]:
    """Return sentences on words that touch other words or a mark, or that leave the drawing."""
    texts = [one for one in drawing.marks if isinstance(one, Text)]
    said = [
        f"“{one.words}” meets “{other.words}”"
        for one, other in combinations(texts, 2)
        if _meet(one.box, other.box)
    ]
    for text in texts:
        left, top, right, bottom = text.box
        if left < -0.5 or top < -0.5 or right > drawing.width + 0.5 or bottom > drawing.height + 0.5:
            said.append(f"“{text.words}” leaves the drawing")
        for mark in drawing.marks:
            if isinstance(mark, Line | Dot) and mark.role not in BEHIND and _meet(text.box, _box(mark)):
                said.append(f"“{text.words}” meets a {mark.role}")
    return said


def _meet(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return (
        one[0] < other[2] - 0.1
        and other[0] < one[2] - 0.1
        and one[1] < other[3] - 0.1
        and other[1] < one[3] - 0.1
    )


def _box(mark: Line | Dot) -> tuple[float, float, float, float]:
    if isinstance(mark, Dot):
        return mark.x - mark.r, mark.y - mark.r, mark.x + mark.r, mark.y + mark.r
    return (
        min(mark.x1, mark.x2) - 0.5,
        min(mark.y1, mark.y2) - 0.5,
        max(mark.x1, mark.x2) + 0.5,
        max(mark.y1, mark.y2) + 0.5,
    )
