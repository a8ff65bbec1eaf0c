"""Every change of a connection: enter it, let a second person confirm it, pause it, note how it fares."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, cast
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rounds.accounts.selectors import why_not_two
from rounds.core import audit
from rounds.core.access import Viewer
from rounds.core.clock import now
from rounds.core.errors import DomainError, OutOfOrder
from rounds.core.events import emit
from rounds.integrations.connections.enums import ConnectionKind, ConnectionState
from rounds.integrations.connections.models import Connection, ConnectionRun
from rounds.integrations.connections.selectors import may_confirm
from rounds.people.models import Person

FAILURES = 5
TRIED_DAYS = 14
KEPT_DAYS = 400
# what somebody does who looks whether it works
TRY = "try"
ALIVE = (ConnectionState.ON, ConnectionState.TRYING)
STOPPED = (ConnectionState.PAUSED, ConnectionState.BROKEN)


@transaction.atomic
def enter_connection(*, kind: ConnectionKind, name: str, by: Viewer) -> Connection:
    """Begin a connection: a draft, which does nothing. Raises DomainError where one of this name is there."""
    row = Connection(kind=kind, name=name, entered_by_id=by.own_id)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise DomainError(_("There is a connection of this name already."), field="name") from None
    _record("connection.entered", row, by)
    return row


@transaction.atomic
def change_settings(
    *,
    connection: Connection,
    settings: Mapping[str, Any],
    by: Viewer,
    action: str = "connection.changed",
    state: ConnectionState = ConnectionState.DRAFT,
) -> bool:
    """Keep what the other side is, and tell whether anything changed; what was on is a draft, to be confirmed again.

    Where nothing is there to be tried before, another state than the draft says that it waits for the second person.
    """
    row = _locked(connection)
    if row.settings == dict(settings):
        return False
    row.settings = dict(settings)
    row.entered_by_id, row.confirmed_by, row.confirmed_at = by.own_id, None, None
    row.last_problem, row.failures = "", 0
    _turn(row, state)
    _record(action, row, by)
    return True


@transaction.atomic
def rename_connection(*, connection: Connection, name: str, by: Viewer) -> None:
    """Call a connection that nobody has confirmed otherwise. Raises DomainError where one of this name is there."""
    row = _locked(connection)
    if row.confirmed_at is not None:
        raise OutOfOrder(
            _("This connection was switched on under its name. Only one that is not on is renamed.")
        )
    if row.name == name:
        return
    row.name = name
    try:
        with transaction.atomic():
            row.save(update_fields=["name"])
    except IntegrityError:
        raise DomainError(_("There is a connection of this name already."), field="name") from None
    _record("connection.renamed", row, by)


@transaction.atomic
def delete_connection(*, connection: Connection, by: Viewer) -> None:
    """Delete a connection that nobody has confirmed and nobody is joined by. Raises OutOfOrder for any other."""
    row = _locked(connection)
    if problem := why_not_delete(row):
        raise OutOfOrder(problem)
    _record("connection.deleted", row, by)
    row.delete()


def why_not_delete(connection: Connection) -> str:
    """Return in a sentence why a connection can't be deleted now; "" if it can."""
    if connection.confirmed_at is not None:
        return _("This connection was switched on. Pause it instead; what it did stays to be read.")
    joined = connection.identities.count()
    words = ngettext(
        "%(count)s person is joined by it. End that on its page first, or leave it as it is.",
        "%(count)s people are joined by it. End that on its page first, or leave it as it is.",
        joined,
    )
    return words % {"count": joined} if joined else ""


@transaction.atomic
def confirm_connection(*, connection: Connection, by: Viewer) -> None:
    """Switch a connection on, as the second person. Raises OutOfOrder for anybody else, or where something is missing."""
    row = _locked(connection)
    if problem := why_not_confirm(row, by):
        raise OutOfOrder(problem)
    row.confirmed_by_id, row.confirmed_at = by.own_id, now()
    _turn(row, ConnectionState.ON)
    _record("connection.confirmed", row, by)


def why_not_confirm(connection: Connection, by: Viewer) -> str:
    """Return in a sentence why somebody can't confirm a connection now; "" if they can."""
    if connection.confirmed_at is not None:
        return _("This connection was confirmed already.")
    if not connection.settings and connection.is_monitor:
        return _("What it may read is not chosen yet. The site administrator does that first.")
    if not connection.settings:
        return _("Nothing is entered about the other side yet. The site administrator does that first.")
    if not connection.is_entered:
        return _("The platform has not said its deployment ID. The site administrator enters it first.")
    if connection.state != ConnectionState.TRYING:
        return _("It has not answered yet. The site administrator presses “Try it” first.")
    if not may_confirm(by):
        return _("A coordinator of all programs confirms it.")
    return why_not_two(connection.entered_by_id, by.person_id)


@transaction.atomic
def pause_connection(*, connection: Connection, by: Viewer) -> None:
    """Stop a connection at once; one of the two is enough for that, and a second time does nothing."""
    row = _locked(connection)
    if row.state in (ConnectionState.ON, ConnectionState.BROKEN):
        row.paused_by_id = by.own_id
        _turn(row, ConnectionState.PAUSED)
        _record("connection.paused", row, by)


@transaction.atomic
def resume_connection(*, connection: Connection, by: Viewer) -> None:
    """Let a paused or broken connection go on as two people confirmed it. Raises OutOfOrder where why_not_resume says so."""
    row = _locked(connection)
    if problem := why_not_resume(row, by):
        raise OutOfOrder(problem)
    if row.state in STOPPED:
        row.failures, row.last_problem, row.paused_by = 0, "", None
        _turn(row, ConnectionState.ON)
        _record("connection.resumed", row, by)


def why_not_resume(connection: Connection, by: Viewer) -> str:
    """Return in a sentence why somebody can't let a connection go on now; "" if they can.

    Who has paused it takes that back; anybody else's pause is ended by a coordinator of all programs.
    """
    if connection.confirmed_at is None:
        return _("This connection is not confirmed. A coordinator of all programs does that first.")
    is_own = connection.state == ConnectionState.PAUSED and connection.paused_by_id == by.own_id
    if connection.state in STOPPED and not is_own and not may_confirm(by):
        return _("A coordinator of all programs lets it go on.")
    return ""


@transaction.atomic
def note_trial(*, connection: Connection, sentence: str, counts: Mapping[str, int], by: Viewer) -> None:
    """Remember that somebody tried a connection and that it answered well: a draft is being tried from now on."""
    row = _locked(connection)
    if row.state == ConnectionState.DRAFT:
        _turn(row, ConnectionState.TRYING)
    note_success(connection=row, what=TRY, sentence=sentence, counts=counts)
    _record("connection.tried", row, by)


@transaction.atomic
def note_success(
    *, connection: Connection, what: str, sentence: str, counts: Mapping[str, int], digest: str = ""
) -> None:
    """Remember that a connection did something, and how much."""
    ConnectionRun.objects.create(
        connection=connection, what=what, is_good=True, sentence=sentence, counts=dict(counts), digest=digest
    )
    Connection.objects.filter(id=connection.id).update(last_success_at=now(), last_problem="", failures=0)


@transaction.atomic
def note_failure(
    *, connection: Connection, what: str, problem: str, sentence: str, is_final: bool = False
) -> None:
    """Remember that something failed. Five in a row, or one refused credential: broken, until somebody looks.

    What somebody only tries stops nothing that runs.
    """
    row = _locked(connection)
    ConnectionRun.objects.create(connection=row, what=what, is_good=False, sentence=sentence)
    if what == TRY:
        return
    row.failures, row.last_problem = min(row.failures + 1, 1000), problem[:40]
    if row.state == ConnectionState.ON and (is_final or row.failures >= FAILURES):
        row.state, row.state_at = ConnectionState.BROKEN, now()
        emit("connection.broken", institution_id=cast(UUID, row.institution_id), connection=row.id)
    row.save()


def keep_in_time() -> None:
    """Make drafts of what was tried for two weeks, and forget what was done more than 400 days ago."""
    old = now() - timedelta(days=TRIED_DAYS)
    tried = Connection.objects.filter(state=ConnectionState.TRYING, state_at__lt=old)
    tried.exclude(kind=ConnectionKind.MONITOR).update(state=ConnectionState.DRAFT, state_at=now())
    ConnectionRun.objects.filter(at__lt=now() - timedelta(days=KEPT_DAYS)).delete()


def merge_hands(keep: Person, other: Person, by: Viewer) -> set[Any]:
    """Make drafts of connections that two records of one person have entered and confirmed: one person is not two."""
    pair = {keep.id, other.id}
    for row in Connection.objects.select_for_update(no_key=True).filter(confirmed_by__in=pair):
        if row.entered_by_id in pair:
            row.confirmed_by, row.confirmed_at = None, None
            _turn(row, ConnectionState.DRAFT)
            _record("connection.changed", row, by)
    return set()


def _locked(connection: Connection) -> Connection:
    row: Connection = Connection.objects.select_for_update(no_key=True).get(id=connection.id)
    return row


def _turn(row: Connection, state: ConnectionState) -> None:
    row.state, row.state_at = state, now()
    row.save()


def _record(action: str, row: Connection, by: Viewer) -> None:
    audit.record(action, by=by, kind="connection", object_id=row.id, what=row.kind)
