"""What has come of the last answers: written before a survey is sent again, told in its mail and after answering."""

from django.db import transaction
from django.utils.translation import gettext as _

from rounds.core import audit
from rounds.core.access import Viewer
from rounds.core.errors import OutOfOrder
from rounds.surveys.enums import WaveState
from rounds.surveys.models import Wave


@transaction.atomic
def write_since(*, wave: Wave, words: str, by: Viewer) -> None:
    """Keep what has come of the last answers; the same words change nothing. Raises OutOfOrder once it was sent."""
    written = " ".join(words.split()) or None
    row = Wave.objects.select_for_update(of=("self",)).select_related("campaign").get(id=wave.id)
    if row.since == written:
        return
    if row.state != WaveState.PLANNED:
        raise OutOfOrder(_("This survey was sent meanwhile, and its words stay as they were."))
    Wave.objects.filter(id=wave.id).update(since=written)
    wave.since = written
    audit.record("survey.since", by=by, kind="wave", object_id=wave.id, program_id=row.campaign.scope_id)
