"""A database that is migrated the short way is the same, to the last word of its definition, as one migrated by Django."""

from contextlib import contextmanager, nullcontext

import pytest
from django.core.management import call_command
from django.db import connection

from rounds.core.database.migrating import few_models_again

DEFINED = {
    "sqlite": ["SELECT type, name, tbl_name, sql FROM sqlite_master"],
    "postgresql": [
        "SELECT table_name, column_name, udt_name, is_nullable, column_default FROM information_schema.columns",
        "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint",
        "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
        "SELECT tgrelid::regclass::text, tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
        "SELECT proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
    ],
}


@pytest.mark.long  # a minute of a processor
def test_short_way_makes_the_same_tables(django_db_setup, django_db_blocker, tmp_path):
    with django_db_blocker.unblock():
        short = definitions(tmp_path / "short", few_models_again())
        djangos = definitions(tmp_path / "djangos", nullcontext())

    assert len(short) > 500
    assert short == djangos


def definitions(place, way):
    with empty_database(place), way:
        call_command("migrate", verbosity=0, interactive=False)
        with connection.cursor() as cursor:
            found = set()
            for question in DEFINED[connection.vendor]:
                cursor.execute(question)
                found |= set(cursor.fetchall())
            return found


@contextmanager
def empty_database(place):
    """Let the connection lead to a new database, and back again: some steps of libraries ask the default one."""
    usual, is_server = connection.settings_dict["NAME"], connection.vendor == "postgresql"
    name = f"rounds_{place.name}" if is_server else str(place)
    connection.close()
    if is_server:
        with connection.creation._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
            cursor.execute(f'CREATE DATABASE "{name}"')
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = usual
        if is_server:
            with connection.creation._nodb_cursor() as cursor:
                cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
