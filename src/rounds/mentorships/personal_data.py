"""Which fields of this domain are about people."""

from rounds.core.personal_data import fields

FIELDS = {
    "Mentorship": fields(
        personal="mentee_enrollment mentor_enrollment mentee mentor is_primary state opened_on ended_on end_reason"
        " imported_start_on shown_from_at ended_at state_before_end planned_end_on",
        plain="cycle created_at",
    ),
    "MentorLoad": fields(personal="mentor active capacity"),
}
