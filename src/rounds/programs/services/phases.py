"""The phases of a cycle: laid out when it opens, one after the other."""

from collections.abc import Sequence

from rounds.core.dates import months_after
from rounds.programs.enums import CycleState
from rounds.programs.models import Cycle, Phase
from rounds.programs.values.phases import PhaseSpec


def lay_out_phases(*, cycle: Cycle, specs: Sequence[PhaseSpec]) -> None:
    """Lay the parts of a program over a cycle; the first one is open."""
    months = 0
    for number, spec in enumerate(specs, 1):
        begins, months = months_after(cycle.starts_on, months), months + spec.months
        Phase.objects.create(
            cycle=cycle,
            number=number,
            starts_on=begins,
            ends_on=months_after(cycle.starts_on, months),
            state=CycleState.OPEN if number == 1 else CycleState.PLANNED,
        )


def pass_to_phase(*, ended: Phase, following: Phase) -> None:
    """Close a phase and open the one after it; who may mentor in it is who the program now asks."""
    for phase, state in ((ended, CycleState.CLOSED), (following, CycleState.OPEN)):
        phase.state = state
        phase.save(update_fields=["state"])
    program = following.cycle.program
    spec = program.phase(following.number)
    if spec is not None and spec.mentor_tiers:
        program.mentor_tiers = list(spec.mentor_tiers)
        program.save(update_fields=["mentor_tiers"])
