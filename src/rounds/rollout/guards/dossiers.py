"""What the database refuses of a dossier: to change what was frozen. Its row goes with its person."""

from rounds.core.database.guards import Guard, Trigger, postgres_function, sqlite_refusal

FROZEN = "What was frozen is never changed. Make a new dossier."
TABLE = "rollout_dossier"
# not the sealed text, which another key writes anew: its digest tells whether it is the same
_FIXED = ("kind", "digest", "frozen_at")


def _changed(differs: str) -> str:
    return " OR ".join(f"NEW.{name} {differs} OLD.{name}" for name in _FIXED)


DOSSIERS = Guard(
    sqlite=(
        Trigger(
            f"{TABLE}_kept",
            TABLE,
            "UPDATE",
            f"FOR EACH ROW WHEN OLD.frozen_at IS NOT NULL AND ({_changed('IS NOT')}) {sqlite_refusal(FROZEN)}",
        ),
    ),
    postgres=(
        Trigger(
            f"{TABLE}_kept",
            TABLE,
            "UPDATE",
            f"FOR EACH ROW WHEN (OLD.frozen_at IS NOT NULL AND ({_changed('IS DISTINCT FROM')}))"
            f" EXECUTE FUNCTION {TABLE}_refuse()",
        ),
    ),
    functions=(postgres_function(f"{TABLE}_refuse", f"RAISE EXCEPTION '{FROZEN}';"),),
)
