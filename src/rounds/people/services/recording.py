"""What is noted beside a change of a person: the audit row of their own log, and whose hand is in who they are."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from rounds.core import audit
from rounds.core.access import Viewer
from rounds.core.database.bulk_rows import ready_inserts
from rounds.people.models import Origin


def record_about(person_id: UUID, action: str, *, by: Viewer, **facts: Any) -> None:
    """Record what somebody did with the record of a person."""
    audit.record(action, by=by, kind="person", object_id=person_id, about_person_id=person_id, **facts)


def note_origin(person_id: UUID, kind: str, *, by: Viewer) -> None:
    """Note that somebody made, addressed, invited or merged a person; nothing for setup, and for oneself."""
    note_origins([person_id], kind, by=by)


def note_origins(people: Iterable[UUID], kind: str, *, by: Viewer) -> None:
    """Note the same of many, in one statement."""
    if by.person_id is None:
        return
    rows = [Origin(person_id=one, by_id=by.person_id, kind=kind) for one in people if one != by.person_id]
    if rows:
        ready_inserts(Origin, rows).write()
