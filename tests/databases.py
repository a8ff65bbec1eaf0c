"""A test database is migrated once a run; the other workers, and installations that tests make, copy it.

On SQLite a run begins with what an earlier one has migrated here, while everything that migrations are made of is as it
was then: it takes ten seconds of a processor. A clean clone, as in CI, migrates from nothing.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rounds.core.database.migrating import few_models_again

TEMPLATE = "rounds_migrated"  # its name in PostgreSQL
SOURCE = Path(__file__).resolve().parents[1] / "src/rounds"
# Migrations, and whatever of ours they call.
MADE_OF = ("**/migrations/*.py", "**/guards*.py", "**/enums.py", "core/*.py", "core/database/*.py")


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
            earlier = _earlier() if connection.vendor == "sqlite" else None
            if earlier and earlier.exists() and not ready.exists():
                shutil.copyfile(earlier, ready)
            if not ready.exists():
                with few_models_again():
                    name: str = make(*arguments, **settings)
                _keep(connection, ready)
                if earlier:
                    _leave(ready, earlier)
                return name
        if connection.vendor == "postgresql":
            connection.settings_dict["TEST"]["TEMPLATE"] = TEMPLATE
        return str(make(*arguments, **settings))

    creation._create_test_db, creation.create_test_db = make_copy, make_first_or_copy


def migrated_file(folder: Path) -> Path:
    """Return where the migrated database is kept; on PostgreSQL, what says that there is one."""
    return folder / "migrated.sqlite3"


def _earlier() -> Path:
    """Return where a run leaves what it has migrated for later ones: its name is a digest of what it was made of."""
    import django

    total = hashlib.sha256(repr((django.VERSION, sys.version, sqlite3.sqlite_version)).encode())
    for path in sorted({path for pattern in MADE_OF for path in SOURCE.glob(pattern)}):
        total.update(f"{path.relative_to(SOURCE)}\n".encode() + path.read_bytes())
    return Path(os.environ["ROUNDS_DATA"]) / f"migrated-{total.hexdigest()[:32]}.sqlite3"


def _leave(ready: Path, earlier: Path) -> None:
    """Leave what was migrated for later runs, instead of what is out of date."""
    for old in earlier.parent.glob("migrated-*.sqlite3"):
        old.unlink(missing_ok=True)
    half = earlier.with_suffix(f".{os.getpid()}")
    shutil.copyfile(ready, half)
    half.replace(earlier)


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
