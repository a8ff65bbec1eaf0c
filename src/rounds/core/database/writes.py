"""Whether anything at all was written to the database since somebody looked: one cheap question instead of many.

SQLite counts for each connection what others have committed and what it has changed itself. PostgreSQL shows which
transactions are over: while that picture is the same, so is every row that a new statement sees.
"""

from typing import Any, NamedTuple

from django.db import DEFAULT_DB_ALIAS, connections

from rounds.core.database.prepared import is_asking_anew, once


class State(NamedTuple):
    """A state of the database, to be compared with another `of` the same."""

    # the opened connection to SQLite, which counts for itself; None on PostgreSQL, where all see the same
    of: object | None
    seen: tuple[Any, ...]


def current_state() -> State | None:
    """Return the state now; inside `reading_once`, as it was at first.

    None inside a transaction, which sees what it has written itself, and where every query is to be asked.
    """
    if connections[DEFAULT_DB_ALIAS].in_atomic_block or is_asking_anew():
        return None
    return once("state of the database", _state)


def _state() -> State:
    connection = connections[DEFAULT_DB_ALIAS]
    connection.ensure_connection()
    raw = connection.connection
    if connection.vendor == "sqlite":
        (version,) = raw.execute("PRAGMA data_version").fetchone()
        return State(_opening(connection), (version, raw.total_changes))
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_snapshot()::text")
        return State(None, tuple(cursor.fetchone()))


def _opening(connection: Any) -> object:
    """Return what stands for a connection from when it is opened until it is closed."""
    raw, mark = vars(connection).get("_rounds_opening", (None, None))
    if raw is not connection.connection:
        mark = object()
        connection._rounds_opening = connection.connection, mark
    return mark
