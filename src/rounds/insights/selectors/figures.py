"""Figures that stand: the newest of each measure, for who may read them. Nothing is computed here."""

from uuid import UUID

from rounds.core.access import Viewer
from rounds.core.errors import NotFound
from rounds.insights.models import Cut, Figure, PublishedMeasure
from rounds.insights.selectors.claims import sealed_for
from rounds.insights.values.library import MEASURES, Measure
from rounds.programs.enums import CycleState
from rounds.programs.models import Cycle
from rounds.programs.selectors.programs import REPORTED_TO


def newest_cut() -> Cut | None:
    """Return the newest cut of the institution."""
    found: Cut | None = Cut.objects.order_by("-recorded_until").first()
    return found


def figures_of_cycle(viewer: Viewer, cycle_id: UUID) -> dict[str, Figure]:
    """Return the newest figures of a cycle by measure, as the viewer may see them."""
    return _newest(viewer, cycle_id)


def figures_of_house(viewer: Viewer) -> dict[str, Figure]:
    """Return the newest figures of the whole institution by measure, as the viewer may see them."""
    return _newest(viewer, None)


def _newest(viewer: Viewer, cycle_id: UUID | None) -> dict[str, Figure]:
    cut = newest_cut()
    if cut is None:
        return {}
    rows = Figure.objects.filter(cut=cut, cycle_id=cycle_id).select_related("cut")
    return {one.measure: one for one in sealed_for(viewer, rows)}


def figure_for(viewer: Viewer, figure_id: UUID) -> Figure:
    """Return a figure of the institution, or of a program of which the viewer gets figures."""
    figure = Figure.objects.filter(id=figure_id).select_related("cut").first()
    scopes = viewer.scopes(*REPORTED_TO)
    if figure is None or not scopes:
        raise NotFound
    if figure.program_id is not None and None not in scopes and figure.program_id not in scopes:
        raise NotFound
    sealed_for(viewer, [figure])
    return figure


def measure_of(figure: Figure) -> Measure:
    """Return the definition that a figure was computed by, though the measure has a newer version since."""
    current = MEASURES[figure.measure]
    if figure.version == current.version:
        return current
    kept = PublishedMeasure.objects.filter(key=figure.measure, version=figure.version).first()
    return current if kept is None else Measure(**kept.definition)


def has_anything_to_count() -> bool:
    """Tell whether a cycle has begun here."""
    return bool(Cycle.objects.filter(state__in=[CycleState.OPEN, CycleState.CLOSED]).exists())
