"""Which fields of this domain are about people."""

from rounds.core.personal_data import fields

FIELDS = {
    "HouseTitles": fields(plain="is_plain"),
    "TrainingSession": fields(
        personal="led_by planned_by", plain="module starts_at room planned_at called_off_at"
    ),
    "SessionPlace": fields(personal="person state invited_at answered_at told_on record", plain="session"),
}
