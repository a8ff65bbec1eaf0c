"""What the database itself refuses: to change an entry's version or a draw, and a seat beyond those that were posted."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from rounds.core.database.guards import Guard, Trigger, kept_rows, postgres_function, sqlite_refusal

WRITTEN = "A version of an entry is never changed or removed. Write the next one."
DRAWN = "A draw is never changed or removed."
ISSUED = "What a certificate says is never changed. Withdraw it."
OVER = "No seat beyond those that were posted."
_ENTRY = ("key", "number", "title", "kind", "tier", "length", "domains", "prompts", "looks_for", "evidence")
_DRAW = ("offering_id", "seats", "seed", "lots", "drawn_at")


def _kept(table: str, message: str, names: tuple[str, ...]) -> Guard:
    in_sqlite, in_postgres = (
        " OR ".join(f"NEW.{name} {differs} OLD.{name}" for name in names)
        for differs in ("IS NOT", "IS DISTINCT FROM")
    )
    return kept_rows(table, message, name=f"{table}_kept", in_sqlite=in_sqlite, in_postgres=in_postgres)


def _seats() -> Guard:
    table, does = "development_seatask", "EXECUTE FUNCTION development_seatask_over()"
    over = "NEW.seat > (SELECT seats FROM development_offering WHERE id = NEW.offering_id)"
    body = f"IF {over} THEN RAISE EXCEPTION '{OVER}'; END IF; RETURN NEW;"
    function = f"CREATE OR REPLACE FUNCTION {table}_over() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$"
    refuse = f"FOR EACH ROW WHEN {over} {sqlite_refusal(OVER)}"
    return Guard(
        sqlite=(
            Trigger(f"{table}_insert", table, "INSERT", refuse),
            Trigger(f"{table}_update", table, "UPDATE", refuse),
        ),
        postgres=(
            Trigger(f"{table}_insert", table, "INSERT", f"FOR EACH ROW {does}"),
            Trigger(f"{table}_update", table, "UPDATE", f"FOR EACH ROW {does}"),
        ),
        functions=(function,),
    )


def _certificates() -> Guard:
    """Return the guard of what a certificate says; its row goes with its person, its name when they are erased."""
    table = "development_certificate"
    names = ("honor", '"of"', "earned_on", "code", "issued_at", "issued_by", "words")
    in_sqlite, in_postgres = (
        " OR ".join(f"NEW.{name} {differs} OLD.{name}" for name in names)
        for differs in ("IS NOT", "IS DISTINCT FROM")
    )
    refuse, does = sqlite_refusal(ISSUED), f"EXECUTE FUNCTION {table}_refuse()"
    return Guard(
        sqlite=(Trigger(f"{table}_kept", table, "UPDATE", f"FOR EACH ROW WHEN {in_sqlite} {refuse}"),),
        postgres=(Trigger(f"{table}_kept", table, "UPDATE", f"FOR EACH ROW WHEN ({in_postgres}) {does}"),),
        functions=(postgres_function(f"{table}_refuse", f"RAISE EXCEPTION '{ISSUED}';"),),
    )


_CATALOG = (
    _kept("development_entry", WRITTEN, _ENTRY),
    _kept("development_draw", DRAWN, _DRAW),
    _seats(),
)


def keep_catalog(connection: Any) -> None:
    """Create the triggers of the catalog, its draws and its seats."""
    for guard in _CATALOG:
        guard.protect(connection)


def release_catalog(connection: Any) -> None:
    """Drop the triggers of the catalog, its draws and its seats."""
    for guard in _CATALOG:
        guard.unprotect(connection)


# Created by a later migration.
_CERTIFICATES = _certificates()


def keep_certificates(connection: Any) -> None:
    """Create the trigger of certificates."""
    _CERTIFICATES.protect(connection)


def release_certificates(connection: Any) -> None:
    """Drop the trigger of certificates."""
    _CERTIFICATES.unprotect(connection)


@contextmanager
def unprotected(connection: Any) -> Iterator[None]:
    """Let the rows be changed inside a block: for tests that tamper or empty a database."""
    with ExitStack() as stack:
        for guard in (*_CATALOG, _CERTIFICATES):
            stack.enter_context(guard.unprotected(connection))
        yield
