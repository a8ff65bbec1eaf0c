"""Many rows at once in a short transaction: SQL and values are worked out before it opens.

On SQLite whoever writes keeps every other writer waiting, and most of the time of `bulk_create` goes into making its
statements. Here they are made ahead; inside the transaction the database alone works.
"""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection, models
from django.db.models.expressions import RawSQL

from rounds.core.folding import folded_beside

# SQLite takes 999 values a statement in its older versions.
BATCH = 500
# Plain JSON that says what was made and what was there before: enough to take it back.
Way = dict[str, Any]


@dataclass(frozen=True)
class ReadyRows:
    """One statement and the values of each row; nothing is written before `write`."""

    sql: str
    values: Sequence[tuple[Any, ...]]

    def write(self) -> int:
        """Write the rows; return how many the database has touched."""
        if not self.values:
            return 0
        with connection.cursor() as cursor:
            cursor.executemany(self.sql, self.values)
            return int(cursor.rowcount)


def check_references_now() -> None:
    """Let the database check the foreign keys of what was written, so that nothing but the end of the transaction is left.

    PostgreSQL checks them at the commit, which takes seconds after many rows; whoever takes a lock that others want,
    such as the audit's, calls this before. SQLite has one lock only, held all the while.
    """
    if connection.vendor == "postgresql":
        connection.check_constraints()


def ready_inserts(model: Any, rows: Iterable[models.Model], *, or_leave: bool = False) -> ReadyRows:
    """Return new rows of one model, ready to be inserted with the ids that they carry; the database counts counters.

    `or_leave` leaves out rows that a unique constraint refuses.
    """
    fields = [field for field in model._meta.concrete_fields if field is not model._meta.auto_field]
    values = [
        tuple(field.get_db_prep_save(field.pre_save(row, True), connection) for field in fields)
        for row in rows
    ]
    columns = ", ".join(_quoted(field.column) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    # Names of tables and columns come from the models; every value is a parameter.
    sql = f"INSERT INTO {_quoted(model._meta.db_table)} ({columns}) VALUES ({marks})"  # noqa: S608
    if or_leave:
        sql += " ON CONFLICT DO NOTHING"
    return ReadyRows(sql, values)


def ready_updates(model: Any, changes: Mapping[UUID, Mapping[str, Any]]) -> list[ReadyRows]:
    """Return changed fields by row id, ready to be written: one statement for each set of fields."""
    key = model._meta.pk
    groups: dict[tuple[str, ...], list[tuple[Any, ...]]] = {}
    for row_id, changed in changes.items():
        values = folded_beside(model, dict(changed))
        names = tuple(sorted(values))
        prepared = [model._meta.get_field(name).get_db_prep_save(values[name], connection) for name in names]
        groups.setdefault(names, []).append((*prepared, key.get_db_prep_save(row_id, connection)))
    table = _quoted(model._meta.db_table)
    ready = []
    for names, rows in groups.items():
        columns = ", ".join(f"{_quoted(model._meta.get_field(name).column)} = %s" for name in names)
        ready.append(ReadyRows(f"UPDATE {table} SET {columns} WHERE {_quoted(key.column)} = %s", rows))  # noqa: S608
    return ready


def among(ids: Iterable[UUID | str]) -> RawSQL:
    """Return what `filter(person_id__in=...)` takes: any number of ids as one parameter of one statement."""
    wanted = [many_ids(ids)]
    if connection.vendor == "sqlite":
        return RawSQL("SELECT value FROM json_each(%s)", wanted)
    return RawSQL("SELECT unnest(%s::uuid[])", wanted)


def many_ids(ids: Iterable[UUID | str]) -> Any:
    """Return the one parameter of such a statement."""
    wanted = [row_id if isinstance(row_id, UUID) else UUID(row_id) for row_id in ids]
    return json.dumps([row_id.hex for row_id in wanted]) if connection.vendor == "sqlite" else wanted


def values_by_id(
    model: Any, ids: Collection[UUID], *names: str, lock: bool = False
) -> dict[UUID, tuple[Any, ...]]:
    """Return some columns of rows by id; `lock` keeps others from changing them until the transaction ends."""
    if not ids:
        return {}
    rows = model.objects.select_for_update(no_key=True) if lock else model.objects.all()
    found = rows.filter(id__in=among(ids)).order_by().values_list("id", *names)
    return {row[0]: row[1:] for row in found.iterator(chunk_size=BATCH)}


def delete_rows(model: Any, ids: Iterable[UUID | str]) -> set[UUID]:
    """Delete the rows that no other row refers to, in one statement; return the ids that somebody refers to."""
    wanted = {UUID(str(row_id)) for row_id in ids}
    held = referred_to(model, wanted)
    key = model._meta.pk
    free = [(key.get_db_prep_save(row_id, connection),) for row_id in wanted - held]
    table, column = _quoted(model._meta.db_table), _quoted(key.column)
    ReadyRows(f"DELETE FROM {table} WHERE {column} = %s", free).write()  # noqa: S608
    return held


def referred_to(model: Any, ids: set[UUID]) -> set[UUID]:
    """Return which of some rows any other row points to, whatever would become of that one."""
    held: set[UUID] = set()
    for relation in model._meta.get_fields(include_hidden=True):
        if not relation.is_relation or not relation.auto_created or relation.concrete:
            continue
        name = relation.field.attname
        rows = relation.related_model._base_manager.exclude(**{name: None}).order_by()
        if len(ids) <= BATCH:
            rows = rows.filter(**{f"{name}__in": list(ids)})
        held |= ids & set(rows.values_list(name, flat=True).distinct())
    return held


def ids_in(row: models.Model, model: type[models.Model]) -> list[UUID]:
    """Return the rows of a model, by id, that a row points to."""
    keys = [field.attname for field in row._meta.concrete_fields if field.related_model is model]
    return [getattr(row, key) for key in keys if getattr(row, key)]


def _quoted(name: str) -> str:
    return str(connection.ops.quote_name(name))
