"""What the database itself refuses: to change submitted answers, and two rotations of a kind on one day of a person."""

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

OVERLAP = "Two rotations of one kind can not share a day. Replace the older one first."
_SAME = (
    "SELECT 1 FROM programs_rotation other WHERE other.person_id = NEW.person_id AND other.kind = NEW.kind"
    " AND other.replaced_at IS NULL AND other.id <> NEW.id"
    " AND other.from_on < NEW.to_on AND NEW.from_on < other.to_on"
)
_KINDS = ("INSERT", "UPDATE")


def _rotation_trigger(before: str, then: str) -> Trigger:
    return Trigger(f"rotation_once_{before.lower()}", "programs_rotation", before, f"FOR EACH ROW {then}")


ROTATIONS = Guard(
    sqlite=tuple(
        _rotation_trigger(
            before, f"WHEN NEW.replaced_at IS NULL AND EXISTS ({_SAME}) {sqlite_refusal(OVERLAP)}"
        )
        for before in _KINDS
    ),
    postgres=tuple(_rotation_trigger(before, "EXECUTE FUNCTION rotation_refuse()") for before in _KINDS),
    functions=(
        postgres_function(
            "rotation_refuse",
            f"IF NEW.replaced_at IS NULL AND EXISTS ({_SAME}) THEN RAISE EXCEPTION '{OVERLAP}'"
            " USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW;",
        ),
    ),
)
