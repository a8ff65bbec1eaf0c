"""What the database refuses of money: to change or remove what was booked."""

from rounds.core.database.guards import kept_rows

BOOKED = "What was booked is never changed or removed. Book it back."
_FIXED = (
    *("budget_id", "line", "booked_on", "amount", "words", "entered_by", "entered_at", "entry_id"),
    "institution_id",
)
MONEY = kept_rows(
    "rollout_spending",
    BOOKED,
    name="rollout_spending_kept",
    in_sqlite=" OR ".join(f"NEW.{name} IS NOT OLD.{name}" for name in _FIXED),
    in_postgres=" OR ".join(f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in _FIXED),
)
