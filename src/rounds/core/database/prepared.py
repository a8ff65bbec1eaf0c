"""Queries that pages ask again and again: their SQL is written once, then only its values change.

To write the SQL of a small query takes Django several times as long as to have it answered.
"""

from collections.abc import Callable
from copy import copy
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any, Generic, NamedTuple, TypeVar
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.models.sql.compiler import SQLCompiler

from rounds.core.clock import without_clock
from rounds.core.database.bulk_rows import many_ids
from rounds.core.database.scope import current_institution_id, scope

Field = models.Field[Any, Any]
Row = TypeVar("Row")
INSTITUTION = "institution_id"


class Ids(models.Field[Any, Any]):
    """Any number of ids, which `build` hands on to `among`."""

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        return many_ids(value)


# What no row holds, so that it is found again among the values of the SQL.
STAND_INS: dict[type[Field], Callable[[int], Any]] = {
    models.UUIDField: lambda number: UUID(f"00000000-0000-f000-8000-{number:012x}"),
    models.DateField: lambda number: date(1, 1, 1) + timedelta(days=number),
    models.DateTimeField: lambda number: datetime(1, 1, 2, tzinfo=UTC) + timedelta(days=number),
    models.CharField: lambda number: f"\ufdd0{number}",
    Ids: lambda number: [UUID(f"00000000-0000-f000-8001-{number:012x}")],
}
# How a compiler remembers which column is what.
SHAPE = ("select", "col_count", "has_extra_select", "klass_info", "annotation_col_map")


class Written(NamedTuple):
    """A query as one kind of database takes it; each of its values is (name, None) or ("", constant)."""

    queryset: models.QuerySet[Any, Any]
    sql: str
    values: list[tuple[str, Any]]
    converters: dict[int, Any]
    shape: dict[str, Any]


class Prepared(Generic[Row]):
    """A selector for the institution in scope, whichever that is: call it with its values for a list of rows.

    `build` gets a stand-in for each field and returns a query. It hands them on to filters and does nothing else with
    them: the stand-in of a day is a day that never was. What it does not get is the same for ever, so it is not told
    the time. Whether somebody may ask is decided before.
    """

    def __init__(self, build: Callable[..., models.QuerySet[Any, Row]], **fields: Field) -> None:
        self._build = build
        self._fields = {INSTITUTION: models.UUIDField(), **fields}
        self._written: dict[str, Written] = {}

    def __call__(self, **values: Any) -> list[Row]:
        """Return the rows for these values as they are now."""
        connection = connections[DEFAULT_DB_ALIAS]
        if connection.vendor not in self._written:
            self._written[connection.vendor] = self._write(connection)
        written = self._written[connection.vendor]
        if any(name == INSTITUTION for name, _ in written.values):
            values[INSTITUTION] = current_institution_id()
        given = {
            name: self._fields[name].get_db_prep_value(value, connection) for name, value in values.items()
        }
        return _answered(written, [given[name] if name else value for name, value in written.values])

    def _write(self, connection: Any) -> Written:
        stand_ins = {
            name: STAND_INS[type(field)](number) for number, (name, field) in enumerate(self._fields.items())
        }
        # by how it is written, because the database's value of many ids is a list
        names = {
            repr(self._fields[name].get_db_prep_value(value, connection)): name
            for name, value in stand_ins.items()
        }
        with scope(stand_ins.pop(INSTITUTION)), without_clock():
            queryset = self._build(**stand_ins)
        compiler = queryset.query.get_compiler(connection=connection)
        sql, found = compiler.as_sql()
        values = [(names.get(repr(value), ""), None if repr(value) in names else value) for value in found]
        unused = stand_ins.keys() - {name for name, _ in values}
        if unused:
            raise TypeError(f"The query does not ask for {', '.join(sorted(unused))}.")
        columns = [column for column, *_ in compiler.select[: compiler.col_count]]
        shape = {name: getattr(compiler, name) for name in SHAPE}
        converters = compiler.get_converters(columns)
        for convs, _expression in converters.values():
            convs[:] = [_remembered if one == _of_uuid(connection) else one for one in convs]
        return Written(queryset, sql, values, converters, shape)


def _of_uuid(connection: Any) -> Any:
    """Return how SQLite makes an id of its text; None where ids come as such."""
    return getattr(connection.ops, "convert_uuidfield_value", None)


def _remembered(text: str | None, expression: Any, connection: Any) -> UUID | None:
    """Return the id of a text: the same few of an institution, its programs and people come again in each row."""
    return None if text is None else _id_of(text)


@lru_cache(maxsize=10_000)
def _id_of(text: str) -> UUID:
    return UUID(text)


class _Ready(SQLCompiler):
    """A compiler whose work is done before: Django runs the SQL and makes of its rows what it always does."""

    def __init__(self, written: Written, parameters: list[Any]) -> None:
        super().__init__(written.queryset.query, connections[DEFAULT_DB_ALIAS], None)
        self._ready = written.sql, tuple(parameters)
        self._converters = written.converters
        vars(self).update(written.shape)

    def as_sql(self, *args: Any, **kwargs: Any) -> tuple[str, tuple[Any, ...]]:
        return self._ready

    def get_converters(self, expressions: Any) -> dict[int, Any]:
        return self._converters


def _answered(written: Written, parameters: list[Any]) -> list[Any]:
    query, source = copy(written.queryset.query), written.queryset
    ready = _Ready(written, parameters)
    query.get_compiler = lambda *args, **kwargs: ready  # type: ignore[method-assign]
    queryset = source.__class__(model=source.model, query=query, using=DEFAULT_DB_ALIAS)
    for name in ("_iterable_class", "_fields", "_prefetch_related_lookups"):
        setattr(queryset, name, getattr(source, name))
    return list(queryset)
