"""Mails to the owner of an account whose access somebody asks to change. They go out in rehearsal too."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from rounds.accounts.enums import ChangeKind, Decision
from rounds.accounts.models import PendingChange
from rounds.accounts.selectors import changes_about
from rounds.core.access import Viewer, system
from rounds.core.events import handles
from rounds.core.models import Event, Institution
from rounds.people.models import TrainingProgram
from rounds.programs.models import Program
from rounds.web.mail import link, send_mail


@handles("access.asked")
def tell_owner_that_it_was_asked(event: Event) -> None:
    """Write to the address that counts now, before anything changes."""
    _write(event, "access_asked", by="asked_by")


@handles("access.decided")
def tell_owner_that_it_was_decided(event: Event) -> None:
    """Write to the address that counted until now."""
    _write(event, "access_decided", by="decided_by")


def _write(event: Event, kind: str, *, by: str) -> None:
    change = PendingChange.objects.select_related("person", by).filter(id=event.ids["change"]).first()
    if change is None or not change.old_address or change.kind == ChangeKind.SWITCH:
        return
    somebody = getattr(change, by)
    institution = Institution.objects.get(id=event.institution_id)
    send_mail(
        kind,
        key=f"{event.name}:{change.id}",
        to_address=change.old_address,
        to_person_id=change.person_id,
        by=system(institution.id),
        context={
            "name": change.person.display_name,
            "institution": institution.name,
            "by": somebody.display_name if somebody else institution.name,
            "what": what_of(change),
            "is_done": change.decision == Decision.DONE,
            "link": link(institution, "access:detail", change_id=change.id),
        },
        even_in_rehearsal=True,
    )


def own_changes(viewer: Viewer) -> list[tuple[PendingChange, str]]:
    """Return what waits to be confirmed about the viewer's own access, each in words."""
    changes = changes_about(viewer.own_id)
    return list(zip(changes, what_of_each(changes), strict=True))


def what_of(change: PendingChange) -> str:
    """Return what a change would change, in a few words for a page or a mail."""
    return what_of_each([change])[0]


def what_of_each(changes: Sequence[PendingChange]) -> list[str]:
    """Return the same of many, in as many queries."""
    scopes = [change.scope_id for change in changes if change.scope_id]
    names = {
        key: name
        for model in ((Program, TrainingProgram) if scopes else ())
        for key, name in model.objects.filter(id__in=scopes).values_list("id", "name")
    }
    return [_in_words(change, names) for change in changes]


def _in_words(change: PendingChange, names: Mapping[UUID, str]) -> str:
    if change.kind == ChangeKind.ADDRESS:
        return str(change.new_address)
    if change.kind == ChangeKind.CLOSING:
        return _("the sign-in %(address)s is closed") % {"address": change.old_address}
    role = str(change.get_switch_display() or change.get_role_display())
    program = names.get(change.scope_id) if change.scope_id else None
    return _("%(role)s in %(program)s") % {"role": role, "program": program} if program else role
