"""The phases of a program's open cycle, and whom the end of the present one concerns."""

from collections.abc import Iterable
from dataclasses import dataclass

from rounds.mentorships.enums import OPEN, RUNNING
from rounds.mentorships.models import Mentorship
from rounds.mentorships.phases.enums import Going
from rounds.programs.enums import CycleState, PhaseMatch
from rounds.programs.models import Phase, Program
from rounds.programs.selectors import open_cycle_of
from rounds.programs.selectors.phases import list_phases


@dataclass(frozen=True)
class PhasesOfYear:
    """The phases of the open cycle; of the one that runs its pairs, by mentee."""

    phases: list[Phase]
    now: Phase | None
    following: Phase | None
    running: list[Mentorship]
    # Offered or accepted, not begun: they begin in the phase for which they were made.
    not_begun: int

    @property
    def usual(self) -> Going:
        """Return what becomes of a pair unless the office says otherwise: the next phase says it."""
        spec = self.following.cycle.program.phase(self.following.number) if self.following else None
        if spec is None or spec.match == PhaseMatch.NONE:
            return Going.STOP
        return Going.GO_ON if spec.match == PhaseMatch.CARRIED else Going.MATCH


def phases_of_year(program: Program) -> PhasesOfYear:
    """Return the phases of a program's open cycle; three queries."""
    cycle = open_cycle_of(program)
    phases = list_phases(cycle.id) if cycle else []
    now = next((one for one in phases if one.state == CycleState.OPEN), None)
    following = next((one for one in phases if now and one.number == now.number + 1), None)
    pairs = (
        Mentorship.objects.filter(cycle_id=now.cycle_id, phase=now.number, state__in=OPEN)
        .select_related("mentee", "mentor")
        .order_by("mentee__folded_family", "mentee__folded_given", "id")
        if now
        else ()
    )
    rows = list(pairs)
    running = [one for one in rows if one.state in RUNNING]
    return PhasesOfYear(phases, now, following, running, len(rows) - len(running))


def tasks_of(pairs: Iterable[Mentorship]) -> list[str]:
    """Return what the phases of running pairs ask of their mentees; the programs of their cycles are loaded with them."""
    found: dict[str, None] = {}
    for pair in pairs:
        spec = pair.cycle.program.phase(pair.phase)
        found |= {str(task): None for task in (spec.tasks if spec else ())}
    return list(found)
