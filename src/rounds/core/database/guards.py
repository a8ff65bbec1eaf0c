"""Rows that the database itself refuses to change, on SQLite and on PostgreSQL.

Whoever owns the database can switch a guard off; it is against mistakes and against the application's own account.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, NamedTuple


class Trigger(NamedTuple):
    """`CREATE TRIGGER <name> BEFORE <before> ON <table> <then>`."""

    name: str
    table: str
    before: str
    then: str


@dataclass(frozen=True)
class Guard:
    """The triggers of one rule in both databases, and the functions that PostgreSQL's triggers execute."""

    sqlite: tuple[Trigger, ...]
    postgres: tuple[Trigger, ...]
    functions: tuple[str, ...]

    def protect(self, connection: Any) -> None:
        """Create the triggers."""
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                for function in self.functions:
                    cursor.execute(function)
            for one in self._triggers(connection):
                cursor.execute(f"CREATE TRIGGER {one.name} BEFORE {one.before} ON {one.table} {one.then}")

    def unprotect(self, connection: Any) -> None:
        """Drop the triggers."""
        with connection.cursor() as cursor:
            for one in self._triggers(connection):
                on = f" ON {one.table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {one.name}{on}")

    @contextmanager
    def unprotected(self, connection: Any) -> Iterator[None]:
        """Let the rows be changed inside a block: for tests that tamper or empty a database."""
        self.unprotect(connection)
        try:
            yield
        finally:
            self.protect(connection)

    def _triggers(self, connection: Any) -> tuple[Trigger, ...]:
        return self.postgres if connection.vendor == "postgresql" else self.sqlite


def sqlite_refusal(message: str) -> str:
    """Return what a SQLite trigger does to refuse a statement with a message."""
    return f"BEGIN SELECT RAISE(ABORT, '{message}'); END"


def postgres_function(name: str, body: str) -> str:
    """Return the statement that makes a PostgreSQL trigger function of a body."""
    return f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$"


def kept_rows(table: str, message: str, *, name: str, in_sqlite: str, in_postgres: str) -> Guard:
    """Return the guard of rows that are never removed, and never changed where a condition over OLD and NEW holds."""
    refuse, does = sqlite_refusal(message), f"EXECUTE FUNCTION {table}_refuse()"
    return Guard(
        sqlite=(
            Trigger(f"{name}_update", table, "UPDATE", f"FOR EACH ROW WHEN {in_sqlite} {refuse}"),
            Trigger(f"{name}_delete", table, "DELETE", refuse),
        ),
        postgres=(
            Trigger(f"{name}_update", table, "UPDATE", f"FOR EACH ROW WHEN ({in_postgres}) {does}"),
            Trigger(f"{name}_delete", table, "DELETE", f"FOR EACH ROW {does}"),
            Trigger(f"{name}_truncate", table, "TRUNCATE", f"FOR EACH STATEMENT {does}"),
        ),
        functions=(postgres_function(f"{table}_refuse", f"RAISE EXCEPTION '{message}';"),),
    )


# A sealed text begins with the name of its key, before a point.
_SQLITE_KEY = "substr({row}.sealed, 1, instr({row}.sealed, '.'))"
_POSTGRES_KEY = "split_part({row}.sealed, '.', 1)"


def sealed_rows(table: str, message: str, fields: tuple[str, ...]) -> Guard:
    """Return the guard of rows with fixed fields and a sealed text, which may only be sealed again under another key."""
    return kept_rows(
        table,
        message,
        name=f"{table}_frozen",
        in_sqlite=_sealed_changes(fields, "IS NOT", _SQLITE_KEY),
        in_postgres=_sealed_changes(fields, "IS DISTINCT FROM", _POSTGRES_KEY),
    )


def _sealed_changes(fields: tuple[str, ...], differs: str, key: str) -> str:
    fixed = " OR ".join(f"NEW.{name} {differs} OLD.{name}" for name in fields)
    same_key = f"{key.format(row='NEW')} = {key.format(row='OLD')}"
    return f"{fixed} OR (NEW.sealed <> OLD.sealed AND {same_key})"
