"""Reads of the phases of cycles."""

from dataclasses import dataclass
from uuid import UUID

from rounds.core.access import Viewer
from rounds.core.errors import NotFound
from rounds.programs.enums import CycleState
from rounds.programs.models import Phase, Program
from rounds.programs.selectors.programs import open_cycle_of, program_for
from rounds.programs.values.phases import PhaseSpec


def list_phases(cycle_id: UUID) -> list[Phase]:
    """Return the phases of a cycle in their order, with its program."""
    return list(Phase.objects.filter(cycle_id=cycle_id).select_related("cycle__program").order_by("number"))


def open_phase_of(cycle_id: UUID) -> Phase | None:
    """Return the phase in which pairs of a cycle begin now, with its program; None where it has none."""
    return next((one for one in list_phases(cycle_id) if one.state == CycleState.OPEN), None)


@dataclass(frozen=True)
class PhaseOfProgram:
    """A phase as a program says it, and whether it has begun in the year that is open."""

    program: Program
    number: int
    spec: PhaseSpec
    has_begun: bool

    @property
    def program_id(self) -> UUID:
        found: UUID = self.program.id
        return found


def phase_for(viewer: Viewer, program_id: UUID, number: int) -> PhaseOfProgram:
    """Return a phase of a program whose office the viewer belongs to; NotFound otherwise."""
    program = program_for(viewer, program_id)
    spec = program.phase(number)
    if spec is None:
        raise NotFound
    cycle = open_cycle_of(program)
    rows = list_phases(cycle.id) if cycle else []
    begun = any(one.number == number and one.state != CycleState.PLANNED for one in rows)
    return PhaseOfProgram(program, number, spec, begun)
