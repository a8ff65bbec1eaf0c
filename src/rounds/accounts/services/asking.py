"""Asking for what takes two people, and closing what was asked; both are recorded and told."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from rounds.accounts.enums import Decision
from rounds.accounts.models import PendingChange
from rounds.core import audit
from rounds.core.access import Viewer
from rounds.core.clock import now
from rounds.core.enums import Role
from rounds.core.errors import OutOfOrder
from rounds.core.events import emit
from rounds.people.models import Person

CHANGE_DAYS = 14
MAY_ASK = (Role.COORDINATOR, Role.DIRECTOR, Role.SITE_ADMIN)


def ask_change(person: Person, by: Viewer, **what: object) -> PendingChange:
    """Write what somebody asks for; raises OutOfOrder where the same waits already."""
    moment = now()
    mine = {
        "person": person,
        "decision": Decision.OPEN,
        **{key: value for key, value in what.items() if key != "new_address"},
    }
    PendingChange.objects.filter(**mine).filter(expires_at__lte=moment).update(
        decision=Decision.REFUSED, decided_at=moment
    )
    try:
        with transaction.atomic():
            change: PendingChange = PendingChange.objects.create(
                person=person,
                old_address=person.user.email if person.user else person.email,
                asked_by_id=by.person_id,
                expires_at=moment + timedelta(days=CHANGE_DAYS),
                **what,
            )
    except IntegrityError:
        raise OutOfOrder(_("The same was asked already and waits to be confirmed.")) from None
    _tell("asked", change, by)
    return change


def decide_change(change: PendingChange, by: Viewer, decision: Decision) -> None:
    """Close an open change, once; raises OutOfOrder for one that was decided or is too old."""
    decided = PendingChange.objects.filter(id=change.id, decision=Decision.OPEN, expires_at__gt=now()).update(
        decision=decision, decided_by_id=by.person_id, decided_at=now()
    )
    if not decided:
        raise OutOfOrder(
            _("This was decided already, or nobody decided it in time. Ask again if it is needed.")
        )
    change.decision = decision
    _tell("decided", change, by)


def _tell(what: str, change: PendingChange, by: Viewer) -> None:
    """Write the audit row, and the event by which the owner is told."""
    audit.record(
        f"access.{what}",
        by=by,
        kind="pending_change",
        object_id=change.id,
        about_person_id=change.person_id,
        what=change.kind,
        role=change.role,
        switch=change.switch,
        scope=change.scope_id,
        decision=change.decision,
    )
    emit(f"access.{what}", institution_id=by.institution_id, change=change.id)
