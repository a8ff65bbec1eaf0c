"""Taking back pairs that an import recorded: while they run untouched, they can go as if they had never come."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError

from rounds.mentorships.enums import State
from rounds.mentorships.models import Mentorship
from rounds.mentorships.services import _free_places


@transaction.atomic
def take_back_recorded(way: Mapping[str, Any]) -> int:
    """Delete recorded pairs and restore corrected starts; return how many pairs stay because they went on since."""
    for key, start in way.get("starts", {}).items():
        day = date.fromisoformat(start)
        Mentorship.objects.filter(id=key).update(imported_start_on=day, opened_on=day)
    Mentorship.objects.filter(id__in=way.get("ended", []), state=State.ENDED).delete()
    ids = way.get("mentorships", [])
    gone = 0
    for pair in (
        Mentorship.objects.select_for_update(no_key=True)
        .filter(id__in=ids, state=State.ACTIVE)
        .exclude(imported_start_on=None)
    ):
        mentor_id = pair.mentor_id
        try:
            with transaction.atomic():
                pair.delete()
        except ProtectedError:
            continue
        _free_places(Counter([mentor_id]))
        gone += 1
    return len(ids) - gone
