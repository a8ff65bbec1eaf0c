"""Institution roles. Who may decide about them is the caller's to check."""

from uuid import UUID

from django.db import transaction

from rounds.core.access import Viewer
from rounds.core.clock import institution_today
from rounds.core.enums import Role
from rounds.people.models import Person, RoleAssignment
from rounds.people.services.recording import record_about


@transaction.atomic
def grant_role(*, person: Person, role: str, by: Viewer, scope_id: object = None) -> RoleAssignment:
    """Give a person a role from today on. Who may decide that is the caller's to check."""
    assignment: RoleAssignment
    assignment, created = RoleAssignment.objects.get_or_create(
        person=person, role=role, scope_id=scope_id, to_on=None, defaults={"from_on": institution_today()}
    )
    if created:
        record_about(person.id, "role.grant", by=by, role=role, scope=scope_id)
    return assignment


@transaction.atomic
def end_role(*, assignment: RoleAssignment, by: Viewer) -> None:
    """End a role today; its holder loses it with the next request."""
    ended = RoleAssignment.objects.filter(id=assignment.id, to_on=None).update(
        to_on=max(assignment.from_on, institution_today())
    )
    if ended:
        record_about(assignment.person_id, "role.end", by=by, role=assignment.role)


def directing_role(person_id: UUID, program_id: UUID) -> RoleAssignment | None:
    """Return the open role by which a director sees the trainees of a training program."""
    roles = RoleAssignment.objects.filter(person_id=person_id, role=Role.RESIDENCY_DIRECTOR)
    found: RoleAssignment | None = roles.filter(scope_id=program_id, to_on=None).first()
    return found
