"""Queries that every request asks: their SQL is written once, then only its values change.

To write the SQL of a small query takes Django several times as long as to have it answered.
"""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from django.db import connection, models
from django.db.models.sql.compiler import SQLCompiler

from rounds.core.database.scope import current_institution_id, scope

Field = models.Field[Any, Any]
Model = TypeVar("Model", bound=models.Model)
INSTITUTION = "institution_id"
# What no row holds, so that it is found again among the values of the SQL.
STAND_INS: dict[type[Field], Callable[[int], Any]] = {
    models.UUIDField: lambda number: UUID(f"00000000-0000-f000-8000-{number:012x}"),
    models.DateField: lambda number: date(1, 1, 1) + timedelta(days=number),
    models.CharField: lambda number: f"\ufdd0{number}",
}


class Written(NamedTuple):
    """A query as one kind of database takes it; each of its values is (name, None) or ("", constant)."""

    sql: str
    values: list[tuple[str, Any]]
    columns: Any
    query: Any


def columns_of(model: type[models.Model]) -> list[str]:
    """Return the names of all columns of a model."""
    return [field.attname for field in model._meta.concrete_fields]


class Prepared:
    """Rows of a selector, for the institution in scope, whichever that is.

    `build` gets a stand-in for each field and returns a `values_list(...)`. It hands them on to filters and does
    nothing else with them: the stand-in of a day is a day that never was.
    """

    def __init__(self, build: Callable[..., models.QuerySet[Any, Any]], **fields: Field) -> None:
        self._build = build
        self._fields = {INSTITUTION: models.UUIDField(), **fields}
        self._written: dict[str, Written] = {}

    def rows(self, **values: Any) -> list[tuple[Any, ...]]:
        """Return the rows for these values as they are now."""
        if connection.vendor not in self._written:
            self._written[connection.vendor] = self._write()
        written = self._written[connection.vendor]
        if any(name == INSTITUTION for name, _ in written.values):
            values[INSTITUTION] = current_institution_id()
        given = {name: self._for_database(name, value) for name, value in values.items()}
        with connection.cursor() as cursor:
            cursor.execute(written.sql, [given[name] if name else value for name, value in written.values])
            rows = cursor.fetchall()
        compiler = SQLCompiler(written.query, connection, None)
        return [tuple(row) for row in compiler.apply_converters(rows, written.columns)]

    def records(self, model: type[Model], **values: Any) -> list[Model]:
        """Return the rows as records of a model, whose `columns_of` they are."""
        columns = columns_of(model)
        return [model.from_db(connection.alias, columns, row) for row in self.rows(**values)]

    def _write(self) -> Written:
        stand_ins = {
            name: STAND_INS[type(field)](number) for number, (name, field) in enumerate(self._fields.items())
        }
        names = {self._for_database(name, value): name for name, value in stand_ins.items()}
        with scope(stand_ins.pop(INSTITUTION)):
            query = self._build(**stand_ins).query
        compiler = query.get_compiler(connection=connection)
        sql, found = compiler.as_sql()
        values = [(names.get(value, ""), None if value in names else value) for value in found]
        unused = stand_ins.keys() - {name for name, _ in values}
        if unused:
            raise TypeError(f"The query does not ask for {', '.join(sorted(unused))}.")
        columns = compiler.get_converters([column for column, *_ in compiler.select])
        return Written(sql, values, columns, query)

    def _for_database(self, name: str, value: Any) -> Any:
        return self._fields[name].get_db_prep_value(value, connection)
