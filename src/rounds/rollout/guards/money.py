"""What the database refuses of money and of the office's ledger: to change or remove what was booked or asked."""

from rounds.core.database.guards import Guard, kept_rows

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


def _kept(table: str, message: str, names: tuple[str, ...]) -> Guard:
    fixed = (*names, "entry_id", "institution_id")
    return kept_rows(
        table,
        message,
        name=f"{table}_kept",
        in_sqlite=" OR ".join(f"NEW.{name} IS NOT OLD.{name}" for name in fixed),
        in_postgres=" OR ".join(f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in fixed),
    )


LEDGER = (
    _kept(
        "rollout_officehours",
        "Hours that were entered are never changed or removed. Write them back.",
        ("program_id", "worked_on", "hours", "entered_by", "entered_at"),
    ),
    _kept(
        "rollout_harmreport",
        "A report of harm is never removed. Say what became of it.",
        ("program_id", "heard_on", "entered_by", "entered_at"),
    ),
    _kept(
        "rollout_deanask",
        "What was asked is never changed or removed. Take it back and ask anew.",
        ("program_id", "what", "amount", "words", "otherwise", "due_on", "written_by", "written_at"),
    ),
)
