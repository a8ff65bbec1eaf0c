"""The database: SQLite for one department, PostgreSQL for a health system."""

from pathlib import Path
from typing import Any

import dj_database_url

from rounds.core.private_files import make_private

SQLITE = "django.db.backends.sqlite3"
# The server plans a query that a connection asks again and again once: to plan it costs more than to answer it.
POSTGRES_OPTIONS = {"server_side_binding": True, "prepare_threshold": 3}
# What a client that lost its power or its line had locked is free again after a minute, not after two hours: the server
# asks whether it is still there, and lets nobody stand idle in the middle of a transaction for longer than any task needs.
POSTGRES_SESSION = (
    "-c tcp_keepalives_idle=30 -c tcp_keepalives_interval=10 -c tcp_keepalives_count=3"
    " -c client_connection_check_interval=10s -c idle_in_transaction_session_timeout=15min"
    # for lists of thousands the server would compile a query for 150 ms that it answers in 50
    " -c jit=off"
)
# FULL: what was acknowledged is still there after a loss of power
SQLITE_BEGINS_WITH = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA mmap_size=134217728;"
    " PRAGMA journal_size_limit=27103364; PRAGMA cache_size=-20000; PRAGMA temp_store=MEMORY;"
    # without it INSERT OR REPLACE removes rows past the triggers that refuse it
    " PRAGMA recursive_triggers=ON;"
)


def database_settings(url: str, *, test_file: str) -> dict[str, Any]:
    """Return what Django has to know of the database at this address."""
    settings: dict[str, Any] = {**dj_database_url.parse(url, conn_max_age=60)}
    if settings["ENGINE"] != SQLITE:
        options = {**POSTGRES_OPTIONS, **settings.get("OPTIONS", {})}
        # 0 in the address: never, for a pooler that knows no prepared statements, nor settings of a session
        options["prepare_threshold"] = options["prepare_threshold"] or None
        if options["prepare_threshold"]:
            options.setdefault("options", POSTGRES_SESSION)
        return {**settings, "CONN_HEALTH_CHECKS": True, "OPTIONS": options}
    # Deferred transactions fail at once under read-then-write load, whatever the time-out.
    options = {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": SQLITE_BEGINS_WITH}
    return {**settings, "OPTIONS": options, "TEST": {"NAME": test_file}}


def make_private_file(settings: dict[str, Any]) -> None:
    """Make SQLite's file before SQLite does, for its owner alone; its -wal and -shm take over the mode."""
    name = str(settings["NAME"])
    if ":" not in name:  # neither :memory: nor an address
        make_private(Path(name))
