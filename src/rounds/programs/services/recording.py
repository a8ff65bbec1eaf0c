"""Audit rows about a program, and about somebody's enrollment in one."""

from typing import Any

from rounds.core import audit
from rounds.core.access import Viewer
from rounds.programs.models import Enrollment, Program


def record_program(action: str, *, by: Viewer, program: Program, **facts: Any) -> None:
    """Record what somebody did with a program."""
    audit.record(action, by=by, kind="program", object_id=program.id, program_id=program.id, **facts)


def record_enrollment(action: str, *, by: Viewer, enrollment: Enrollment, **facts: Any) -> None:
    """Record what somebody did with an enrollment; it shows in the log of the enrolled person."""
    audit.record(
        action,
        by=by,
        kind="enrollment",
        object_id=enrollment.id,
        about_person_id=enrollment.person_id,
        program_id=enrollment.cohort.cycle.program_id,
        **facts,
    )
