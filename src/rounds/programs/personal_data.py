"""Which fields of this domain are about people."""

from rounds.core.personal_data import fields

FIELDS = {
    "Program": fields(
        plain="name slug template months checkins_per_year weight_preset mentee_tiers mentor_tiers"
        " needs_second_person allow_peers priority_mode minimum_score applications_open is_simple reply_to state phases"
        " created_at"
    ),
    "ProgramRole": fields(personal="person role from_on to_on recorded_at", plain="program"),
    "Cycle": fields(plain="program name starts_on ends_on state"),
    "Phase": fields(plain="cycle number starts_on ends_on state"),
    "Cohort": fields(plain="cycle name state intake_closes_on"),
    "Enrollment": fields(
        personal="person side state how state_at demand capacity outside_mentees hours_per_month intake_topic"
        " intake_topic_at",
        plain="cohort",
    ),
    "Intake": fields(
        personal="enrollment entered_by", sensitive="answers", plain="version submitted_at confirmed_at"
    ),
    "Wish": fields(sensitive="enrollment rank person"),
    "Exclusion": fields(sensitive="enrollment sealed"),
    "Priority": fields(plain="program name from_on to_on recorded_at weight rationale"),
    "Baseline": fields(
        personal="enrollment protected_hours promised_by follow_up_consent consent_version recorded_at",
        sensitive="items",
    ),
    "IntroductionCard": fields(personal="enrollment headline about ask_me_about approved_at changed_at"),
    "Rotation": fields(
        personal="person name kind from_on to_on site source_row", plain="import_id recorded_at replaced_at"
    ),
    "MailText": fields(plain="program kind subject body"),
    "PlanItem": fields(plain="program rule phase is_on due reminders office_from changed_at"),
}
