"""Which fields of this domain are about people."""

from rounds.core.personal_data import fields

FIELDS = {
    "CalendarFeed": fields(personal="person made_at", sensitive="digest"),
    "Connection": fields(
        personal="entered_by entered_at confirmed_by confirmed_at",
        sensitive="sealed",
        plain="kind name state state_at settings last_success_at last_problem failures",
    ),
    "ConnectionRun": fields(plain="connection what at is_good counts digest sentence"),
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
