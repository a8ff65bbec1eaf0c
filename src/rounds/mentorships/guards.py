"""What the database itself refuses: to change or remove what was released, a mentor's answer to a report, what a corrected conversation said before.

Two things may still change: whose row it is, when two records of one person are merged, and under which key it is sealed.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from rounds.core.database.guards import kept_rows, sealed_rows

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
_GUARDS = tuple(sealed_rows(*one) for one in _FROZEN)

_CORRECTION = [
    "conversation_id",
    "corrected_at",
    "was_held_on",
    "was_minutes",
    "was_mode",
    "was_goals",
    "entry_id",
    "institution_id",
]
_CORRECTIONS = kept_rows(
    "mentorships_conversationcorrection",
    "What a corrected conversation said before is never changed or removed.",
    name="mentorships_correction_kept",
    in_sqlite=" OR ".join(f"NEW.{name} IS NOT OLD.{name}" for name in _CORRECTION),
    in_postgres=" OR ".join(f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in _CORRECTION),
)


def keep_corrections(connection: Any) -> None:
    """Create the triggers of corrections."""
    _CORRECTIONS.protect(connection)


def let_corrections_go(connection: Any) -> None:
    """Drop the triggers of corrections."""
    _CORRECTIONS.unprotect(connection)


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
        for guard in (*_GUARDS, _CORRECTIONS):
            stack.enter_context(guard.unprotected(connection))
        yield
