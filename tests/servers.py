"""Runs the suite on SQLite and on a real PostgreSQL, which it starts for the purpose and stops again.

Standard library only: dev.py imports it before it is inside the environment.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from tests.clock import HOURS
from tests.foreign import pythons

ROOT = Path(__file__).resolve().parents[1]
# Seconds after which a test of the short suite will never end.
PATIENCE = 480
# Seconds after which PostgreSQL ends a statement: a test then fails with it, instead of its worker with nothing.
STATEMENT = 240
# And those after which it waits for a lock for ever.
LOCKED = 150
# Suites that touch no database run once.
WITHOUT_DATABASE = (
    "tests/pairing",
    "tests/sheets",
    "tests/cli",
    "tests/browser",
    "tests/architecture",
    "tests/commands",
    "tests/surveys/test_publication.py",
    "tests/surveys/sealing",
)
# But for what walks through a whole year: in the short version on PostgreSQL alone, as hospitals run it.
WALKS = "walks"
# What knows no day of an institution's need not run at each hour.
WITHOUT_DAYS = ("tests/pairing", "tests/sheets", "tests/cli", "tests/architecture")
# Who may do and see what is decided in Python: on PostgreSQL it is asked again in the long version alone.
ALIKE_ON_BOTH = (
    "tests/access",
    "tests/security",
    "tests/input/test_odd_values.py",
    "tests/input/test_foreign_ids.py",
    "tests/input/test_stale_tabs.py",
    "tests/matching/test_inference.py",
)
# Pages, asked on PostgreSQL in the long version alone; domains, races and constraints run on both always.
PAGES = (
    "tests/web",
    "tests/programs/test_intake_pages.py",
    "tests/programs/test_office_pages.py",
    "tests/matching/test_pages.py",
    "tests/account/test_sessions.py",
    "tests/account/test_sign_in.py",
)
# What `make test-all PART=...` runs alone, besides "days" and "postgres", the half on PostgreSQL.
PARTS = {
    "browser": ("tests/browser",),
    "races": (
        "tests/matching/test_races.py",
        "tests/mentorships/test_races.py",
        "tests/matching/test_kills.py",
        "tests/matching/test_locks.py",
        "tests/people/test_role_races.py",
        "tests/core/test_worker_kills.py",
        "tests/surveys/box/test_races.py",
        "tests/surveys/box/test_kills.py",
    ),
    "foreign": (
        "tests/sheets",
        "tests/cli",
        "tests/integrations",
        "tests/web/imports/test_import_wizard.py",
        "tests/evidence/test_foreign.py",
        "tests/documents/test_pdf_ua.py",
        "tests/evidence/test_published_people.py",
    ),
    "engines": ("tests/evidence", "tests/charts", "tests/pairing", "tests/sheets", "tests/cli"),
    "access": ("tests/access", "tests/security"),
    "pages": (*PAGES, "tests/account"),
}


def run_suites(python: Path, rest: list[str], *, long: bool) -> int:
    """Run everything on SQLite, then what touches the database on PostgreSQL; return the worst exit code."""
    environment = {**os.environ, **({"ROUNDS_LONG": "1"} if long else {})}
    # workers, and the processes that tests start, read what the first of them has compiled
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    # three for two cores: browsers and killed workers leave a core waiting
    pytest = [str(python), "-m", "pytest", "-n", "3", *rest]
    if not long:
        # a test that waits for ever fails, and says where it stood
        pytest += ["-o", f"faulthandler_timeout={PATIENCE}", "-o", "faulthandler_exit_on_timeout=true"]
    parts = [word.removeprefix("--part=") for word in rest if word.startswith("--part=")]
    paths: tuple[str, ...] = ()
    if parts:
        pytest = [word for word in pytest if not word.startswith("--part=")]
        if parts[0] == "days":
            return run_days(pytest, environment)
        if parts[0] not in (*PARTS, "postgres"):
            print(f"There is no part {parts[0]}. Parts: {', '.join(PARTS)}, days, postgres.", file=sys.stderr)
            return 2
        paths = PARTS.get(parts[0], ())
    if parts == ["foreign"] or (long and not parts):
        environment |= pythons()
    worst = 0
    if parts != ["postgres"]:
        print("== SQLite", flush=True)
        once = [] if long or not _program("initdb") else [f"--ignore=tests/browser/{WALKS}"]
        worst = _run([*pytest, *paths, *once], environment)
    on_both = [path for path in paths if not path.startswith(WITHOUT_DATABASE)]
    if paths and not on_both:
        return worst
    with postgres() as url:
        if url is None:
            message = (
                "PostgreSQL is not installed: its half of the suite did not run (apt-get install postgresql)."
            )
            print(f"\n!! {message}\n", file=sys.stderr, flush=True)
            return 1 if os.environ.get("CI") == "true" else worst
        print("== PostgreSQL", flush=True)
        left_out = WITHOUT_DATABASE if long else (*WITHOUT_DATABASE, *ALIKE_ON_BOTH, *PAGES)
        ignored = [f"--ignore={path}" for path in _without_walks(left_out)]
        return _run([*pytest, *on_both, *ignored], {**environment, "DATABASE_URL": url}) or worst


def _without_walks(left_out: tuple[str, ...]) -> list[str]:
    """Return what is left out on PostgreSQL, path by path: the browser's folder but for its walks."""
    kept = [path for path in left_out if path != "tests/browser"]
    inside = sorted((ROOT / "tests/browser").iterdir())
    modules = [one for one in inside if one.name.startswith("test_") or (one / "__init__.py").exists()]
    return [*kept, *(f"tests/browser/{one.name}" for one in modules if one.name != WALKS)]


def run_days(pytest: list[str], environment: dict[str, str]) -> int:
    """Run what knows days at each hour; return the worst exit code."""
    worst = 0
    for hour, zone in HOURS:
        print(f"== {hour} UTC in {zone}", flush=True)
        ignored = [f"--ignore={folder}" for folder in WITHOUT_DAYS]
        there = {**environment, "ROUNDS_TEST_CLOCK": hour, "ROUNDS_TEST_ZONE": zone}
        worst = _run([*pytest, *ignored], there) or worst
    return worst


def _run(command: list[str], environment: dict[str, str]) -> int:
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


def _program(name: str) -> str | None:
    """Debian keeps initdb and pg_ctl off the PATH."""
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), reverse=True)
    return str(found[0]) if found else shutil.which(name)


def end_when_told() -> None:
    """Let a command that is ended by SIGTERM, as by `timeout`, end what it has started."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("Stopped."))


def in_own_postgres(module: str, size: str, measure: Callable[[int], int]) -> int:
    """Start a PostgreSQL, and run `python -m module size` in a process that uses it: there, measure(size) gives the exit code."""
    if os.environ.get("DATABASE_URL"):
        return measure(int(size))
    end_when_told()
    with postgres() as url:
        if url is None:
            print("PostgreSQL is not installed: not measured.")
            return 1
        environment = {
            **os.environ,
            "DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": "rounds.config.settings_test",
        }
        return subprocess.call([sys.executable, "-m", module, size], env=environment)


@contextmanager
def postgres() -> Iterator[str | None]:
    """Start a throw-away PostgreSQL and yield its address; None where it is not installed."""
    initdb, pg_ctl = _program("initdb"), _program("pg_ctl")
    if not initdb or not pg_ctl:
        yield None
        return
    as_root = os.geteuid() == 0
    prefix = ["runuser", "-u", "postgres", "--"] if as_root else []
    with tempfile.TemporaryDirectory(prefix="rounds-postgres-") as folder:
        data = Path(folder) / "data"
        Path(folder).chmod(0o755)
        data.mkdir()
        if as_root:
            shutil.chown(folder, "postgres")
            shutil.chown(data, "postgres")
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        quiet = partial(subprocess.run, check=True, stdout=subprocess.DEVNULL, cwd=folder)
        quiet(
            [
                *prefix,
                initdb,
                "-D",
                str(data),
                "-A",
                "trust",
                "-U",
                "postgres",
                "-E",
                "UTF8",
                "--locale=C.UTF-8",
                "--no-sync",
            ]
        )
        options = (
            f"-p {port} -k {data} -c listen_addresses=127.0.0.1 -c fsync=off -c synchronous_commit=off"
            " -c full_page_writes=off -c max_connections=200"
            # who waits longer than any test for a lock waits for ever: then it is told so
            f" -c lock_timeout={LOCKED * 1000}"
            # A standing world lies in a transaction that never ends: statistics would count its rows as none,
            # and a question planned for empty tables takes minutes. Who still takes so long is named.
            f" -c autovacuum=off -c statement_timeout={STATEMENT * 1000}"
        )
        log = str(data / "log")
        try:
            quiet([*prefix, pg_ctl, "-D", str(data), "-w", "-l", log, "-o", options, "start"])
            yield f"postgres://postgres@127.0.0.1:{port}/postgres"
        finally:
            # told to end while it starts: then there may be nothing to stop yet, which is no fault of its own
            quiet([*prefix, pg_ctl, "-D", str(data), "-m", "fast", "stop"], check=False)
            _tell_of_crashes(Path(log))


# What PostgreSQL writes when one of its processes has ended as none should.
CRASHED = (
    "PANIC",
    "was terminated by signal",
    "terminating any other active",
    "out of memory",
    "crash of another",
)


def _tell_of_crashes(log: Path) -> None:
    """Print what the server's log says of processes that crashed: its folder is gone with the run."""
    lines = log.read_text(errors="replace").splitlines() if log.exists() else []
    for line in [line for line in lines if any(word in line for word in CRASHED)][:20]:
        print(f"PostgreSQL: {line}", flush=True)
