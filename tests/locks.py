"""When a test gave up waiting for a lock of PostgreSQL's, its report says who held it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

WAITED = ("lock timeout", "deadlock detected", "idle-in-transaction")
SESSIONS = (
    "SELECT pid, state, wait_event_type, wait_event, xact_start, state_change, client_port, pg_blocking_pids(pid), query"
    " FROM pg_stat_activity WHERE datname = current_database()"
)
END_OTHERS = (
    "SELECT pid, query, pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)
LOCKS = "SELECT pid, locktype, relation::regclass, mode, granted, transactionid FROM pg_locks WHERE pid <> pg_backend_pid()"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Add every session and lock of the database to the report of a test that waited too long."""
    report = yield
    if report.failed and any(word in report.longreprtext for word in WAITED):
        report.sections.append(("sessions and locks of the database", _sessions_and_locks()))
    return report


def _sessions_and_locks() -> str:
    from django.db import connection

    if connection.vendor != "postgresql":
        return ""
    asking = connection.copy()  # the test's own is in a transaction that failed
    try:
        with asking.cursor() as cursor:
            return "\n".join(str(row) for asked in (SESSIONS, LOCKS) for row in (*cursor.execute(asked), ""))
    except Exception as error:
        return f"The database does not say: {error}"
    finally:
        asking.close()


def end_others() -> None:
    """End the sessions that still stand in the database when the run is over, and say what each asked last."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return
    connection.close()  # the last test's own may have lost its server's half
    with connection.cursor() as cursor:
        for _pid, asked, _ended in cursor.execute(END_OTHERS).fetchall():
            print(f"A session was left open; it last asked: {asked[:200]}")
