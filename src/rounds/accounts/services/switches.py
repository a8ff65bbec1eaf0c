"""What two people turn on or off for everybody: mail, and approval by a second person."""

from collections.abc import Callable
from uuid import UUID

from django.db import transaction

from rounds.accounts.enums import ChangeKind, Decision, Switch
from rounds.accounts.models import PendingChange
from rounds.accounts.services.asking import MAY_ASK, ask_change
from rounds.core import audit
from rounds.core.access import Viewer
from rounds.core.clock import now
from rounds.core.enums import Role
from rounds.core.errors import NotFound
from rounds.core.models import Institution
from rounds.people.models import Person

# Each domain registers how its own switches are turned.
Switcher = Callable[[PendingChange, Viewer], None]
_switchers: dict[str, Switcher] = {}


def add_switcher(switch: str, switcher: Switcher) -> None:
    """Register switcher(change, by), called in the transaction that confirms the change."""
    _switchers[switch] = switcher


@transaction.atomic
def request_switch(*, switch: str, by: Viewer, scope_id: UUID | None = None) -> PendingChange:
    """Ask to turn something on or off for everybody; a second person confirms."""
    if switch not in Switch.values or not may_switch(by, switch, scope_id):
        raise NotFound
    person = Person.objects.get(id=by.own_id)
    return ask_change(person, by, kind=ChangeKind.SWITCH, switch=switch, scope_id=scope_id)


def may_switch(viewer: Viewer, switch: str, scope_id: UUID | None = None) -> bool:
    """Tell whether somebody has a say about a switch: of a program its office, of mail who acts for all programs."""
    if switch == Switch.ALONE:
        return viewer.has(Role.COORDINATOR, Role.DIRECTOR, scope_id=scope_id)
    return None in viewer.scopes(*MAY_ASK)


def switch_asked(switch: str, scope_id: UUID | None = None) -> PendingChange | None:
    """Return the request by which a switch waits for its second person, None if there is none."""
    waiting = PendingChange.objects.filter(
        kind=ChangeKind.SWITCH,
        switch=switch,
        scope_id=scope_id,
        decision=Decision.OPEN,
        expires_at__gt=now(),
    )
    return waiting.select_related("asked_by").order_by("asked_at").first()


def apply_switch(change: PendingChange, by: Viewer) -> None:
    """Do what two people have agreed on."""
    if change.switch in (Switch.MAIL_LIVE, Switch.MAIL_REHEARSAL):
        set_mail(is_live=change.switch == Switch.MAIL_LIVE, by=by)
    else:
        _switchers[change.switch](change, by)


@transaction.atomic
def set_mail(*, is_live: bool, by: Viewer) -> None:
    """Let messages reach people, or go to who sends them. No page calls this alone; the command line asks first."""
    Institution.objects.filter(id=by.institution_id).update(mail_is_live=is_live)
    audit.record(
        "institution.mail_live" if is_live else "institution.mail_rehearsal",
        by=by,
        kind="institution",
        object_id=by.institution_id,
    )
