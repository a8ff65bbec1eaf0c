"""A test database is migrated once a run; the other workers, and installations that tests make, copy it."""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

TEMPLATE = "rounds_migrated"  # its name in PostgreSQL


def migrate_once(connection: Any, folder: Path) -> None:
    """Let the creation of the test database begin with a copy of what the first worker has migrated.

    `folder` is one for all workers. `migrate` still runs on the copy, and finds nothing to do.
    """
    creation = connection.creation
    make_empty, make = creation._create_test_db, creation.create_test_db
    ready = migrated_file(folder)

    def make_copy(verbosity: int, autoclobber: bool, keepdb: bool = False) -> str:
        name: str = make_empty(verbosity, autoclobber, keepdb)
        if connection.vendor == "sqlite" and not keepdb:
            for left in ("-wal", "-shm"):  # by a run that was killed
                Path(f"{name}{left}").unlink(missing_ok=True)
            if ready.exists():
                shutil.copyfile(ready, name)
        return name

    def make_first_or_copy(*arguments: Any, **settings: Any) -> str:
        with alone(folder):
            if not ready.exists():
                name: str = make(*arguments, **settings)
                _keep(connection, ready)
                return name
        if connection.vendor == "postgresql":
            connection.settings_dict["TEST"]["TEMPLATE"] = TEMPLATE
        return str(make(*arguments, **settings))

    creation._create_test_db, creation.create_test_db = make_copy, make_first_or_copy


def migrated_file(folder: Path) -> Path:
    """Return where the migrated database is kept; on PostgreSQL, what says that there is one."""
    return folder / "migrated.sqlite3"


def _keep(connection: Any, ready: Path) -> None:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(ready)])
        return
    name = connection.settings_dict["NAME"]
    connection.close()  # a database in use can't be copied
    with connection.creation._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{TEMPLATE}"')
        cursor.execute(f'CREATE DATABASE "{TEMPLATE}" TEMPLATE "{name}"')
    ready.touch()


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Let one worker at a time make what all of them use."""
    with (folder / "migrating").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
