"""What the database refuses of claim cards: to change or remove one that is locked, its look, its lines, a basis of comparison.

Whose card it is may change, when two records of one person are merged or when the person is forgotten.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from rounds.core.database.guards import Guard, Trigger, kept_rows, postgres_function, sqlite_refusal

CARD, LOOK = "insights_claimcard", "insights_look"
LINE, BASIS = "insights_amendment", "insights_comparatorbasis"
LOCKED = "A locked claim card is never changed or removed. Write a dated line on it."
_TERMS = (
    *("program_id", "template", "claimed", "smallest", "since", "stop_on", "compares", "basis_id", "needed"),
    *("were_out", "written_by", "written_at", "locked_at", "locked_by", "entry_id", "institution_id"),
)
_FIXED = {
    LOOK: (
        "The look at a claim card is never changed or removed.",
        (
            *("card_id", "as_of", "digest", "have", "sentence", "words", "analyses", "notes", "taken_at"),
            *("taken_by", "institution_id"),
        ),
    ),
    LINE: (
        "A line on a claim card is never changed or removed. Write a further one.",
        ("card_id", "words", "reason", "written_by", "written_at", "entry_id", "institution_id"),
    ),
    BASIS: (
        "A basis of comparison is never changed or removed. Record a further one.",
        ("approved_by", "columns", "until_on", "recorded_by", "recorded_at", "entry_id", "institution_id"),
    ),
}


def _any(names: tuple[str, ...], differs: str) -> str:
    return " OR ".join(f"NEW.{name} {differs} OLD.{name}" for name in names)


def _of_card() -> Guard:
    refuse, does, was = (
        sqlite_refusal(LOCKED),
        f"EXECUTE FUNCTION {CARD}_refuse()",
        "OLD.locked_at IS NOT NULL",
    )
    in_sqlite, in_postgres = (f"{was} AND ({_any(_TERMS, one)})" for one in ("IS NOT", "IS DISTINCT FROM"))
    return Guard(
        sqlite=(
            Trigger(f"{CARD}_update", CARD, "UPDATE", f"FOR EACH ROW WHEN {in_sqlite} {refuse}"),
            Trigger(f"{CARD}_delete", CARD, "DELETE", f"FOR EACH ROW WHEN {was} {refuse}"),
        ),
        postgres=(
            Trigger(f"{CARD}_update", CARD, "UPDATE", f"FOR EACH ROW WHEN ({in_postgres}) {does}"),
            Trigger(f"{CARD}_delete", CARD, "DELETE", f"FOR EACH ROW WHEN ({was}) {does}"),
            Trigger(f"{CARD}_truncate", CARD, "TRUNCATE", f"FOR EACH STATEMENT {does}"),
        ),
        functions=(postgres_function(f"{CARD}_refuse", f"RAISE EXCEPTION '{LOCKED}';"),),
    )


def _guard(table: str) -> Guard:
    message, names = _FIXED[table]
    return kept_rows(
        table,
        message,
        name=f"{table}_kept",
        in_sqlite=_any(names, "IS NOT"),
        in_postgres=_any(names, "IS DISTINCT FROM"),
    )


_ALL = (_of_card(), _guard(LOOK), _guard(LINE), _guard(BASIS))


def protect(connection: Any) -> None:
    """Create the triggers."""
    for guard in _ALL:
        guard.protect(connection)


def unprotect(connection: Any) -> None:
    """Drop the triggers."""
    for guard in _ALL:
        guard.unprotect(connection)


@contextmanager
def unprotected(connection: Any) -> Iterator[None]:
    """Let the rows be changed inside a block: for tests that tamper or empty a database."""
    with ExitStack() as stack:
        for guard in _ALL:
            stack.enter_context(guard.unprotected(connection))
        yield
