"""Fixtures for every test: two institutions, and the four people whom all tests know."""

import gc
import os
from contextlib import ExitStack
from copy import deepcopy
from itertools import groupby

import pytest
from hypothesis import settings

from tests import clock as clock_of_the_suite
from tests.standing import standing

pytest_plugins = ["tests.slowest", "tests.locks"]

# The suite and its worlds fill the heap, and the collector walks through all of it again and again: a sixth of the time.
gc.set_threshold(50_000, 30, 30)
# How long an example takes says more of the machine than of the code.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright's sync API runs an event loop


def pytest_configure() -> None:
    """Set the hour of the suite, and let the test runner empty the database, although audit rows and published versions refuse to go."""
    clock_of_the_suite.shift()
    from django.db.backends.base.operations import BaseDatabaseOperations
    from django.middleware import csrf

    from rounds.core.audit import guards as append_only
    from rounds.development import guards as kept_catalog
    from rounds.framework import guards as immutable
    from rounds.insights import guards as kept
    from rounds.mentorships import guards as released
    from rounds.rollout import guards as issued
    from rounds.surveys import guards as promised

    # A random token of 64 letters holds "Finn" or "Bob" now and then, in a page that must not name them.
    csrf.CSRF_ALLOWED_CHARS = "bcdfghjklmnpqrstvwxz"

    empty = BaseDatabaseOperations.execute_sql_flush

    def empty_unprotected(self, statements):
        if self.connection.vendor == "postgresql":
            # what a killed process or a page closed half-way left open would hold the tables, and the run, for ever
            with self.connection.cursor() as cursor:
                cursor.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
                    " AND pid <> pg_backend_pid() AND xact_start IS NOT NULL"
                )
        with ExitStack() as stack:
            for guard in (append_only, immutable, released, promised, kept, issued, kept_catalog):
                stack.enter_context(guard.unprotected(self.connection))
            empty(self, statements)

    BaseDatabaseOperations.execute_sql_flush = empty_unprotected


def pytest_xdist_make_scheduler(config, log):
    from tests.together import Together

    return Together(config, log)


LONG = os.environ.get("ROUNDS_LONG") == "1"
IN_CI = LONG or os.environ.get("CI") == "true"


def _stands(item: pytest.Item) -> bool:
    return "standing_world" in getattr(item, "fixturenames", ())


@pytest.hookimpl(trylast=True)  # after the order has been drawn
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    from tests.together import place_of

    items.sort(key=lambda item: place_of(item.nodeid))
    # a standing world is in the database until the module ends: who makes a hospital of their own comes before it
    blocks = [list(block) for _path, block in groupby(items, key=lambda item: item.path)]
    items[:] = [item for block in blocks for item in sorted(block, key=_stands)]
    for item in items:
        if item.get_closest_marker("long") and not LONG:
            item.add_marker(pytest.mark.skip(reason="long version: make test-all"))
        if item.get_closest_marker("ci") and not IN_CI:
            item.add_marker(pytest.mark.skip(reason="sweep: CI=true make test"))


@pytest.fixture(autouse=True, scope="session")
def _zone_of_institutions():
    """Put every institution that a test makes into the zone in which the suite runs."""
    from rounds.core.models import Institution

    if zone := clock_of_the_suite.zone_of_institutions():
        field = Institution._meta.get_field("timezone")
        field.default, field._get_default = zone, lambda: zone


@pytest.fixture
def hospital(db):
    from rounds.core.models import Institution

    return Institution.objects.create(slug="st-brigid", name="St. Brigid Health")


@pytest.fixture
def other_hospital(db):
    from rounds.core.models import Institution

    return Institution.objects.create(slug="elsewhere", name="Elsewhere Medical Center")


def _world():
    from tests.world import build_world

    return build_world()


standing_world = standing(_world)


@pytest.fixture
def own_world(db, standing_world):
    """Return the standing world for one test, which may change it."""
    return deepcopy(standing_world)


@pytest.fixture
def in_hospital(hospital):
    """Enter the first institution's scope for the whole test."""
    from rounds.core.database.scope import scope

    with scope(hospital.id, hospital.timezone):
        yield hospital


@pytest.fixture
def clock():
    """Stop the clock at the present moment; a test can shift it."""
    import time_machine

    with time_machine.travel(_moment(), tick=False) as clock:
        yield clock


def _moment():
    from datetime import UTC, datetime

    return datetime.now(UTC)


@pytest.fixture(scope="session")
def folder_of_the_run(tmp_path_factory):
    """Return a folder that all workers of a run share."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@pytest.fixture(scope="session")
def migrated(django_db_setup, folder_of_the_run):
    """Return a migrated SQLite file without a row, for installations that a test makes."""
    from tests.databases import migrated_file

    return migrated_file(folder_of_the_run)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings, folder_of_the_run):
    from django.db import connection

    from tests.databases import migrate_once

    migrate_once(connection, folder_of_the_run)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Close afterward what would hold the database: the thread that writes progress, what a killed process left open."""
    yield
    from django.db import connections

    from rounds.core.jobs.running import _own_connection
    from tests.locks import end_others

    _own_connection.submit(connections.close_all).result()
    with django_db_blocker.unblock():
        end_others()


@pytest.fixture(autouse=True)
def _own_anchor_file(settings, tmp_path):
    settings.AUDIT_ANCHOR_FILE = str(tmp_path / "anchors.jsonl")
