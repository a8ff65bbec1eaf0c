"""The database itself refuses to change answers that were submitted: a correction is the next version."""

from typing import Any

MESSAGE = "Submitted answers never change. A correction is the next version."
_ON = "BEFORE UPDATE ON programs_intake FOR EACH ROW WHEN (OLD.submitted_at IS NOT NULL AND ({changed}))"
_POSTGRES_FUNCTION = f"""CREATE OR REPLACE FUNCTION intake_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION '{MESSAGE}'; END $$"""


def protect(connection: Any) -> None:
    """Create the trigger."""
    on_postgres = connection.vendor == "postgresql"
    differs = "IS DISTINCT FROM" if on_postgres else "IS NOT"
    changed = " OR ".join(f"NEW.{name} {differs} OLD.{name}" for name in ("answers", "submitted_at"))
    does = (
        "EXECUTE FUNCTION intake_refuse()" if on_postgres else f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
    )
    with connection.cursor() as cursor:
        if on_postgres:
            cursor.execute(_POSTGRES_FUNCTION)
        cursor.execute(f"CREATE TRIGGER intake_submitted_fixed {_ON.format(changed=changed)} {does}")


def unprotect(connection: Any) -> None:
    """Drop the trigger."""
    table = " ON programs_intake" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER IF EXISTS intake_submitted_fixed{table}")
