"""The database itself refuses to change what is published."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

MESSAGE = "A published framework version never changes. Copy it to make a new one."
PARTS = ("domain", "track", "indicator", "crosswalk")
VERSION = "framework_frameworkversion"
_PUBLISHED = (
    f"EXISTS (SELECT 1 FROM {VERSION} v WHERE v.id = {{row}}.version_id AND v.published_at IS NOT NULL)"  # noqa: S608  # no input
)
_POSTGRES_FUNCTIONS = (
    f"""CREATE OR REPLACE FUNCTION framework_refuse_part() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF TG_OP <> 'INSERT' AND {_PUBLISHED.format(row="OLD")} THEN RAISE EXCEPTION '{MESSAGE}'; END IF;
    IF TG_OP = 'INSERT' AND {_PUBLISHED.format(row="NEW")} THEN RAISE EXCEPTION '{MESSAGE}'; END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$""",
    f"""CREATE OR REPLACE FUNCTION framework_refuse_version() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF OLD.published_at IS NOT NULL THEN RAISE EXCEPTION '{MESSAGE}'; END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$""",
)


def protect(connection: Any) -> None:
    """Create the triggers."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for function in _POSTGRES_FUNCTIONS:
                cursor.execute(function)
        for name, statement in _triggers(connection.vendor == "postgresql").items():
            cursor.execute(f"CREATE TRIGGER {name} {statement}")


def unprotect(connection: Any) -> None:
    """Drop the triggers."""
    with connection.cursor() as cursor:
        for name, statement in _triggers(connection.vendor == "postgresql").items():
            table = statement.split(" ON ")[1].split()[0]
            on = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")


@contextmanager
def unprotected(connection: Any) -> Iterator[None]:
    """Let published rows go inside this block: for emptying a test database."""
    unprotect(connection)
    try:
        yield
    finally:
        protect(connection)


def _triggers(on_postgres: bool) -> dict[str, str]:
    if on_postgres:
        return {
            **{
                f"framework_{part}_fixed": f"BEFORE INSERT OR UPDATE OR DELETE ON framework_{part}"
                " FOR EACH ROW EXECUTE FUNCTION framework_refuse_part()"
                for part in PARTS
            },
            "framework_version_fixed": f"BEFORE UPDATE OR DELETE ON {VERSION}"
            " FOR EACH ROW EXECUTE FUNCTION framework_refuse_version()",
        }
    refuse = f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
    triggers = {}
    for action, row in (("INSERT", "NEW"), ("UPDATE", "OLD"), ("DELETE", "OLD")):
        for part in PARTS:
            triggers[f"framework_{part}_no_{action.lower()}"] = (
                f"BEFORE {action} ON framework_{part} WHEN {_PUBLISHED.format(row=row)} {refuse}"
            )
        if action != "INSERT":
            triggers[f"framework_version_no_{action.lower()}"] = (
                f"BEFORE {action} ON {VERSION} WHEN OLD.published_at IS NOT NULL {refuse}"
            )
    return triggers
