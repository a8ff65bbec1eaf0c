"""The phases of a cycle: laid out when it opens, one after the other, and changed before they begin."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db import transaction
from django.utils.translation import gettext_lazy

from rounds.core import audit
from rounds.core.access import Viewer
from rounds.core.dates import months_after
from rounds.core.errors import NotFound, OutOfOrder
from rounds.programs.enums import CycleState
from rounds.programs.models import Cycle, Phase, Program
from rounds.programs.values.phases import PhaseSpec, phases_from


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


def go_back_to_phase(*, opened: Phase, before: Phase, mentor_tiers: Sequence[str]) -> None:
    """Close a phase that was opened and open the one before it; who may mentor is who might before."""
    for phase, state in ((opened, CycleState.PLANNED), (before, CycleState.OPEN)):
        phase.state = state
        phase.save(update_fields=["state"])
    program = opened.cycle.program
    program.mentor_tiers = list(mentor_tiers)
    program.save(update_fields=["mentor_tiers"])


@dataclass(frozen=True, kw_only=True)
class PhaseChange:
    """What a phase should be."""

    name: str
    months: int
    match: str
    mentor_tiers: tuple[str, ...] = ()
    tasks: tuple[str, ...] = ()


@transaction.atomic
def change_phase(*, program: Program, number: int, wanted: PhaseChange, by: Viewer) -> None:
    """Change a phase before it begins; what follows it moves, and the open year ends with its last phase.

    Raises OutOfOrder for a phase that has begun: its pairs were told how long it is and what it asks.
    """
    locked = Program.objects.select_for_update(no_key=True).get(id=program.id)
    specs = list(phases_from(locked.phases))
    if not 1 <= number <= len(specs):
        raise NotFound
    cycle = Cycle.objects.filter(program=locked, state=CycleState.OPEN).first()
    if cycle is not None and cycle.phases.filter(number=number).exclude(state=CycleState.PLANNED).exists():
        raise OutOfOrder(str(BEGUN))
    specs[number - 1] = replace(
        specs[number - 1],
        name=wanted.name,
        months=wanted.months,
        match=wanted.match,
        mentor_tiers=wanted.mentor_tiers,
        tasks=wanted.tasks,
    )
    locked.phases = [one.to_json() for one in specs]
    locked.months = sum(one.months for one in specs)
    locked.save(update_fields=["phases", "months"])
    if cycle is not None:
        _move_phases(cycle, specs)
    audit.record(
        "programs.phase.changed",
        by=by,
        kind="program",
        object_id=program.id,
        program_id=program.id,
        phase=number,
    )


BEGUN = gettext_lazy(
    "This phase has begun, and its pairs were told how long it is and what it asks. Change the planned end of a pair"
    " on its own page; phases to come can be changed here."
)


def _move_phases(cycle: Cycle, specs: Sequence[PhaseSpec]) -> None:
    """Let each phase that has not begun follow the one before it, as long as it is now."""
    months = 0
    for phase, spec in zip(cycle.phases.order_by("number"), specs, strict=False):
        begins, months = months_after(cycle.starts_on, months), months + spec.months
        if phase.state == CycleState.PLANNED:
            phase.starts_on, phase.ends_on = begins, months_after(cycle.starts_on, months)
            phase.save(update_fields=["starts_on", "ends_on"])
        cycle.ends_on = phase.ends_on
    cycle.save(update_fields=["ends_on"])
