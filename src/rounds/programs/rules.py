"""Who may do what with a program; loaders have looked already, these say it once more."""

import rules

from rounds.core.access import Viewer
from rounds.core.enums import Role
from rounds.programs.models import Cohort, Enrollment, Priority, Program, ProgramRole

Thing = Program | Cohort | Enrollment | Priority | ProgramRole


def program_id_of(thing: Thing) -> object:
    """Return the program that a thing belongs to."""
    match thing:
        case Program():
            return thing.id
        case Cohort():
            return thing.cycle.program_id
        case Enrollment():
            return thing.cohort.cycle.program_id
        case _:
            return thing.program_id


@rules.predicate
def is_office(viewer: Viewer, thing: Thing | None) -> bool:
    """Tell whether the viewer is a coordinator or director of the thing's program."""
    return thing is not None and viewer.has(
        Role.COORDINATOR,
        Role.DIRECTOR,
        scope_id=program_id_of(thing),  # type: ignore[arg-type]
    )


@rules.predicate
def is_coordinator(viewer: Viewer, thing: Thing | None) -> bool:
    """Tell whether the viewer is a coordinator of the thing's program."""
    return thing is not None and viewer.has(Role.COORDINATOR, scope_id=program_id_of(thing))  # type: ignore[arg-type]


@rules.predicate
def can_found_programs(viewer: Viewer, thing: object = None) -> bool:
    """Tell whether the viewer is a coordinator or director of the whole institution."""
    return any(
        grant.role in {Role.COORDINATOR, Role.DIRECTOR} and grant.scope_id is None for grant in viewer.grants
    )
