"""The backup and restore of docs/operations.md, on both databases: same rows, same log, and the wrong key is noticed."""

from __future__ import annotations

import base64
import os
import subprocess

import pytest

from tests.commands.production import python, rounds, settings_of
from tests.servers import postgres

pytestmark = pytest.mark.long  # each makes the whole demo

FILL = """
import json
from django.core.management import call_command
call_command("migrate", verbosity=0)
from rounds.demo import load_demo
load_demo()
print(json.dumps(1))
"""
# every table with its number of rows and a digest that does not depend on their order
DIGEST = """
import hashlib, json
from django.db import connection
found = {}
with connection.cursor() as cursor:
    for table in sorted(connection.introspection.table_names(cursor)):
        cursor.execute(f'SELECT * FROM "{table}"')
        rows = sorted(repr(row) for row in cursor.fetchall())
        found[table] = [len(rows), hashlib.sha256("\\n".join(rows).encode()).hexdigest()]
print(json.dumps(found))
"""


def test_sqlite_copy_while_it_runs_gives_everything_back(tmp_path):
    before, after = tmp_path / "before", tmp_path / "after"
    before.mkdir()
    after.mkdir()
    old = settings_of(before)
    python(FILL, environment=old)

    copy = "import sqlite3; sqlite3.connect('before/rounds.sqlite3').backup(sqlite3.connect('after/rounds.sqlite3'))"
    subprocess.run(["python3", "-c", copy], cwd=tmp_path, check=True)

    _same_and_whole(old, settings_of(after))


def test_postgresql_dump_gives_everything_back(tmp_path):
    with postgres() as url:
        if url is None:
            if os.environ.get("CI") == "true":
                pytest.fail("PostgreSQL is not installed: restoring was not tried.")
            pytest.skip("PostgreSQL is not installed: restoring was not tried (apt-get install postgresql)")
        server = url.rpartition("/")[0]
        old = settings_of(tmp_path, DATABASE_URL=f"{server}/old")
        subprocess.run(
            ["psql", "-q", url, "-c", "CREATE DATABASE old", "-c", "CREATE DATABASE new"], check=True
        )
        python(FILL, environment=old)

        dump = str(tmp_path / "rounds.dump")
        subprocess.run(["pg_dump", "--format=custom", f"--file={dump}", f"{server}/old"], check=True)
        subprocess.run(["pg_restore", "--clean", "--if-exists", f"--dbname={server}/new", dump], check=True)

        _same_and_whole(old, settings_of(tmp_path, DATABASE_URL=f"{server}/new"))


def _same_and_whole(old, new):
    assert python(DIGEST, environment=new)[0] == python(DIGEST, environment=old)[0]
    verified = rounds("audit", "verify", environment=new)
    assert verified.returncode == 0, verified.stdout + verified.stderr
    other_key = "1:" + base64.b64encode(b"o" * 32).decode()
    said = rounds("doctor", environment=new | {"ROUNDS_FIELD_KEYS": other_key})
    assert said.returncode == 1
    assert "key" in next(
        line for line in said.stdout.splitlines() if line.startswith("WRONG") and "key" in line
    )
