"""Starting Django for a command, with errors as sentences."""

import os
from typing import Any

import click

from rounds.cli.installation.keys_file import load_keys


def has_waiting_migrations() -> bool:
    """Tell whether the database is older than this release."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    refuse_foreign_database()
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def refuse_foreign_database() -> None:
    """End with a sentence where the database was made by a version whose steps this one does not know.

    Before the first release the migrations were written once more; from then on they are kept.
    """
    from django.db import connection
    from django.db.migrations.loader import MigrationLoader

    loader = MigrationLoader(connection)
    ours = {label for label, module in loader.disk_migrations if _is_ours(loader, label, module)}
    unknown = sorted(
        f"{label} {name}"
        for label, name in loader.applied_migrations
        if label in ours and (label, name) not in loader.disk_migrations
    )
    if unknown:
        raise click.ClickException(
            f"This database was made by another version of Rounds (it knows {unknown[0]}, this version does not)."
            " For the demo: `make clean` forgets its data and `make demo` invents it again."
            " For your own data: start it with the version that made it, or restore its backup there."
        )


def _is_ours(loader: Any, label: str, name: str) -> bool:
    return bool(loader.disk_migrations[label, name].__module__.startswith("rounds."))


def start_django() -> None:
    """Load the installation's settings and set Django up; ends with a sentence when they are wrong."""
    load_keys()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rounds.config.settings")
    import django
    from django.core.exceptions import ImproperlyConfigured

    try:
        django.setup()
    except ImproperlyConfigured as error:
        raise click.ClickException(str(error)) from error
