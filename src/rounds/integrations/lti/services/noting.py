"""What a course may be told later: which surveys waited for somebody who came out of it, and by which items it counts them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction

from rounds.integrations.connections.models import Connection
from rounds.integrations.lti.models import LtiItem, LtiTask


@dataclass(frozen=True)
class Counted:
    """By what a course counts the link that somebody came by; the survey of the link, None: all that waits."""

    context_id: str
    line_item: str
    wave_id: UUID | None


@transaction.atomic
def note_tasks(
    *, connection: Connection, subject: str, person_id: UUID, wave_ids: Iterable[UUID], counted: Counted
) -> None:
    """Remember what waits for somebody, so that the course is told once they are done, by whatever way they answer."""
    whose = {"connection": connection, "subject": subject, "context_id": counted.context_id}
    of_all = counted.line_item if counted.wave_id is None else ""
    for wave_id in wave_ids:
        own = counted.line_item if wave_id == counted.wave_id else ""
        if own and counted.context_id:
            LtiItem.objects.update_or_create(
                connection=connection,
                context_id=counted.context_id,
                wave_id=wave_id,
                defaults={"line_item": own},
            )
        if own or counted.context_id:  # where no course is named, no other link tells its item
            _note({**whose, "wave_id": wave_id, "of_all": False}, person_id, own)
        if of_all:
            _note({**whose, "wave_id": wave_id, "of_all": True}, person_id, of_all)


def _note(key: dict[str, Any], person_id: UUID, line_item: str) -> None:
    """Keep one; an item that is another than before is told anew."""
    row, is_new = LtiTask.objects.get_or_create(
        **key, defaults={"person_id": person_id, "line_item": line_item}
    )
    is_other = bool(line_item) and row.line_item != line_item
    if not is_new and (is_other or row.person_id != person_id):
        row.person_id, row.line_item = person_id, line_item or row.line_item
        row.told_at, row.refused = None, ""
        row.save()
