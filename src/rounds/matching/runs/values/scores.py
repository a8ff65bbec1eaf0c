"""Scores in points of a hundred, with one digit. One function rounds, so that parts add up on page, workbook and paper."""

from collections.abc import Sequence
from decimal import Decimal

from rounds.pairing import points, rounded

MICRO_PER_POINT = 10_000


def percent(micro: int) -> str:
    """Return micro-points as points of a hundred, half up: 801,234 is "80.1"."""
    return points(micro * 100, places=1).replace("-", "−")


def percents(micros: Sequence[int]) -> list[str]:
    """Return parts in points of a hundred so that they add up to their rounded total."""
    return [text.replace("-", "−") for text in rounded([micro * 100 for micro in micros], places=1)]


def exact(micro: int) -> Decimal:
    """Return micro-points as points of a hundred, as a number with one digit."""
    return Decimal(points(micro * 100, places=1))
