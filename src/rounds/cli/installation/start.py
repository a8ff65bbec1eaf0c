"""Starting Django for a command, with errors as sentences."""

import os

import click

from rounds.cli.installation.keys_file import load_keys


def has_waiting_migrations() -> bool:
    """Tell whether the database is older than this release."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


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
