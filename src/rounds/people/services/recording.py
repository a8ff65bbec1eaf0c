"""Audit rows about a person; they show in that person's own log."""

from typing import Any
from uuid import UUID

from rounds.core import audit
from rounds.core.access import Viewer


def record_about(person_id: UUID, action: str, *, by: Viewer, **facts: Any) -> None:
    """Record what somebody did with the record of a person."""
    audit.record(action, by=by, kind="person", object_id=person_id, about_person_id=person_id, **facts)
