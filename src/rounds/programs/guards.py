"""The database itself refuses to change answers that were submitted: a correction is the next version."""

from rounds.core.database.guards import Guard, Trigger, postgres_function, sqlite_refusal

MESSAGE = "Submitted answers never change. A correction is the next version."
_FIXED = ("answers", "submitted_at")


def _trigger(differs: str, does: str) -> Trigger:
    changed = " OR ".join(f"NEW.{name} {differs} OLD.{name}" for name in _FIXED)
    when = f"FOR EACH ROW WHEN (OLD.submitted_at IS NOT NULL AND ({changed}))"
    return Trigger("intake_submitted_fixed", "programs_intake", "UPDATE", f"{when} {does}")


SUBMITTED = Guard(
    sqlite=(_trigger("IS NOT", sqlite_refusal(MESSAGE)),),
    postgres=(_trigger("IS DISTINCT FROM", "EXECUTE FUNCTION intake_refuse()"),),
    functions=(postgres_function("intake_refuse", f"RAISE EXCEPTION '{MESSAGE}';"),),
)
protect, unprotect, unprotected = SUBMITTED.protect, SUBMITTED.unprotect, SUBMITTED.unprotected
