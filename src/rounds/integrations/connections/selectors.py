"""Reads of connections: the list, one for who may see it, what it did."""

from uuid import UUID

from django.db.models import Q, QuerySet

from rounds.core.access import Viewer
from rounds.core.enums import Role
from rounds.core.errors import NotFound
from rounds.integrations.connections.enums import ConnectionKind, ConnectionState
from rounds.integrations.connections.models import Connection, ConnectionRun

RUNS_SHOWN = 20


def may_enter(viewer: Viewer) -> bool:
    """Tell whether somebody enters connections and what belongs to them."""
    return viewer.has(Role.SITE_ADMIN)


def may_confirm(viewer: Viewer) -> bool:
    """Tell whether somebody confirms connections: who coordinates all programs."""
    return viewer.has(Role.COORDINATOR)


def list_connections() -> QuerySet[Connection]:
    """Return all connections of the institution by name."""
    return Connection.objects.select_related("entered_by", "confirmed_by", "paused_by")


def connection_for(viewer: Viewer, connection_id: UUID) -> Connection:
    """Return a connection for whom it concerns; NotFound otherwise."""
    found: Connection | None = list_connections().filter(id=connection_id).first()
    if found is None or not (may_enter(viewer) or may_confirm(viewer)):
        raise NotFound
    return found


def is_on(connection: Connection) -> bool:
    """Tell whether a connection is on now, whatever it was when a long work with it began: a pause counts at once."""
    return Connection.objects.filter(id=connection.id, state=ConnectionState.ON).exists()


def platform_for(viewer: Viewer, connection_id: UUID) -> Connection:
    """Return a connection to a learning platform for whom it concerns; NotFound otherwise."""
    return _of_kind(connection_for(viewer, connection_id), ConnectionKind.LTI)


def monitor_for(viewer: Viewer, monitor_id: UUID) -> Connection:
    """Return a connection by which the hospital's monitoring asks for whom it concerns; NotFound otherwise."""
    return _of_kind(connection_for(viewer, monitor_id), ConnectionKind.MONITOR)


def _of_kind(connection: Connection, kind: ConnectionKind) -> Connection:
    if connection.kind != kind:
        raise NotFound
    return connection


def waiting_for(viewer: Viewer) -> QuerySet[Connection]:
    """Return the connections that wait for somebody: entered by another, tried and not confirmed yet, or broken."""
    waits = Q(pk__in=[])
    if may_confirm(viewer):
        to_confirm = Q(confirmed_at=None, state=ConnectionState.TRYING) & ~Q(entered_by_id=viewer.own_id)
        waits |= to_confirm | Q(state=ConnectionState.BROKEN)
    elif may_enter(viewer):
        waits |= Q(state=ConnectionState.BROKEN)
    return list_connections().filter(waits)


def runs_of(connection: Connection) -> QuerySet[ConnectionRun]:
    """Return what a connection did lately, newest first."""
    return ConnectionRun.objects.filter(connection=connection)[:RUNS_SHOWN]
