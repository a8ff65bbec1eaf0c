"""Strategic priorities of a program: added, changed, taken out."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from rounds.core import audit
from rounds.core.access import Viewer
from rounds.core.database.retrying import retried
from rounds.core.errors import DomainError
from rounds.programs.models import Priority, Program


@retried
def save_priority(
    *,
    by: Viewer,
    program: Program,
    priority: Priority | None = None,
    name: str,
    from_on: date,
    to_on: date | None,
    weight: int,
    rationale: str,
) -> Priority:
    """Add a strategic priority, or change one; what is already matched keeps its snapshot."""
    if to_on is not None and to_on <= from_on:
        raise DomainError(_("The end must be after the start."), field="to_on")
    if not 1 <= weight <= 100:
        raise DomainError(_("Weight: a whole number from 1 to 100."), field="weight")
    others = program.priorities.exclude(id=priority.id) if priority else program.priorities.all()
    if others.filter(name__iexact=name.strip()).exists():
        raise DomainError(
            _("There is a priority “%(name)s” already. Choose another name.") % {"name": name.strip()},
            field="name",
        )
    done = "changed" if priority else "added"
    priority = priority or Priority(program=program)
    priority.name, priority.from_on, priority.to_on = name.strip(), from_on, to_on
    priority.weight, priority.rationale = weight, rationale.strip()
    priority.save()
    audit.record(
        f"programs.priority.{done}",
        by=by,
        kind="priority",
        object_id=priority.id,
        program_id=program.id,
        name=priority.name,
        from_on=from_on,
        to_on=to_on,
        weight=weight,
    )
    return priority


@transaction.atomic
def remove_priority(*, by: Viewer, priority: Priority) -> None:
    """Take a priority out; end it instead where it once counted."""
    audit.record(
        "programs.priority.removed",
        by=by,
        kind="priority",
        object_id=priority.id,
        program_id=priority.program_id,
        name=priority.name,
    )
    priority.delete()
