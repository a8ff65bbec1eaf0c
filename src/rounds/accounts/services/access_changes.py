"""Changes of access that take two people: a sign-in address, a role that reads others' records, a sign-in's end.

One asks; the owner of the account, or a second person of the office, confirms. The owner is told at once and
again when it is done (events `access.asked` and `access.decided`; web writes the mails).
"""

from collections.abc import Callable, Collection
from dataclasses import replace
from functools import partial
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from rounds.accounts.enums import ChangeKind, Decision
from rounds.accounts.models import PendingChange
from rounds.accounts.selectors import why_not_two
from rounds.accounts.services.asking import MAY_ASK, ask_change, decide_change
from rounds.accounts.services.logins import change_address, close_sign_in, free_address
from rounds.accounts.services.switches import apply_switch, may_switch
from rounds.core.access import Viewer, institutions_of
from rounds.core.clock import now
from rounds.core.database.bulk_rows import among
from rounds.core.enums import STAFF, Role
from rounds.core.errors import DomainError, NotFound, OutOfOrder
from rounds.people.enums import DIRECTING, OriginKind
from rounds.people.models import Person, RoleAssignment, TrainingProgramMember
from rounds.people.rules import can_change_structure
from rounds.people.services.recording import note_origin
from rounds.people.services.role_requests import RoleRequest
from rounds.people.services.roles import directing_role, grant_role

# For roles that are held in a program: programs registers how it gives one.
RoleGiver = Callable[[Viewer, Person, str, UUID], bool]
_role_givers: list[RoleGiver] = []


def add_role_giver(giver: RoleGiver) -> None:
    """Register giver(by, person, role, scope_id) -> True if the scope is its own and the role was given."""
    _role_givers.append(giver)


@transaction.atomic
def request_address_change(*, person: Person, new_address: str, by: Viewer) -> PendingChange:
    """Ask for another sign-in address for somebody; they or a second person confirm."""
    _refuse_outsiders(person, by)
    if person.user is None:
        raise OutOfOrder(
            _("%(name)s has no account yet: correct the work e-mail and invite.")
            % {"name": person.display_name}
        )
    address = free_address(new_address)
    return ask_change(person, by, kind=ChangeKind.ADDRESS, new_address=address)


@transaction.atomic
def request_closing(*, person: Person, twin: Person, by: Viewer) -> PendingChange:
    """Ask that one of two records of one person, who both sign in, loses its sign-in.

    The owner or a second person confirms; then the two can be merged.
    """
    _refuse_outsiders(person, by)
    if person.user_id is None or twin.user_id is None or person.id == twin.id:
        raise OutOfOrder(_("Only one of the two signs in by now. They can be merged."))
    return ask_change(person, by, kind=ChangeKind.CLOSING)


@transaction.atomic
def request_role(*, person: Person, role: str, by: Viewer, scope_id: UUID | None = None) -> PendingChange:
    """Ask for a role that reads others' records; its holder-to-be or a second person confirms."""
    may_give = by.person_id is not None and _may_give(by, role, scope_id)
    if not may_give:
        _refuse_outsiders(person, by)
    if role not in STAFF:
        raise DomainError(_("Choose one of the roles of the list."), field="role")
    if not may_give:
        raise DomainError(
            _("Only the site administrator gives roles for the whole institution."), field="role"
        )
    return ask_change(person, by, kind=ChangeKind.ROLE, role=role, scope_id=scope_id)


@transaction.atomic
def ask_to_direct(*, member: TrainingProgramMember, by: Viewer) -> PendingChange | None:
    """Ask for the role that sees the trainees of a training program, for one of its directors.

    None for a member who directs nothing, or whose role was given or asked for before.
    """
    program_id = member.training_program_id
    if member.kind not in DIRECTING or directing_role(member.person_id, program_id) is not None:
        return None
    if any(change.person_id == member.person_id for change in list_waiting_roles(program_id)):
        return None
    return request_role(person=member.person, role=Role.RESIDENCY_DIRECTOR, by=by, scope_id=program_id)


def directors_to_ask_for(program_id: UUID) -> set[UUID]:
    """Return the memberships of directors who see no trainees yet, and for whom nobody has asked."""
    held = RoleAssignment.objects.filter(
        person=OuterRef("person"), role=Role.RESIDENCY_DIRECTOR, scope_id=program_id, to_on=None
    )
    directing = TrainingProgramMember.objects.filter(
        ~Exists(held), training_program_id=program_id, to_on=None, kind__in=DIRECTING
    )
    waiting = [change.person_id for change in list_waiting_roles(program_id)]
    return set(directing.exclude(person_id__in=waiting).values_list("id", flat=True))


def change_for(viewer: Viewer, change_id: UUID) -> PendingChange:
    """Return an open change that the viewer may decide or has asked for; NotFound otherwise."""
    change = PendingChange.objects.select_related("person__user", "asked_by").filter(id=change_id).first()
    if change is None or not (can_decide(viewer, change) or change.asked_by_id == viewer.person_id):
        raise NotFound
    return change  # type: ignore[no-any-return]


def can_decide(viewer: Viewer, change: PendingChange) -> bool:
    """Tell whether the viewer is the owner or a second person of the office, never who asked."""
    if viewer.person_id is None or viewer.person_id == change.asked_by_id:
        return False
    if viewer.person_id == change.person_id:
        return True
    if change.kind == ChangeKind.CLOSING:
        return viewer.has_anywhere(*MAY_ASK)
    if change.kind == ChangeKind.ADDRESS:
        return viewer.has_anywhere(*MAY_ASK) and not _opens_others(change)
    if change.kind == ChangeKind.SWITCH:
        return may_switch(viewer, change.switch, change.scope_id)
    # on the first day there is one administrator: the coordinator of all programs, who can't ask, is the second person
    return _may_give(viewer, change.role, change.scope_id) or None in viewer.scopes(Role.COORDINATOR)


def _opens_others(change: PendingChange) -> bool:
    """Tell whether a login opens records of another institution too: then its owner alone confirms its address."""
    login = change.person.user_id
    return login is not None and len(institutions_of(login)) > 1


def list_changes(viewer: Viewer) -> list[PendingChange]:
    """Return the open changes that concern the viewer: to decide, or asked for by them."""
    waiting = PendingChange.objects.select_related("person__user", "asked_by").filter(
        decision=Decision.OPEN, expires_at__gt=now()
    )
    return [
        change for change in waiting if change.asked_by_id == viewer.person_id or can_decide(viewer, change)
    ]


def list_waiting_roles(scope_id: UUID) -> list[PendingChange]:
    """Return the open requests for roles in one program or training program, oldest first."""
    waiting = PendingChange.objects.filter(
        kind=ChangeKind.ROLE, scope_id=scope_id, decision=Decision.OPEN, expires_at__gt=now()
    )
    return list(waiting.select_related("person", "asked_by").order_by("asked_at"))


@transaction.atomic
def confirm_change(*, change: PendingChange, by: Viewer) -> PendingChange:
    """Confirm a change that somebody else asked for, and make it."""
    if not can_decide(by, change):
        if change.kind == ChangeKind.ADDRESS and _opens_others(change):
            raise OutOfOrder(
                _("Only %(name)s confirms this: the account opens records of another institution too.")
                % {"name": change.person.display_name}
            )
        raise OutOfOrder(_("Somebody else must confirm what you asked for."))
    if problem := why_not_two(change.asked_by_id, by.person_id):
        raise OutOfOrder(problem)
    if change.kind == ChangeKind.ROLE:
        _check_is_due(change)
    decide_change(change, by, Decision.DONE)
    if change.kind == ChangeKind.ADDRESS:
        if change.person.user is None:
            raise OutOfOrder(
                _("%(name)s has no account any more. Refuse this change.")
                % {"name": change.person.display_name}
            )
        change_address(user=change.person.user, new_address=change.new_address)
        for hand in {change.asked_by_id, by.person_id}:
            note_origin(change.person_id, OriginKind.ADDRESS, by=replace(by, person_id=hand))
    elif change.kind == ChangeKind.CLOSING:
        close_sign_in(person=change.person)
    elif change.kind == ChangeKind.SWITCH:
        apply_switch(change, by)
    elif change.scope_id is None:
        grant_role(person=change.person, role=change.role, by=by)
    elif not any(giver(by, change.person, change.role, change.scope_id) for giver in _role_givers):
        grant_role(person=change.person, role=change.role, by=by, scope_id=change.scope_id)
    return change


def _check_is_due(change: PendingChange) -> None:
    """Raise OutOfOrder for somebody who leaves, or who no longer directs the training program.

    Whoever ends either locks the person too, so that neither ends before the role is given.
    """
    person = Person.objects.select_for_update(no_key=True).get(id=change.person_id)
    if person.left_on is not None:
        raise OutOfOrder(
            _("%(name)s has been recorded as leaving. Refuse this request, and ask again once they are back.")
            % {"name": person.display_name}
        )
    if change.role != Role.RESIDENCY_DIRECTOR or change.scope_id is None:
        return
    directing = TrainingProgramMember.objects.filter(person=person, to_on=None, kind__in=DIRECTING)
    if not directing.filter(training_program_id=change.scope_id).exists():
        raise OutOfOrder(
            _(
                "%(name)s does not direct this training program any more. Refuse this request,"
                " and ask again once they are recorded as its director again."
            )
            % {"name": person.display_name}
        )


@transaction.atomic
def refuse_change(*, change: PendingChange, by: Viewer) -> PendingChange:
    """Refuse a change, or take back what one asked for."""
    decide_change(change, by, Decision.REFUSED)
    return change


def lock_role_requests(people: Collection[UUID]) -> list[RoleRequest]:
    """Return the open requests for roles of people; nobody else decides them until the transaction ends."""
    waiting = PendingChange.objects.select_for_update(no_key=True).filter(
        person_id__in=among(people), kind=ChangeKind.ROLE, decision=Decision.OPEN, expires_at__gt=now()
    )
    return [
        RoleRequest(one.person_id, one.role, one.scope_id, partial(_refuse, one))
        for one in waiting.order_by("id")
    ]


def _refuse(change: PendingChange, by: Viewer) -> None:
    refuse_change(change=change, by=by)


def _refuse_outsiders(person: Person, by: Viewer) -> None:
    if by.person_id is None or not (by.has_anywhere(*MAY_ASK) or by.person_id == person.id):
        raise NotFound


def _may_give(viewer: Viewer, role: str, scope_id: UUID | None) -> bool:
    """Tell whether somebody may have a say about a role: in its program the office, else the administrator.

    About who directs a training program: whoever keeps the training programs.
    """
    if viewer.has_anywhere(Role.SITE_ADMIN):
        return True
    if role == Role.RESIDENCY_DIRECTOR and scope_id is not None:
        return can_change_structure.test(viewer, None)
    return scope_id is not None and viewer.has(Role.COORDINATOR, Role.DIRECTOR, scope_id=scope_id)
