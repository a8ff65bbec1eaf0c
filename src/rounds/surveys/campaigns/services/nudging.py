"""The office asks that who is missing be reminded with the next mail of the day; it may take that back before it leaves."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from rounds.core import audit
from rounds.core.access import Viewer
from rounds.core.clock import institution_today
from rounds.core.errors import OutOfOrder
from rounds.surveys.campaigns.selectors.nudging import people_to_nudge
from rounds.surveys.models import Wave


@transaction.atomic
def nudge(*, wave: Wave, by: Viewer) -> int:
    """Bring the next reminder of who is missing forward; return how many they are. Twice on a day is once; two come in all."""
    row = Wave.objects.select_for_update(of=("self",)).select_related("campaign").get(id=wave.id)
    people = people_to_nudge(row)
    if not people:
        raise OutOfOrder(_("Nobody is left to remind: they have answered, or were reminded today or twice."))
    if row.nudged_on != institution_today():
        Wave.objects.filter(id=row.id).update(nudged_on=institution_today())
        _note("survey.nudged", row, by, people=len(people))
    return len(people)


@transaction.atomic
def take_back_nudge(*, wave: Wave, by: Viewer) -> None:
    """Let reminders come on their own days again; what has left has left."""
    if Wave.objects.filter(id=wave.id, nudged_on__isnull=False).update(nudged_on=None):
        _note("survey.nudge_taken_back", wave, by)


def _note(deed: str, wave: Wave, by: Viewer, **facts: Any) -> None:
    audit.record(deed, by=by, kind="wave", object_id=wave.id, program_id=wave.campaign.scope_id, **facts)
