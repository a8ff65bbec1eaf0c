"""Queries that pages ask again and again: their SQL is written once, then only its values change.

To write the SQL of a small query takes Django several times as long as to have it answered. A page that asks many of
them puts those whose values it knows to the database in one go (`rounds.core.database.together`).
"""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from copy import copy
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any, Generic, NamedTuple, TypeVar, cast
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.models.sql.compiler import SQLCompiler

from rounds.core.clock import standing_clock, without_clock
from rounds.core.database.bulk_rows import many_ids
from rounds.core.database.scope import current_institution_id, scope

Field = models.Field[Any, Any]
Row = TypeVar("Row")
INSTITUTION = "institution_id"


class Raw(NamedTuple):
    """An answer as it came from the database; nobody has asked for it yet."""

    rows: list[Any]


# What was asked inside a block that reads once, and what came back.
Memory = dict[tuple[Any, ...], list[Any] | Raw]
_is_anew: ContextVar[bool] = ContextVar("every query is asked", default=False)
_memory: ContextVar[Memory | None] = ContextVar("answers of a block that reads once", default=None)


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
    is_of_institution: bool


class Ask(NamedTuple):
    """A query with its values, not put to the database yet."""

    written: Written
    # by what its answer is found again: the query and its values, in the order of the fields
    key: tuple[Any, ...]
    fields: dict[str, Field]

    def values(self) -> list[Any]:
        """Return the values as the SQL takes them, in its order."""
        connection = connections[DEFAULT_DB_ALIAS]
        ready = {
            name: field.get_db_prep_value(value, connection)
            for (name, field), value in zip(self.fields.items(), self.key[1:], strict=True)
        }
        return [ready[name] if name else value for name, value in self.written.values]


class Prepared(Generic[Row]):
    """A selector for the institution in scope, whichever that is: call it with its values for a list of rows.

    `build` gets a stand-in for each field and returns a query. It hands them on to filters and does nothing else with
    them: the stand-in of a day is a day that never was. What it does not get is the same for ever, so it is not told
    the time. Whether somebody may ask is decided before.
    """

    def __init__(self, build: Callable[..., models.QuerySet[Any, Row]], **fields: Field) -> None:
        self._build = build
        self._fields = {INSTITUTION: models.UUIDField(), **fields}
        self._many = [name for name, field in fields.items() if isinstance(field, Ids)]
        self._written: Written | None = None

    def __call__(self, **values: Any) -> list[Row]:
        """Return the rows for these values as they are now; inside `reading_once`, as they were when first asked for."""
        ask, memory = self.asked(**values), _memory.get()
        if memory is None:
            return answered(ask)
        found = memory.get(ask.key)
        if not isinstance(found, list):
            found = memory[ask.key] = answered(ask, found.rows if found else None)
        return list(found)

    def asked(self, **values: Any) -> Ask:
        """Return the query with these values, not put to the database yet."""
        written = self._written or self._write(connections[DEFAULT_DB_ALIAS])
        values[INSTITUTION] = current_institution_id() if written.is_of_institution else None
        for name in self._many:
            values[name] = frozenset(values[name])
        return Ask(written, (self, *map(values.__getitem__, self._fields)), self._fields)

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
        sql, values = with_constants(sql, values, connection.vendor)
        unused = stand_ins.keys() - {name for name, _ in values}
        if unused:
            raise TypeError(f"The query does not ask for {', '.join(sorted(unused))}.")
        columns = [column for column, *_ in compiler.select[: compiler.col_count]]
        shape = {name: getattr(compiler, name) for name in SHAPE}
        converters = compiler.get_converters(columns)
        for convs, _expression in converters.values():
            convs[:] = [_remembered if one == _of_uuid(connection) else one for one in convs]
        is_of_institution = any(name == INSTITUTION for name, _ in values)
        self._written = Written(queryset, sql, values, converters, shape, is_of_institution)
        return self._written


# What needs no quoting, and is shorter than an id.
CONSTANT = re.compile(r"[\w .:@/+-]{0,31}")


def with_constants(sql: str, values: list[tuple[str, Any]], vendor: str) -> tuple[str, list[tuple[str, Any]]]:
    """Write short plain values without a name into the SQL: the database knows then which partial indexes hold the rows.

    SQLite would plan the query anew each time that a value is bound which the condition of an index names.
    """
    waiting, bound = iter(values), []

    def written(found: re.Match[str]) -> str:
        if found[0] == "%%":
            return found[0]
        name, value = next(waiting)
        if not name and isinstance(value, bool):
            return str(value).upper() if vendor == "postgresql" else str(int(value))
        if not name and isinstance(value, int):
            return str(value)
        if not name and isinstance(value, str) and CONSTANT.fullmatch(value):
            return f"'{value}'"
        bound.append((name, value))
        return found[0]

    return re.sub("%%|%s", written, sql), bound


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

    def __init__(self, ask: Ask, rows: list[Sequence[Any]] | None) -> None:
        super().__init__(ask.written.queryset.query, connections[DEFAULT_DB_ALIAS], None)
        self._ready = (ask.written.sql, tuple(ask.values())) if rows is None else ("", ())
        self._converters = ask.written.converters
        self._rows = rows
        vars(self).update(ask.written.shape)

    def execute_sql(self, *args: Any, **kwargs: Any) -> Any:
        return super().execute_sql(*args, **kwargs) if self._rows is None else [self._rows]

    def as_sql(self, *args: Any, **kwargs: Any) -> tuple[str, tuple[Any, ...]]:
        return self._ready

    def get_converters(self, expressions: Any) -> dict[int, Any]:
        return self._converters


def answered(ask: Ask, rows: list[Sequence[Any]] | None = None) -> list[Any]:
    """Return what Django makes of the database's answer; `rows` are that answer where it is there already."""
    if rows is not None and not rows:
        return []
    query, source = copy(ask.written.queryset.query), ask.written.queryset
    ready = _Ready(ask, rows)
    query.get_compiler = lambda *args, **kwargs: ready  # type: ignore[method-assign]
    queryset = source.__class__(model=source.model, query=query, using=DEFAULT_DB_ALIAS)
    for name in ("_iterable_class", "_fields", "_prefetch_related_lookups"):
        setattr(queryset, name, getattr(source, name))
    return list(queryset)


@contextmanager
def reading_once() -> Iterator[Memory]:
    """Let the moment stand inside this block, and ask the database nothing twice by prepared queries.

    For what only reads: a change that is made inside would not be seen by them.
    """
    memory: Memory = {}
    token = _memory.set(memory)
    try:
        with standing_clock():
            yield memory
    finally:
        _memory.reset(token)


@contextmanager
def asking_anew() -> Iterator[None]:
    """Put every query to the database inside this block, whatever is remembered around it."""
    memory, anew = _memory.set(None), _is_anew.set(True)
    try:
        yield
    finally:
        _is_anew.reset(anew)
        _memory.reset(memory)


def is_asking_anew() -> bool:
    """Tell whether every query is to be put to the database."""
    return _is_anew.get()


def once(name: str, find: Callable[[], Row]) -> Row:
    """Return what `find` returns; inside `reading_once`, what it returned when first asked."""
    memory = _memory.get()
    if memory is None:
        return find()
    if (name,) not in memory:
        memory[(name,)] = [find()]
    (found,) = memory[(name,)]
    return cast(Row, found)


def current_memory() -> Memory | None:
    """Return what is remembered in the block that reads once; None outside of any."""
    return _memory.get()
