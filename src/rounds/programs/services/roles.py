"""Who has a role in a program: asked for, given, ended."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rounds.accounts.models import PendingChange
from rounds.accounts.services.access_changes import request_role
from rounds.core import audit
from rounds.core.access import Viewer
from rounds.core.clock import institution_today
from rounds.core.enums import Role
from rounds.core.errors import DomainError
from rounds.people.models import Person
from rounds.programs.models import PROGRAM_ROLES, Program, ProgramRole


@transaction.atomic
def ask_for_role(*, by: Viewer, program: Program, person: Person, role: str) -> PendingChange:
    """Ask to give somebody a role in a program; they or a second person of the office confirm."""
    if role not in PROGRAM_ROLES:
        raise DomainError(_("Choose coordinator, director or steering committee viewer."), field="role")
    if ProgramRole.objects.filter(program=program, person=person, role=role, to_on=None).exists():
        raise DomainError(_("%(name)s has this role already.") % {"name": person.display_name}, field="role")
    return request_role(person=person, role=role, by=by, scope_id=program.id)


def give_asked_role(by: Viewer, person: Person, role: str, scope_id: UUID) -> bool:
    """Give a role that two people have agreed on, if its scope is a program."""
    program = Program.objects.filter(id=scope_id).first()
    if program is None:
        return False
    give_role(by=by, program=program, person=person, role=role)
    return True


@transaction.atomic
def give_role(*, by: Viewer, program: Program, person: Person, role: str) -> ProgramRole:
    """Make somebody coordinator, director or steering viewer of a program; twice is once. No page calls this alone."""
    if role not in PROGRAM_ROLES:
        raise DomainError(_("Choose coordinator, director or steering committee viewer."), field="role")
    given: ProgramRole
    given, made = ProgramRole.objects.get_or_create(
        program=program, person=person, role=role, to_on=None, defaults={"from_on": institution_today()}
    )
    if made:
        audit.record(
            "programs.role.given",
            by=by,
            kind="program_role",
            object_id=given.id,
            program_id=program.id,
            person=person.id,
            role=role,
        )
    return given


@transaction.atomic
def end_role(*, by: Viewer, program_role: ProgramRole) -> None:
    """End somebody's role in a program today; the last coordinator stays."""
    coordinators = ProgramRole.objects.select_for_update(no_key=True).filter(
        program_id=program_role.program_id, role=Role.COORDINATOR, to_on=None
    )
    if program_role.role == Role.COORDINATOR and len(coordinators) < 2:
        raise DomainError(_("A program needs a coordinator. Name another one first."))
    ended = ProgramRole.objects.filter(id=program_role.id, to_on=None).update(to_on=institution_today())
    if ended:
        audit.record(
            "programs.role.ended",
            by=by,
            kind="program_role",
            object_id=program_role.id,
            program_id=program_role.program_id,
            person=program_role.person_id,
            role=program_role.role,
        )
