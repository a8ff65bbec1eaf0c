"""What the database itself refuses: to change or remove a document that was issued, a signature, its check."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from rounds.core.database.guards import Guard, kept_rows
from rounds.rollout.guards.dossiers import DOSSIERS
from rounds.rollout.guards.money import LEDGER, MONEY
from rounds.rollout.guards.sets import COMMITTEES, GATES, OBJECTIVES, RULES

ISSUED = "A document that was issued is never changed or removed. Issue the next version."
SIGNED = "A signature is never changed or removed. A new version begins with none."
_FIXED = {
    "rollout_documentversion": (
        ISSUED,
        ("program_id", "kind", "number", "facts", "digest", "issued_by", "issued_at", "institution_id"),
    ),
    "rollout_signoff": (
        SIGNED,
        (
            *("document_id", "digest", "name", "capacity", "how", "signed_on", "signer_id", "entered_by"),
            *("entered_by_id", "entered_at", "entry_id", "institution_id"),
        ),
    ),
    "rollout_papercheck": (
        SIGNED,
        ("signature_id", "seen_by", "seen_by_id", "seen_at", "institution_id"),
    ),
}


def _changes(names: tuple[str, ...], differs: str) -> str:
    return " OR ".join(f"NEW.{name} {differs} OLD.{name}" for name in names)


def _guard(table: str) -> Guard:
    message, names = _FIXED[table]
    in_sqlite, in_postgres = (_changes(names, differs) for differs in ("IS NOT", "IS DISTINCT FROM"))
    return kept_rows(table, message, name=f"{table}_kept", in_sqlite=in_sqlite, in_postgres=in_postgres)


_ASKED = ("signature_id", "reason", "asked_by", "asked_by_id", "asked_at", "institution_id")
# An agreement is given once.
_TAKEN_BACK = kept_rows(
    "rollout_takenback",
    SIGNED,
    name="rollout_takenback_kept",
    in_sqlite=f"OLD.agreed_at IS NOT NULL OR {_changes(_ASKED, 'IS NOT')}",
    in_postgres=f"OLD.agreed_at IS NOT NULL OR {_changes(_ASKED, 'IS DISTINCT FROM')}",
)
_DOCUMENTS = _guard("rollout_documentversion")
# Created by a later migration.
_SIGNATURES = (_guard("rollout_signoff"), _guard("rollout_papercheck"))


def freeze(connection: Any) -> None:
    """Create the triggers of issued documents."""
    _DOCUMENTS.protect(connection)


def unfreeze(connection: Any) -> None:
    """Drop the triggers of issued documents."""
    _DOCUMENTS.unprotect(connection)


def keep_signatures(connection: Any) -> None:
    """Create the triggers of signatures."""
    for guard in _SIGNATURES:
        guard.protect(connection)


def release_signatures(connection: Any) -> None:
    """Drop the triggers of signatures."""
    for guard in _SIGNATURES:
        guard.unprotect(connection)


def keep_taken_back(connection: Any) -> None:
    """Create the triggers of signatures that were taken back."""
    _TAKEN_BACK.protect(connection)


def release_taken_back(connection: Any) -> None:
    """Drop the triggers of signatures that were taken back."""
    _TAKEN_BACK.unprotect(connection)


def lock_objectives(connection: Any) -> None:
    """Create the triggers of locked objectives."""
    for guard in OBJECTIVES:
        guard.protect(connection)


def unlock_objectives(connection: Any) -> None:
    """Drop the triggers of locked objectives."""
    for guard in OBJECTIVES:
        guard.unprotect(connection)


def keep_gates(connection: Any) -> None:
    """Create the triggers of locked plans and their gates."""
    for guard in GATES:
        guard.protect(connection)


def release_gates(connection: Any) -> None:
    """Drop the triggers of locked plans and their gates."""
    for guard in GATES:
        guard.unprotect(connection)


def keep_committees(connection: Any) -> None:
    """Create the triggers of meetings and decisions of the committee."""
    for guard in COMMITTEES:
        guard.protect(connection)


def release_committees(connection: Any) -> None:
    """Drop the triggers of meetings and decisions of the committee."""
    for guard in COMMITTEES:
        guard.unprotect(connection)


def keep_rules(connection: Any) -> None:
    """Create the triggers of rules of promotion."""
    for guard in RULES:
        guard.protect(connection)


def release_rules(connection: Any) -> None:
    """Drop the triggers of rules of promotion."""
    for guard in RULES:
        guard.unprotect(connection)


def keep_money(connection: Any) -> None:
    """Create the triggers of what was booked."""
    MONEY.protect(connection)


def release_money(connection: Any) -> None:
    """Drop the triggers of what was booked."""
    MONEY.unprotect(connection)


def keep_dossiers(connection: Any) -> None:
    """Create the trigger of frozen dossiers."""
    DOSSIERS.protect(connection)


def release_dossiers(connection: Any) -> None:
    """Drop the trigger of frozen dossiers."""
    DOSSIERS.unprotect(connection)


def keep_ledger(connection: Any) -> None:
    """Create the triggers of the office's ledger and of what is asked."""
    for guard in LEDGER:
        guard.protect(connection)


def release_ledger(connection: Any) -> None:
    """Drop the triggers of the office's ledger and of what is asked."""
    for guard in LEDGER:
        guard.unprotect(connection)


@contextmanager
def unprotected(connection: Any) -> Iterator[None]:
    """Let the rows be changed inside a block: for tests that tamper or empty a database."""
    with ExitStack() as stack:
        money = (MONEY, *LEDGER)
        for guard in (
            _DOCUMENTS,
            *_SIGNATURES,
            _TAKEN_BACK,
            *OBJECTIVES,
            *GATES,
            *COMMITTEES,
            DOSSIERS,
            *money,
            *RULES,
        ):
            stack.enter_context(guard.unprotected(connection))
        yield
