"""The database itself refuses to change or remove audit rows.

Whoever owns the database can switch this off; the chain and its anchors find what was done then.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

_SQLITE = {
    name: f"""CREATE TRIGGER audit_no_{name} BEFORE {name} ON core_auditevent
    BEGIN SELECT RAISE(ABORT, 'Audit rows are never changed or removed.'); END"""
    for name in ("update", "delete")
}
_POSTGRES_FUNCTION = """CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'Audit rows are never changed or removed.'; END $$"""
_POSTGRES = {
    "change": "CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE ON core_auditevent"
    " FOR EACH ROW EXECUTE FUNCTION audit_refuse()",
    "truncate": "CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON core_auditevent"
    " FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()",
}


def protect(connection: Any) -> None:
    """Create the triggers."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_POSTGRES_FUNCTION)
        for statement in _triggers(connection).values():
            cursor.execute(statement)


def unprotect(connection: Any) -> None:
    """Drop the triggers."""
    table = " ON core_auditevent" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        for name in _triggers(connection):
            cursor.execute(f"DROP TRIGGER IF EXISTS audit_no_{name}{table}")


@contextmanager
def unprotected(connection: Any) -> Iterator[None]:
    """Let audit rows be changed inside this block: for tests that tamper, and for emptying a test database."""
    unprotect(connection)
    try:
        yield
    finally:
        protect(connection)


def _triggers(connection: Any) -> dict[str, str]:
    return _POSTGRES if connection.vendor == "postgresql" else _SQLITE
