"""Reads of the phases of cycles."""

from uuid import UUID

from rounds.programs.enums import CycleState
from rounds.programs.models import Phase


def list_phases(cycle_id: UUID) -> list[Phase]:
    """Return the phases of a cycle in their order, with its program."""
    return list(Phase.objects.filter(cycle_id=cycle_id).select_related("cycle__program").order_by("number"))


def open_phase_of(cycle_id: UUID) -> Phase | None:
    """Return the phase in which pairs of a cycle begin now, with its program; None where it has none."""
    return next((one for one in list_phases(cycle_id) if one.state == CycleState.OPEN), None)
