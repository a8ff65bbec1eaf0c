"""Which invitations and requests two records of one person cannot both bring along."""

from rounds.accounts.enums import Decision
from rounds.accounts.models import Invitation, PendingChange
from rounds.accounts.services.access_changes import refuse_change
from rounds.core.access import Viewer
from rounds.core.clock import now
from rounds.people.models import Person
from rounds.people.services.merge_steps import UnmovedIds


def merge_accounts(keep: Person, other: Person, by: Viewer) -> UnmovedIds:
    """Take back the other record's open invitation and refuse its requests where the kept one has the same open.

    Everything moves; what was open twice moves closed, so nothing stays behind.
    """
    if Invitation.objects.filter(person=keep, used_at=None, revoked_at=None).exists():
        Invitation.objects.filter(person=other, used_at=None, revoked_at=None).update(revoked_at=now())
    waiting = PendingChange.objects.filter(decision=Decision.OPEN)
    waiting.filter(person__in=[keep, other], expires_at__lte=now()).update(decision=Decision.REFUSED)
    asked = set(waiting.filter(person=keep).values_list("kind", "role", "switch", "scope_id"))
    for change in waiting.filter(person=other):
        if (change.kind, change.role, change.switch, change.scope_id) in asked:
            refuse_change(change=change, by=by)
    return set()
