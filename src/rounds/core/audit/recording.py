"""The audit chain: append, and verify.

Each row's hash covers its contents and the hash before it, per institution, so that a changed, removed
or inserted row is found. `facts` holds ids, counts and plain values, never contents of sensitive fields.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from rounds.core.access import Viewer
from rounds.core.clock import now
from rounds.core.database.bulk_rows import ready_inserts
from rounds.core.models import AuditEvent, AuditHead

INSTALLATION = UUID(int=0)


@transaction.atomic
def record(
    action: str,
    *,
    by: Viewer,
    kind: str = "",
    object_id: UUID | None = None,
    program_id: UUID | None = None,
    about_person_id: UUID | None = None,
    **facts: Any,
) -> AuditEvent:
    """Append one event to the chain of the viewer's institution, in the caller's transaction.

    `about_person_id` is the person whose record was opened or changed; it shows in their own log.
    """
    head = _locked_head(by)
    event = _next(
        head,
        action,
        by=by,
        kind=kind,
        object_id=object_id,
        program_id=program_id,
        about_person_id=about_person_id,
        **facts,
    )
    event.save(force_insert=True)
    head.save(update_fields=["number", "hash"])
    return event


@transaction.atomic
def record_each(action: str, *, by: Viewer, events: Sequence[Mapping[str, Any]]) -> None:
    """Append one event for each mapping of what `record` takes, in their order and in one statement."""
    if not events:
        return
    head = _locked_head(by)
    ready_inserts(AuditEvent, [_next(head, action, by=by, **what) for what in events]).write()
    head.save(update_fields=["number", "hash"])


def _locked_head(by: Viewer) -> AuditHead:
    head, _ = AuditHead.objects.select_for_update().get_or_create(institution_id=by.institution_id)
    return head


def _next(
    head: AuditHead,
    action: str,
    *,
    by: Viewer,
    kind: str = "",
    object_id: UUID | None = None,
    program_id: UUID | None = None,
    about_person_id: UUID | None = None,
    **facts: Any,
) -> AuditEvent:
    """Return the event that follows the head, and move the head on; neither is written."""
    event = AuditEvent(
        institution_id=by.institution_id,
        number=head.number + 1,
        at=now(),
        action=action,
        by_user_id=by.user_id,
        by_person_id=by.person_id,
        by_name=by.name[:200],
        program_id=program_id,
        object_kind=kind,
        object_id=object_id,
        about_person_id=about_person_id,
        facts=json.loads(json.dumps(facts, default=_plain)),
        previous_hash=head.hash,
    )
    event.hash = digest_of(event)
    head.number, head.hash = event.number, event.hash
    return event


def digest_of(event: AuditEvent) -> str:
    """Return the hash that an event must carry: SHA-256 over its canonical JSON and the hash before it."""
    contents = {
        "institution": str(event.institution_id),
        "number": event.number,
        "at": event.at.isoformat(),
        "action": event.action,
        "by": [_text(event.by_user_id), _text(event.by_person_id), event.by_name],
        "program": _text(event.program_id),
        "object": [event.object_kind, _text(event.object_id), _text(event.about_person_id)],
        "facts": event.facts,
        "previous": event.previous_hash,
    }
    return hashlib.sha256(json.dumps(contents, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
