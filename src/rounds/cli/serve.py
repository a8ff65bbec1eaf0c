"""`rounds serve` and `rounds worker`: the two processes of an installation."""

import os
import sys
from itertools import chain

import click

from rounds.cli.installation.start import has_waiting_migrations, start_django


def gunicorn(bind: str, *, processes: int, threads: int) -> list[str]:
    """Return the command that starts the web server."""
    options = {
        "--bind": bind,
        "--worker-class": "gthread",
        "--workers": str(processes),
        "--threads": str(threads),
        "--timeout": "60",
        "--graceful-timeout": "30",
        "--keep-alive": "5",
        "--log-level": "warning",
    }
    server = [sys.executable, "-m", "gunicorn", "rounds.config.wsgi"]
    return [*server, *chain.from_iterable(options.items()), "--no-control-socket"]


@click.command()
@click.option("--bind", default="127.0.0.1:8000", envvar="ROUNDS_BIND", show_default=True)
@click.option("--processes", default=2, envvar="ROUNDS_PROCESSES", show_default=True)
@click.option("--threads", default=4, envvar="ROUNDS_THREADS", show_default=True)
def serve(bind: str, processes: int, threads: int) -> None:
    """Serve the pages. Run it behind a proxy that speaks HTTPS."""
    start_django()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    if has_waiting_migrations():
        raise click.ClickException("The database is older than this release. Run: rounds manage migrate")
    if settings.PRODUCTION:
        call_command("collectstatic", interactive=False, verbosity=0)
    connection.close()
    command = gunicorn(bind, processes=processes, threads=threads)
    os.execv(command[0], command)  # noqa: S606  # nosec B606


@click.command()
def worker() -> None:
    """Work off jobs, events and mail. One on SQLite, as many as you like on PostgreSQL."""
    start_django()
    from django.core.exceptions import ImproperlyConfigured

    from rounds.core.jobs.worker import Worker

    working = Worker()
    working.stop_on_signals()
    try:
        working.run()
    except ImproperlyConfigured as error:
        raise click.ClickException(str(error)) from error
