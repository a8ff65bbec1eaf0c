"""Queries that pages ask again and again: their SQL is written once, then only its values change.

To write the SQL of a small query takes Django several times as long as to have it answered. A page that asks many of
them puts those whose values it knows to the database in one go (`rounds.core.database.together`).
"""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from operator import itemgetter
from typing import Any, Generic, NamedTuple, TypeVar, cast
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.models.query import (
    FlatValuesListIterable,
    ModelIterable,
    ValuesListIterable,
    get_related_populators,
)

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
# What makes one value of a column of another: the place of the column, the functions, and what they are told.
Converters = list[tuple[int, list[Callable[..., Any]], Any]]


class Written(NamedTuple):
    """A query as one kind of database takes it; each of its values is (name, None) or ("", constant)."""

    sql: str
    values: list[tuple[str, Any]]
    # the expression of each column
    columns: list[Any]
    converters: Converters
    # what is made of a row whose values are Python's
    make: Callable[[Sequence[Any]], Any]
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
        columns = [column for column, *_ in compiler.select]
        if len(columns) != compiler.col_count or compiler.has_extra_select:
            raise TypeError("A prepared query asks for nothing but its columns.")
        converters = [
            (place, [_remembered if one == _of_uuid(connection) else one for one in convs], expression)
            for place, (convs, expression) in compiler.get_converters(columns).items()
        ]
        is_of_institution = any(name == INSTITUTION for name, _ in values)
        make = _maker(queryset, compiler)
        self._written = Written(sql, values, columns, converters, make, is_of_institution)
        return self._written


def _maker(queryset: Any, compiler: Any) -> Callable[[Sequence[Any]], Any]:
    """Return what Django makes of a row of a query: a record with those that it refers to, a tuple, a single value."""
    kind = queryset._iterable_class
    if queryset._prefetch_related_lookups or queryset._known_related_objects:
        raise TypeError("A prepared query asks once.")
    if kind is ValuesListIterable:
        return tuple
    if kind is FlatValuesListIterable:
        return itemgetter(0)
    if kind is not ModelIterable:
        raise TypeError(f"A prepared query returns records or lists of values, no {kind.__name__}.")
    info, select = compiler.klass_info, compiler.select
    model, first, end = info["model"], info["select_fields"][0], info["select_fields"][-1] + 1
    names = [column.target.attname for column, *_ in select[first:end]]
    related = get_related_populators(info, select, DEFAULT_DB_ALIAS)  # type: ignore[call-arg]
    extra = list((compiler.annotation_col_map or {}).items())

    def make(row: Sequence[Any]) -> Any:
        record = model.from_db(DEFAULT_DB_ALIAS, names, row[first:end])
        for one in related:
            one.populate(row, record)
        for name, place in extra:
            setattr(record, name, row[place])
        return record

    return make


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


def answered(ask: Ask, rows: Sequence[Sequence[Any]] | None = None) -> list[Any]:
    """Return what Django makes of the database's answer; `rows` are that answer where it is there already."""
    connection, written = connections[DEFAULT_DB_ALIAS], ask.written
    if rows is None:
        with connection.cursor() as cursor:
            cursor.execute(written.sql, ask.values())
            rows = cursor.fetchall()
    found = []
    for row in map(list, rows):
        for place, converters, expression in written.converters:
            value = row[place]
            for convert in converters:
                value = convert(value, expression, connection)
            row[place] = value
        found.append(written.make(row))
    return found


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
