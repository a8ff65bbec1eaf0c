"""Which fields of this domain are about people."""

from rounds.core.personal_data import fields

FIELDS = {
    "Launch": fields(plain="program kickoff_on ends_on begun_at"),
    "ChecklistItem": fields(personal="owner_name words said_by", plain="launch key due_on said said_at"),
}
