"""A score in rows that add up to it, and the picture of all scores of two outcomes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from rounds.matching.runs.values.reasons import Reasons
from rounds.matching.runs.values.scores import MICRO_PER_POINT, percent, percents
from rounds.web.words.pairs import criterion_meaning, criterion_title, missing_words


@dataclass(frozen=True)
class Bar:
    """One criterion of a score: what it gives, of how much, and as text that sums."""

    title: str
    meaning: str
    text: str
    most_text: str
    points: float
    most: float
    shade: str
    missing: str


def bars_of(reasons: Reasons, priorities: Mapping[str, str]) -> list[Bar]:
    """Return a score's criteria, weightiest first, with texts that add up to the score's text."""
    parts = sorted(reasons.parts, key=lambda part: (-part.most, part.key))
    texts = percents([part.micro for part in parts])
    return [
        Bar(
            title=criterion_title(part.key, priorities),
            meaning=criterion_meaning(part.key),
            text=text,
            most_text=percent(part.most).removesuffix(".0"),
            points=part.micro / MICRO_PER_POINT,
            most=part.most / MICRO_PER_POINT,
            shade="2" if place % 2 else "",
            missing=missing_words(part.missing),
        )
        for place, (part, text) in enumerate(zip(parts, texts, strict=True))
        if part.most
    ]


def longest(bars: Sequence[Bar]) -> float:
    """Return the weight of the weightiest criterion, the length of the longest bar."""
    return max((bar.most for bar in bars), default=1.0)


HEIGHT, TALLEST, STEP = 80, 78, 20  # pixels of a field of 240 x 80
LABEL_EACH = 60


@dataclass(frozen=True)
class Bin:
    """One column of the picture of all scores."""

    start: int
    x: int
    old_height: float
    new_height: float

    @property
    def old_y(self) -> float:
        return HEIGHT - self.old_height

    @property
    def new_y(self) -> float:
        return HEIGHT - self.new_height

    @property
    def labeled(self) -> bool:
        return self.x % LABEL_EACH == 0


def bins_of(counts: Sequence[tuple[int, int]]) -> list[Bin]:
    """Return the columns of equal steps of score, each (before, after)."""
    most = max((max(pair) for pair in counts), default=1) or 1
    return [
        Bin(
            _start(place, counts),
            place * STEP,
            round(TALLEST * old / most, 1),
            round(TALLEST * new / most, 1),
        )
        for place, (old, new) in enumerate(counts)
    ]


def bins_text(counts: Sequence[tuple[int, int]]) -> str:
    """Say in words what the columns show."""
    return "; ".join(
        _("from %(start)s: %(old)s before, %(new)s now")
        % {"start": _start(place, counts), "old": old, "new": new}
        for place, (old, new) in enumerate(counts)
        if old or new
    )


def _start(place: int, counts: Sequence[tuple[int, int]]) -> int:
    return round(place * 100 / len(counts))
