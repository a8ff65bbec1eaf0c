"""Reads of credentials: whose a token is, which are alive, what a machine is told."""

import secrets
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from rounds.core.access import Viewer
from rounds.core.access.devices import hash_token
from rounds.core.clock import institution_today, now
from rounds.core.errors import NotFound
from rounds.integrations.connections.enums import ConnectionKind, ConnectionState
from rounds.integrations.connections.models import Connection
from rounds.integrations.connections.selectors import may_confirm, may_enter
from rounds.integrations.credentials.enums import Scope
from rounds.integrations.credentials.models import MachineCredential

SHOWN = 20


def alive_of(connection: Connection) -> QuerySet[MachineCredential]:
    """Return the credentials of a connection that count today, the one that ends first first."""
    return _alive().filter(connection=connection).select_related("made_by").order_by("last_on", "id")


def ended_of(connection: Connection) -> QuerySet[MachineCredential]:
    """Return the credentials of a connection that are over, newest first."""
    alive = _alive().values("id")
    return MachineCredential.objects.filter(connection=connection).exclude(id__in=alive)[:SHOWN]


def credential_for(viewer: Viewer, credential_id: UUID) -> MachineCredential:
    """Return a credential that is alive for whom connections concern; NotFound otherwise."""
    found = _alive().select_related("connection").filter(id=credential_id).first()
    if found is None or not (may_enter(viewer) or may_confirm(viewer)):
        raise NotFound
    return found


def credential_of(token: str) -> MachineCredential | None:
    """Return what a token is in the institution in scope, while its connection is on; None for one that does not count."""
    digest = hash_token(token)
    found = _alive().filter(digest=digest).select_related("connection").first()
    counts = (
        found is not None
        and secrets.compare_digest(found.digest, digest)
        and found.connection.kind == ConnectionKind.MONITOR
        and found.connection.state == ConnectionState.ON
    )
    return found if counts else None


def told_to(credential: MachineCredential) -> dict[str, Any]:
    """Return what a machine reads with a credential: nothing that its connection was not switched on for as well."""
    scopes = {*credential.scopes} & {*credential.connection.settings.get("scopes", ())}
    told: dict[str, Any] = {"asked_at": now().isoformat()}
    if Scope.STATES in scopes:
        rows = list(Connection.objects.all())
        told["broken"] = sum(row.state == ConnectionState.BROKEN for row in rows)
        told["connections"] = [_as_told(row) for row in rows]
    if Scope.ENDS in scopes:
        ends = _alive().order_by("last_on").values_list("last_on", flat=True).first()
        told["next_credential_ends_on"] = ends.isoformat() if ends else None
    return told


def _as_told(row: Connection) -> dict[str, Any]:
    return {
        "id": str(row.id),
        "name": row.name,
        "kind": row.kind,
        "state": row.state,
        "state_since": row.state_at.isoformat(),
        "last_success_at": row.last_success_at.isoformat() if row.last_success_at else None,
        "last_problem": row.last_problem or None,
    }


def _alive() -> QuerySet[MachineCredential]:
    return MachineCredential.objects.filter(ended_at=None, last_on__gte=institution_today())
