"""Every change of a credential: make it, end it, note that it was used, tell in time that it ends."""

import secrets
from collections.abc import Iterable
from datetime import date, timedelta
from typing import cast
from uuid import UUID

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from rounds.core import audit
from rounds.core.access import Viewer, system
from rounds.core.access.devices import hash_token
from rounds.core.clock import institution_today, now
from rounds.core.errors import DomainError, OutOfOrder
from rounds.core.events import emit
from rounds.integrations.connections.enums import ConnectionState
from rounds.integrations.connections.models import Connection
from rounds.integrations.connections.services import change_settings
from rounds.integrations.credentials.models import SLOTS, MachineCredential

# 256 random bits; the word before them lets scanners of source code find one that was left lying about
RANDOM_BYTES = 32
PREFIX = "rounds_"
MOST_DAYS = 365
# so many days before its last day somebody is told
TELL_BEFORE = (30, 7)


def choose_scopes(*, connection: Connection, scopes: Iterable[str], by: Viewer) -> bool:
    """Keep what a machine may read, and tell whether that changed; a second person switches it on, again where it was on."""
    return change_settings(
        connection=connection, settings={"scopes": sorted({*scopes})}, by=by, state=ConnectionState.TRYING
    )


@transaction.atomic
def make_credential(*, connection: Connection, scopes: Iterable[str], last_on: date, by: Viewer) -> str:
    """Return a new token, which is shown once. Raises OutOfOrder where two are alive or the connection is not on."""
    row = Connection.objects.select_for_update(no_key=True).get(id=connection.id)
    if row.state != ConnectionState.ON:
        raise OutOfOrder(_("A coordinator of all programs switches this connection on first."))
    wanted = sorted({*scopes} & {*row.settings["scopes"]})
    if not wanted:
        raise DomainError(_("Choose what it may read."), field="scopes")
    today = institution_today()
    if not today <= last_on <= today + timedelta(days=MOST_DAYS):
        words = _("Choose a day from today to %(day)s: a credential is good for a year at most.")
        raise DomainError(
            words % {"day": date_format(today + timedelta(days=MOST_DAYS), "j M Y")}, field="last_on"
        )
    token = PREFIX + secrets.token_urlsafe(RANDOM_BYTES)
    left = (last_on - today).days
    made = MachineCredential.objects.create(
        connection=row,
        slot=_free_slot(row, today),
        digest=hash_token(token),
        scopes=wanted,
        last_on=last_on,
        made_by_id=by.own_id,
        told_days=min((mark for mark in TELL_BEFORE if left <= mark), default=None),
    )
    _record("credential.made", made, by)
    return token


def _free_slot(connection: Connection, today: date) -> int:
    """Return a place for one more, once what is past its last day is over. Raises OutOfOrder where two are alive."""
    rows = MachineCredential.objects.filter(connection=connection, ended_at=None)
    rows.filter(last_on__lt=today).update(ended_at=now())
    taken = set(rows.values_list("slot", flat=True))
    free = [slot for slot in SLOTS if slot not in taken]
    if not free:
        raise OutOfOrder(_("Two credentials are alive. End the old one first; then make another."))
    return free[0]


@transaction.atomic
def end_credential(*, credential: MachineCredential, by: Viewer) -> None:
    """End a credential at once; a second time does nothing."""
    if MachineCredential.objects.filter(id=credential.id, ended_at=None).update(ended_at=now()):
        _record("credential.ended", credential, by)


@transaction.atomic
def note_use(credential: MachineCredential) -> None:
    """Remember the day on which a credential was used; its first use of a day is recorded, others write nothing."""
    today = institution_today()
    if credential.used_on == today:
        return
    rows = MachineCredential.objects.filter(id=credential.id).exclude(used_on=today)
    if rows.update(used_on=today):
        _record("credential.used", credential, system(cast(UUID, credential.institution_id)))


@transaction.atomic
def tell_of_ends() -> None:
    """Let somebody be told of the credentials of an institution that end in 30 and in 7 days, of each once."""
    today = institution_today()
    MachineCredential.objects.filter(ended_at=None, last_on__lt=today).update(ended_at=now())
    for row in MachineCredential.objects.filter(
        ended_at=None, last_on__lte=today + timedelta(max(TELL_BEFORE))
    ):
        mark = min(mark for mark in TELL_BEFORE if (row.last_on - today).days <= mark)
        rows = MachineCredential.objects.filter(id=row.id).exclude(told_days__lte=mark)
        if rows.update(told_days=mark):
            emit("credential.ends", institution_id=cast(UUID, row.institution_id), credential=row.id)


def _record(action: str, row: MachineCredential, by: Viewer) -> None:
    audit.record(action, by=by, kind="credential", object_id=row.id, scopes=", ".join(row.scopes))
