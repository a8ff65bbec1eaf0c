"""Which fields of this domain are about people."""

from rounds.core.personal_data import fields

FIELDS = {
    "Invitation": fields(
        personal="person email", sensitive="token_hash", plain="created_at expires_at used_at revoked_at"
    ),
    "PendingChange": fields(
        personal="person old_address new_address role scope_id asked_by decided_by",
        plain="kind switch asked_at expires_at decision decided_at",
    ),
}
