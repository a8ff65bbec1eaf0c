"""`rounds demo`: the whole product with invented people, from nothing, with one command."""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import click

from rounds.cli.installation.keys_file import keys_file, make_keys
from rounds.cli.installation.start import has_waiting_migrations, start_django
from rounds.cli.serve import gunicorn

START_SECONDS = 60
# Loaded before the fork: the child must not import anything.
LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None
SIGNAL_AT_PARENTS_DEATH = 1  # PR_SET_PDEATHSIG of prctl(2)


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), default=8000, envvar="PORT", show_default=True)
@click.option(
    "--ten-years", is_flag=True, help="A faculty of 2,000 whose ten years are known, in var/ten-years."
)
def demo(port: int, *, ten_years: bool) -> None:
    """Start Rounds with an invented hospital: data in var/demo, plain HTTP, no mail leaves."""
    _refuse_taken(port)
    if ten_years:
        os.environ.setdefault("ROUNDS_DATA", "var/ten-years")
    prepare(port, ten_years=ten_years)
    address = f"http://127.0.0.1:{port}"
    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, _interrupt)
    children: list[subprocess.Popen[bytes]] = []
    try:
        children.append(_start(gunicorn(f"127.0.0.1:{port}", processes=1, threads=8)))
        _wait_until_ready(address, children)
        children.append(_start([sys.executable, "-m", "rounds.cli", "worker"]))
        _welcome(address)
        while all(child.poll() is None for child in children):
            time.sleep(0.5)
        raise click.ClickException("A part of the demo ended by itself; its last words are above.")
    except KeyboardInterrupt:
        click.echo("\nStopping. The data stays for the next start.")
    finally:
        _end(children)


def _start(command: list[str]) -> subprocess.Popen[bytes]:
    """Start a process in a session of its own: Ctrl-C reaches the parent, which ends its children in order.

    Where the parent is killed and can end nobody, Linux ends them.
    """
    return subprocess.Popen(command, start_new_session=True, preexec_fn=_end_with_parent)  # noqa: PLW1509


def _end_with_parent() -> None:
    """Ask Linux to send this process SIGTERM when its parent dies; runs in the child, before its program."""
    if LIBC is not None:
        LIBC.prctl(SIGNAL_AT_PARENTS_DEATH, signal.SIGTERM, 0, 0, 0)


def prepare(port: int, *, ten_years: bool = False) -> None:
    """Make keys, database and people where they are missing."""
    folder = Path(os.environ.setdefault("ROUNDS_DATA", "var/demo"))
    (folder / "static").mkdir(parents=True, exist_ok=True)
    os.environ.update(ROUNDS_MODE="demo", ROUNDS_BASE_URL=f"http://127.0.0.1:{port}")
    if not keys_file().exists():
        make_keys()
    start_django()
    from django.db import connection

    from rounds.core.database.migrating import migrate

    if has_waiting_migrations():
        migrate()
    from rounds.core.database.statistics import refresh_statistics
    from rounds.core.models import Institution
    from rounds.demo import load_demo
    from rounds.demo.evidence.ten_years import load_ten_years

    if not Institution.objects.exists():
        click.echo("Inventing a hospital ...")
        if ten_years:
            load_ten_years(folder)
        else:
            load_demo()
        refresh_statistics()
    connection.close()


def _welcome(address: str) -> None:
    from rounds.demo import DEMO_PASSWORD, list_sign_ins

    click.secho(f"\nRounds is ready: {address}\n", bold=True)
    click.echo("Everybody is invented. Choose one on the start page, or sign in with")
    for sign_in in list_sign_ins():
        click.echo(f"  {sign_in.role:<38} {sign_in.email}")
    click.echo(f"and the password  {DEMO_PASSWORD}")
    click.echo(f"Mail that Rounds sends is read at {address}/mail/. Ctrl-C stops.\n")


def _refuse_taken(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise click.ClickException(
                f"Port {port} is taken. Choose another one: make demo PORT={port + 1}"
            ) from None


def _wait_until_ready(address: str, children: list[subprocess.Popen[bytes]]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and all(child.poll() is None for child in children):
        try:
            with urlopen(f"{address}/healthz", timeout=2) as answer:  # noqa: S310  # nosec B310
                if answer.status == 200:
                    return
        except (URLError, TimeoutError, ConnectionError):
            time.sleep(0.1)
    raise click.ClickException("The web server did not start; its last words are above.")


def _interrupt(number: int, frame: object) -> None:
    raise KeyboardInterrupt


def _end(children: list[subprocess.Popen[bytes]]) -> None:
    for child in children:
        child.terminate()
    for child in children:
        try:
            child.wait(timeout=10)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
