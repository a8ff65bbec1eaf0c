"""What development keeps of somebody, for the file of all that is kept of them."""

from rounds.development.models import Certificate, Rehearsal, SeatAsk, SessionPlace
from rounds.web.participant.records.own_sources import in_pairs, rows_of

SESSION = ("session", "state", "invited_at", "answered_at")
CERTIFICATE = ("honor", "words", "earned_on", "issued_by", "withdrawn_at", "withdrawn_because")
SEAT = ("offering", "line", "state", "asked_at")
own_sessions = rows_of(SessionPlace, "person_id")
own_seats = rows_of(SeatAsk, "person_id")
own_rehearsals = in_pairs(Rehearsal)
own_certificates = rows_of(Certificate, "person_id")
