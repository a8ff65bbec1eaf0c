"""Which fields of this domain are about people."""

from rounds.core.personal_data import fields

FIELDS = {
    "WeightSet": fields(
        personal="made_by_id made_by_name",
        plain="program version name values priorities load_costs rationale made_at",
    ),
    "MatchRun": fields(
        personal="made_by_id made_by_name",
        plain="cohort number aim weights seed state made_at finished_at engine_version input_digest result_digest figures"
        " problem needs_second_person answer_by_on published_at mail_leaves_at",
    ),
    "RunInput": fields(sensitive="sealed", plain="run"),
    "RunResult": fields(sensitive="sealed", plain="run"),
    "PairDecision": fields(
        personal="mentee mentor made_by_id made_by_name undone_by_name",
        sensitive="reason",
        plain="cohort kind action_id made_at undone_at",
    ),
    "ConflictException": fields(
        personal="mentee mentor declared_by_id declared_by_name confirmed_by_id confirmed_by_name",
        sensitive="reason",
        plain="cohort declared_at confirmed_at",
    ),
    "RunStep": fields(personal="by_id by_name", plain="run step note at"),
    "NoObjection": fields(personal="by_id by_name", plain="run at pairs undone_at"),
    "FitNote": fields(personal="mentee mentor by_name", sensitive="sealed", plain="at"),
    "Offer": fields(
        personal="mentorship mentor_answer mentor_answered_at mentee_answer mentee_answered_at meeting_at meeting_modality",
        sensitive="decline_reason",
        plain="run",
    ),
}
