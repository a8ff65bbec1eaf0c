"""What the database itself refuses: to change or remove what was released, and a mentor's answer to a report.

Two things may still change: whose row it is, when two records of one person are merged, and under which key it is sealed.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from rounds.core.database.guards import Guard, kept_rows

_FROZEN = (
    (
        "mentorships_release",
        "What was released is never changed or removed.",
        ("kind", "milestone", "done_on", "pieces", "digest", "released_at", "entry_id", "institution_id"),
    ),
    (
        "mentorships_milestonefeedback",
        "An answer to a report is never changed or removed.",
        ("report_id", "given_at", "institution_id"),
    ),
)
# A sealed text begins with the name of its key, before a point.
_SQLITE_KEY = "substr({row}.sealed, 1, instr({row}.sealed, '.'))"
_POSTGRES_KEY = "split_part({row}.sealed, '.', 1)"


def _changes(fields: tuple[str, ...], differs: str, key: str) -> str:
    fixed = " OR ".join(f"NEW.{name} {differs} OLD.{name}" for name in fields)
    same_key = f"{key.format(row='NEW')} = {key.format(row='OLD')}"
    return f"{fixed} OR (NEW.sealed <> OLD.sealed AND {same_key})"


def _guard(table: str, message: str, fields: tuple[str, ...]) -> Guard:
    in_sqlite = _changes(fields, "IS NOT", _SQLITE_KEY)
    in_postgres = _changes(fields, "IS DISTINCT FROM", _POSTGRES_KEY)
    return kept_rows(table, message, name=f"{table}_frozen", in_sqlite=in_sqlite, in_postgres=in_postgres)


_GUARDS = tuple(_guard(*one) for one in _FROZEN)


def protect(connection: Any) -> None:
    """Create the triggers."""
    for guard in _GUARDS:
        guard.protect(connection)


def unprotect(connection: Any) -> None:
    """Drop the triggers."""
    for guard in _GUARDS:
        guard.unprotect(connection)


@contextmanager
def unprotected(connection: Any) -> Iterator[None]:
    """Let the rows be changed inside a block: for tests that tamper or empty a database."""
    with ExitStack() as stack:
        for guard in _GUARDS:
            stack.enter_context(guard.unprotected(connection))
        yield
