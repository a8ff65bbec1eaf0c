"""What development keeps of somebody, for the file of all that is kept of them."""

from django.db.models import Q

from rounds.core.access import Viewer
from rounds.development.models import (
    Certificate,
    CoachingPlan,
    JurySeat,
    Nomination,
    Rehearsal,
    SeatAsk,
    SessionPlace,
    Shown,
)
from rounds.web.participant.records.own_sources import Rows, in_pairs, rows_of

SESSION = ("session", "state", "invited_at", "answered_at")
CERTIFICATE = ("honor", "words", "earned_on", "issued_by", "withdrawn_at", "withdrawn_because")
SHOWN = ("with_name", "words", "agreed_at", "until_on", "withdrawn_at", "read_by", "read_at")
COACHING = ("mentor", "coach", "state", "asked_at", "review_on", "closed_at", "sealed")
NOMINATION = ("round", "nominee", "made_at", "withdrawn_at", "sealed")
JURY = ("round",)
SEAT = ("offering", "line", "state", "asked_at")
own_sessions = rows_of(SessionPlace, "person_id")
own_seats = rows_of(SeatAsk, "person_id")
own_rehearsals = in_pairs(Rehearsal)
own_certificates = rows_of(Certificate, "person_id")
own_shown = rows_of(Shown, "person_id")
own_nominations = rows_of(Nomination, "nominator_id")
own_juries = rows_of(JurySeat, "person_id")


def own_coaching(viewer: Viewer) -> Rows:
    """Return the coaching plans of which somebody is mentor or coach."""
    return CoachingPlan.objects.filter(Q(mentor_id=viewer.own_id) | Q(coach_id=viewer.own_id))
