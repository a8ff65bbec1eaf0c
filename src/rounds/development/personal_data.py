"""Which fields of this domain are about people."""

from rounds.core.personal_data import fields

FIELDS = {
    "HouseTitles": fields(plain="is_plain"),
    "TrainingSession": fields(
        personal="led_by planned_by", plain="module starts_at room planned_at called_off_at"
    ),
    "Certificate": fields(
        personal="person honor of name words earned_on issued_by withdrawn_because",
        sensitive="code",
        plain="issued_at withdrawn_at",
    ),
    "AwardRound": fields(
        personal="opened_by", plain="award year closes_on opened_at decided_at called_off_at entry_id"
    ),
    "JurySeat": fields(personal="person", plain="round"),
    "Nomination": fields(
        personal="nominee nominator made_at withdrawn_at", sensitive="sealed", plain="round entry_id"
    ),
    "JuryVoice": fields(personal="nominee says", plain="seat said_at"),
    "CoachingPlan": fields(
        personal="mentor coach state asked_at review_on closed_at", sensitive="sealed", plain="entry_id"
    ),
    "Entry": fields(
        personal="written_by",
        plain="key number title kind tier length domains prompts looks_for evidence written_at",
    ),
    "Offering": fields(
        personal="host posted_by",
        sensitive="seed",
        plain="entry site times starts_on closes_on seats posted_at called_off_at",
    ),
    "SeatAsk": fields(personal="person line state seat asked_at settled_at", plain="offering"),
    "Draw": fields(personal="lots", plain="offering seats seed drawn_at"),
    "Rehearsal": fields(
        personal="planned_by planned_at held_on", sensitive="sealed", plain="mentorship experience entry_id"
    ),
    "Shown": fields(
        personal="person with_name words agreed_at withdrawn_at read_by read_at",
        plain="certificate until_on entry_id",
    ),
    "SessionPlace": fields(personal="person state invited_at answered_at told_on record", plain="session"),
}
