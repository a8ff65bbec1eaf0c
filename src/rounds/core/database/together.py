"""Several prepared queries put to the database as one: a page waits once for all that it knows to ask.

    with reading_once():
        ask_ahead(planned.asked(pair_ids=ids), held.asked(pair_ids=ids))
        ...  # whoever asks one of these here has its answer already

The answers come as one table: the number of the query, then its columns, each in a place of its own kind.
"""

from functools import lru_cache
from operator import itemgetter
from typing import Any, NamedTuple

from django.db import DEFAULT_DB_ALIAS, connections

from rounds.core.database.prepared import Ask, Raw, Written, current_memory


class Table(NamedTuple):
    """How several queries are asked as one: the SQL, and from which columns the row of each is taken."""

    sql: str
    rows: list[Any]


def ask_ahead(*asks: Ask) -> None:
    """Ask all of these at once and remember the answers; only inside `reading_once`."""
    memory = current_memory()
    if memory is None:
        raise RuntimeError("Nobody would remember what is asked ahead.")
    wanted = list({ask.key: ask for ask in asks if ask.key not in memory}.values())
    if len(wanted) < 2:
        return  # asked by whoever needs it
    connection = connections[DEFAULT_DB_ALIAS]
    table = _table(connection.vendor, tuple(_Same(ask.written) for ask in wanted))
    found: list[list[Any]] = [[] for _ in wanted]
    with connection.cursor() as cursor:
        cursor.execute(table.sql, [value for ask in wanted for value in ask.values()])
        for row in cursor.fetchall():
            found[row[0]].append(table.rows[row[0]](row))
    for ask, rows in zip(wanted, found, strict=True):
        memory[ask.key] = Raw(rows)


class _Same:
    """A query as a key: the same one, not one that is equal."""

    def __init__(self, written: Written) -> None:
        self.written = written

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.written is self.written

    def __hash__(self) -> int:
        return id(self.written)


@lru_cache(maxsize=200)
def _table(vendor: str, queries: tuple[_Same, ...]) -> Table:
    """Write the SQL once for each set of queries."""
    connection = connections[DEFAULT_DB_ALIAS]
    kinds = [_kinds(one.written, connection) for one in queries]
    places: dict[tuple[str, int], int] = {}
    takes = [[places.setdefault(kind, len(places)) for kind in own] for own in kinds]
    has_kinds = vendor == "postgresql"
    # The first row says what kind each place is of, and that none is a column of a table: SQLite takes it from there.
    nothing = ", ".join(f"CAST(NULL AS {kind})" if has_kinds else "NULL" for kind, _number in places)
    selects = [f"SELECT -1, {nothing} WHERE 1 = 0"]
    for number, own in enumerate(kinds):
        columns = {kind: f"c{column}" for column, kind in enumerate(own)}
        cells = (
            (f"CAST({columns[kind]} AS {kind[0]})" if has_kinds else columns[kind])
            if kind in columns
            else "NULL"
            for kind in places
        )
        selects.append(f"SELECT {number}, {', '.join(cells)} FROM q{number}")  # noqa: S608  # nosec B608
    parts = (
        f"q{number} ({', '.join(f'c{column}' for column in range(len(kinds[number])))}) AS ({one.written.sql})"
        for number, one in enumerate(queries)
    )
    return Table(f"WITH {', '.join(parts)} {' UNION ALL '.join(selects)}", [_taker(own) for own in takes])


def _kinds(written: Written, connection: Any) -> list[tuple[str, int]]:
    """Return of what kind each column of a query is, and the how manieth of its kind; SQLite knows one kind only."""
    counts: dict[str, int] = {}
    found = []
    for expression in written.columns:
        kind = "any"
        if connection.vendor == "postgresql":
            kind = expression.output_field.cast_db_type(connection).partition("(")[0]
        found.append((kind, counts.get(kind, 0)))
        counts[kind] = counts.get(kind, 0) + 1
    return found


def _taker(places: list[int]) -> Any:
    """Return how the row of a query is taken out of the row of the table."""
    take = itemgetter(*(place + 1 for place in places))
    return take if len(places) > 1 else lambda row: (take(row),)
