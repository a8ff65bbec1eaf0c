"""The rounds that stand on somebody's home, in one prepared query."""

from django.db.models import Q, UUIDField

from rounds.core.access import Viewer
from rounds.core.database.prepared import Ask, Prepared
from rounds.surveys.enums import RoundState
from rounds.surveys.models import Round360

SHOWN = (RoundState.NOMINATING, RoundState.RUNNING, RoundState.READY)
_at_home = Prepared(
    lambda person_id: (
        Round360.objects.filter(Q(subject_id=person_id) | Q(debriefer_id=person_id), state__in=SHOWN)
        .select_related("subject", "debriefer", "release")
        .order_by("-created_at")
    ),
    person_id=UUIDField(),
)


def rounds_at_home(viewer: Viewer) -> list[Round360]:
    """Return the rounds about somebody and those that they debrief, sent and not ended, newest first."""
    return list(_at_home(person_id=viewer.own_id))


def ask_for_rounds(viewer: Viewer) -> Ask:
    """Return what `rounds_at_home` will ask."""
    return _at_home.asked(person_id=viewer.own_id)
