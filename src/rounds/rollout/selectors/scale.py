"""Who comes next, and bundles that were brought."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from rounds.core.access import Viewer
from rounds.core.errors import NotFound
from rounds.programs.models import Program
from rounds.programs.selectors.programs import OFFICE, programs_for
from rounds.rollout.models import Bundle, Wave
from rounds.rollout.selectors.naming import without_names
from rounds.rollout.selectors.setup import setup_of
from rounds.rollout.values.bundle import written


def waves_of(program: Program) -> list[Wave]:
    """Return the departments that come next, by day."""
    return list(Wave.objects.filter(program=program))


def wave_for(viewer: Viewer, next_department_id: UUID) -> Wave:
    """Return a department that comes next in a program whose office the viewer belongs to; NotFound otherwise."""
    found: Wave | None = Wave.objects.filter(id=next_department_id).select_related("program").first()
    if found is None or not viewer.has(*OFFICE, scope_id=found.program_id):
        raise NotFound
    return found


def two_for(viewer: Viewer, program_id: UUID, pilot_id: UUID) -> tuple[Program, Program]:
    """Return two different programs of whose offices the viewer is; NotFound otherwise."""
    found = {one.id: one for one in programs_for(viewer)}
    if program_id == pilot_id or not {program_id, pilot_id} <= found.keys():
        raise NotFound
    return found[program_id], found[pilot_id]


def bundle_for(viewer: Viewer, bundle_id: UUID) -> Bundle:
    """Return a bundle that was brought here; NotFound otherwise."""
    found: Bundle | None = Bundle.objects.filter(id=bundle_id).select_related("program").first()
    if found is None:
        raise NotFound
    return found


def bundle_of(program: Program) -> tuple[bytes, dict[str, Any], list[str]]:
    """Return a program as a bundle: the file, what is in it, and what was left out, a sentence each."""
    content, told = without_names(setup_of(program))
    return written(content), content, told
