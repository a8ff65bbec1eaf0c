"""Figures of the house's own that are out, as a pitch prints them: with number, interval and day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from rounds.core.access import Viewer
from rounds.insights.models import Figure
from rounds.insights.selectors.figures import figures_of_cycle, figures_of_house
from rounds.programs.models import Program
from rounds.rollout.selectors.objectives import cycle_of

MEASURED = "measured_"
# measure -> the years after which it is read, the longest first
YEARS = {"retention": (5, 3, 1), "promotion": (5, 3)}


@dataclass(frozen=True)
class Measured:
    """One figure as it was measured."""

    key: str
    claim: str
    value: str
    source: str
    as_of: date


def measured_for(viewer: Viewer, program: Program) -> list[Measured]:
    """Return what was measured here and may stand in a pitch, as the viewer may see it."""
    cycle = cycle_of(program)
    own = figures_of_cycle(viewer, cycle.id) if cycle else {}
    return [*_of_house(figures_of_house(viewer)), *_of_year(own.get("flow"))]


def _of_house(figures: dict[str, Figure]) -> Iterator[Measured]:
    for key, years in YEARS.items():
        figure = figures.get(key)
        estimates = figure.result.get("estimates", {}) if figure else {}
        known = next((one for one in years if f"at {one}" in estimates), None)
        if figure is not None and known is not None:
            claim = {
                "retention": _("Faculty appointed here who are still here after %(years)s years"),
                "promotion": _("Faculty appointed here who rose in rank within %(years)s years"),
            }[key]
            yield _measured(figure, claim % {"years": known}, estimates[f"at {known}"])


def _of_year(figure: Figure | None) -> Iterator[Measured]:
    estimates = figure.result.get("estimates", {}) if figure else {}
    if figure is not None and "share" in estimates:
        claim = _("Mentees of this program who have met their mentor at least once")
        yield _measured(figure, claim, estimates["share"])


def _measured(figure: Figure, claim: str, ends: list[float | None]) -> Measured:
    value, low, high = (None if one is None else round(100 * one) for one in ends)
    words = (
        _("%(value)s%% (n %(n)s)")
        if low is None or high is None
        else _("%(value)s%% (interval %(low)s to %(high)s%%, n %(n)s)")
    )
    known = {"value": value, "low": low, "high": high, "n": figure.result["n"]}
    day = date_format(figure.cut.as_of, "j M Y")
    source = _("Measured in Rounds, figures of %(day)s") % {"day": day}
    return Measured(figure.measure, claim, words % known, source, figure.cut.as_of)
