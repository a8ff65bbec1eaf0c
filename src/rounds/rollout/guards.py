"""What the database itself refuses: to change or remove a document that was issued."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from rounds.core.database.guards import Guard, kept_rows

DOCUMENT = "rollout_documentversion"
ISSUED = "A document that was issued is never changed or removed. Issue the next version."
_FIXED = ("program_id", "kind", "number", "facts", "digest", "issued_by", "issued_at", "institution_id")


def _any(differs: str) -> str:
    return " OR ".join(f"NEW.{name} {differs} OLD.{name}" for name in _FIXED)


_DOCUMENTS: Guard = kept_rows(
    DOCUMENT,
    ISSUED,
    name=f"{DOCUMENT}_kept",
    in_sqlite=_any("IS NOT"),
    in_postgres=_any("IS DISTINCT FROM"),
)


def freeze(connection: Any) -> None:
    """Create the triggers of issued documents."""
    _DOCUMENTS.protect(connection)


def unfreeze(connection: Any) -> None:
    """Drop the triggers of issued documents."""
    _DOCUMENTS.unprotect(connection)


@contextmanager
def unprotected(connection: Any) -> Iterator[None]:
    """Let the rows be changed inside a block: for tests that tamper or empty a database."""
    with _DOCUMENTS.unprotected(connection):
        yield
