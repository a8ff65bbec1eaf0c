"""What the database itself refuses: to change or remove a month of a unit, or what its series counts."""

from typing import Any

from rounds.core.database.guards import Guard, kept_rows

SERIES, POINT = "insights_unitseries", "insights_unitpoint"
_FIXED = {
    SERIES: (
        "What a unit counts is never changed or removed. Import another indicator.",
        ("unit", "indicator", '"of"', "per", "institution_id"),
    ),
    POINT: (
        "A month of a unit is never changed or removed. Import a newer sheet.",
        (
            *("series_id", "month", "count", "size", "is_baseline", "note", "import_id", "recorded_at"),
            *("corrects_id", "withdrawn", "institution_id"),
        ),
    ),
}


def _any(names: tuple[str, ...], differs: str) -> str:
    return " OR ".join(f"NEW.{name} {differs} OLD.{name}" for name in names)


def _guard(table: str) -> Guard:
    message, names = _FIXED[table]
    in_sqlite, in_postgres = (_any(names, one) for one in ("IS NOT", "IS DISTINCT FROM"))
    return kept_rows(table, message, name=f"{table}_kept", in_sqlite=in_sqlite, in_postgres=in_postgres)


UNITS = (_guard(SERIES), _guard(POINT))


def keep_units(connection: Any) -> None:
    """Create the triggers of units."""
    for guard in UNITS:
        guard.protect(connection)


def release_units(connection: Any) -> None:
    """Drop the triggers of units."""
    for guard in UNITS:
        guard.unprotect(connection)
