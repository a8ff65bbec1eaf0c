"""Which fields of this domain are about people."""

from rounds.core.personal_data import fields

FIELDS = {
    "CalendarFeed": fields(personal="person made_at", sensitive="digest"),
    "Connection": fields(
        personal="entered_by paused_by entered_at confirmed_by confirmed_at",
        sensitive="sealed",
        plain="kind name state state_at settings last_success_at last_problem failures",
    ),
    "ConnectionRun": fields(plain="connection what at is_good counts digest sentence"),
    "LinkedIdentity": fields(
        personal="issuer client_id subject person joined_at by_number", plain="connection"
    ),
    "LtiCourse": fields(plain="connection context_id title memberships_url"),
    "LtiEntry": fields(personal="until", sensitive="code_hash sealed", plain="connection"),
    "LtiLogin": fields(
        personal="begun_at used_at", sensitive="state_hash nonce_hash browser_hash sealed", plain="connection"
    ),
    "LtiItem": fields(plain="connection context_id wave_id line_item"),
    "LtiRegistration": fields(personal="until opened_by used_at", sensitive="code_hash", plain="connection"),
    "LtiTask": fields(
        personal="person subject told_at", plain="connection wave_id context_id of_all line_item refused"
    ),
    "MachineCredential": fields(
        personal="made_by made_at",
        sensitive="digest",
        plain="connection slot scopes last_on ended_at used_on told_days",
    ),
    "SpreadsheetImport": fields(
        personal="by_person_id by_name file_name",
        sensitive="sealed",
        plain="kind state cohort_id sheet_name header_digest rows columns counts is_checked version created_at written_at undone_at"
        " expires_at",
    ),
    "StagedRows": fields(sensitive="sealed", plain="spreadsheet number"),
    "WayBack": fields(sensitive="sealed", plain="spreadsheet number"),
    "RememberedAnswers": fields(plain="kind header_digest answers changed_at"),
}
