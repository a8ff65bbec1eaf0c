"""Taking back pairs that an import recorded: while they run untouched, they can go as if they had never come."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import ProtectedError

from rounds.core.database.bulk_rows import among, delete_rows, ready_updates
from rounds.mentorships.enums import State
from rounds.mentorships.models import Mentorship
from rounds.mentorships.services.limits import free_places


@transaction.atomic
def take_back_recorded(way: Mapping[str, Any]) -> int:
    """Delete recorded pairs and restore corrected starts; return how many pairs stay because they went on since."""
    days = {UUID(key): date.fromisoformat(day) for key, day in way.get("starts", {}).items()}
    starts = {key: {"imported_start_on": day, "opened_on": day} for key, day in days.items()}
    for rows in ready_updates(Mentorship, starts):
        rows.write()
    over = Mentorship.objects.filter(id__in=among(way.get("ended", [])), state=State.ENDED)
    _delete(over.values_list("id", flat=True))
    ids = way.get("mentorships", [])
    running = Mentorship.objects.select_for_update(no_key=True).filter(id__in=among(ids), state=State.ACTIVE)
    mentors = dict(running.exclude(imported_start_on=None).order_by("id").values_list("id", "mentor_id"))
    gone = _delete(mentors)
    free_places(Counter(mentors[key] for key in gone))
    return len(ids) - len(gone)


def _delete(ids: Iterable[UUID]) -> set[UUID]:
    """Delete pairs; return which went. One that other rows refer to goes with them, or stays if they hold it."""
    gone = set(ids)
    for key in delete_rows(Mentorship, gone):
        try:
            with transaction.atomic():
                Mentorship.objects.filter(id=key).delete()
        except ProtectedError:
            gone.discard(key)
    return gone
