"""What a personnel history must hold."""

from collections.abc import Sequence
from datetime import date

from rounds.evidence.facts.cohorts import refused_for_retention


def why_no_retention(ends: Sequence[date | None]) -> str:
    """Return why a history tells nothing of who stays, empty where it does: a sheet of current staff holds survivors only."""
    return refused_for_retention(ends)
