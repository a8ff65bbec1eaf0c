"""Whether the demo keeps up with people: so many requests a second, how long each answer takes, how many fail.

    python -m benchmarks.load [postgres] [sqlite] [--seconds 60] [--write]

Makes the demo's data anew, on a PostgreSQL of its own behind two web processes (40 requests a second) and on SQLite
behind one, as the demo runs (25). Half of the requests come from participants, half from the program office; homes are
opened four times as often as other pages. Arrivals are random with a fixed seed and do not wait for answers; a time
runs from when a request was due. The generator, the web server and the database share this machine.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPException, RemoteDisconnected
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

from benchmarks.sections import machine, write_section
from benchmarks.visits import COORDINATOR, MENTEE, MENTOR, Visit, visits_of
from tests.servers import end_when_told, postgres

CONNECTIONS, TIMEOUT, SEED = 64, 20, 7
GOAL_MS, OK, SHOWN_ERRORS = 300, 200, 10
# The data is made and served by one process after the other: the second inherits the first one's keys.
SERVE = """
import os
from rounds.cli.demo import prepare
from rounds.cli.serve import gunicorn
prepare({port})
command = gunicorn("127.0.0.1:{port}", processes={processes}, threads={threads})
os.execv(command[0], command)
"""
TITLE = "Load"


class Case(NamedTuple):
    """A database, how many web processes and threads serve it, and the requests a second that it must take."""

    name: str
    processes: int
    threads: int
    rate: float


CASES = {"postgres": Case("PostgreSQL", 2, 4, 40), "sqlite": Case("SQLite", 1, 8, 25)}


def main() -> int:
    """Run the cases; end with 1 where one is slower than wanted or an answer failed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("databases", nargs="*", metavar="postgres|sqlite", help="both unless told")
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--write", action="store_true", help="into results.md")
    given = parser.parse_args()
    rows = [
        "| database | processes | requests a second | answers | p50, ms | p95, ms | longest, ms | processor of the web an answer, ms | errors | wanted |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    is_good = True
    end_when_told()
    unknown = set(given.databases) - CASES.keys()
    if unknown:
        parser.error(f"no such database: {', '.join(sorted(unknown))}")
    for key in given.databases or CASES:
        row, kept_up = run(CASES[key], given.seconds)
        is_good &= kept_up
        rows.append(row)
        print("\n".join(rows), flush=True)
    if given.write:
        words = (
            "Written by `python -m benchmarks.load --write`, which says at its head what is asked and how."
        )
        write_section(TITLE, [words, "", machine(), "", *rows])
    return 0 if is_good else 1


def run(case: Case, seconds: int) -> tuple[str, bool]:
    """Serve the demo, ask for its pages for some seconds, and return a row and whether it kept up."""
    with database(case) as url, demo(case, url) as (port, group):
        cookies = {role: signed_in(port, role) for role in (COORDINATOR, MENTOR, MENTEE)}
        visits = visits_of(lambda role, path: fetch(port, path, cookies[role], follow=True)[1])
        for visit in visits:
            fetch(port, visit.path, cookies[visit.who])
        before = processor_seconds(group)
        times, failed = ask(port, plan(visits, case.rate, seconds), cookies)
        spent = 1000 * (processor_seconds(group) - before) / (len(times) or 1)
    for words in failed[:SHOWN_ERRORS]:
        print(f"{case.name}: {words}", flush=True)
    ms = sorted(1000 * taken for taken in times) or [0.0]
    p95 = ms[int(0.95 * (len(ms) - 1))]
    kept_up = p95 <= GOAL_MS and not failed
    row = (
        f"| {case.name} | {case.processes} | {case.rate:g} | {len(times)} | {statistics.median(ms):.0f} | {p95:.0f} | "
        f"{ms[-1]:.0f} | {spent:.0f} | {len(failed)} | p95 at most {GOAL_MS}, no errors{'' if kept_up else ' (missed)'} |"
    )
    return row, kept_up


def plan(visits: list[Visit], rate: float, seconds: int) -> list[tuple[float, Visit]]:
    """Return when which page is asked for."""
    chance, due = random.Random(SEED), 0.0
    halves = [[one for one in visits if (one.who == COORDINATOR) == office] for office in (True, False)]
    planned = []
    while (due := due + chance.expovariate(rate)) < seconds:
        half = chance.choice(halves)
        weights = [4 if one.name.startswith("home") else 1 for one in half]
        planned.append((due, chance.choices(half, weights)[0]))
    return planned


def ask(
    port: int, planned: list[tuple[float, Visit]], cookies: dict[str, dict[str, str]]
) -> tuple[list[float], list[str]]:
    """Ask for each page when it is due; return the seconds that good answers took, and in words which were none."""
    lines = threading.local()
    began = time.monotonic()

    def open_page(due: float, visit: Visit) -> float | str:
        if not hasattr(lines, "line"):
            lines.line = HTTPConnection("127.0.0.1", port, timeout=TIMEOUT)
        try:
            status, _text = fetch_again(port, visit.path, cookies[visit.who], lines.line)
        except (OSError, HTTPException) as error:
            lines.line.close()
            return f"{visit.path} at {due:.1f} s: {type(error).__name__} {error}"
        if status != OK:
            return f"{visit.path} at {due:.1f} s: status {status}"
        return time.monotonic() - began - due

    with ThreadPoolExecutor(CONNECTIONS) as pool:
        coming = []
        for due, visit in planned:
            time.sleep(max(0.0, due - (time.monotonic() - began)))
            coming.append(pool.submit(open_page, due, visit))
        taken = [one.result() for one in coming]
    times = [one for one in taken if isinstance(one, float)]
    return times, [one for one in taken if isinstance(one, str)]


def fetch_again(port: int, path: str, cookies: dict[str, str], line: HTTPConnection) -> tuple[int, str]:
    """Ask for a page on an open line; once more on a new one where the server has closed it meanwhile, as browsers do.

    The server keeps an idle line for five seconds; a request may cross with its end.
    """
    is_used = line.sock is not None
    try:
        return fetch(port, path, cookies, line=line)
    except (RemoteDisconnected, ConnectionResetError, BrokenPipeError):
        line.close()
        if not is_used:
            raise
        return fetch(port, path, cookies, line=line)


def fetch(
    port: int,
    path: str,
    cookies: dict[str, str],
    *,
    line: HTTPConnection | None = None,
    form: dict[str, str] | None = None,
    follow: bool = False,
) -> tuple[int, str]:
    """Ask for a page, as a browser that takes compressed answers would; new cookies are kept."""
    line = line or HTTPConnection("127.0.0.1", port, timeout=TIMEOUT)
    headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}
    if form is not None:
        headers |= {"Content-Type": "application/x-www-form-urlencoded"}
    line.request("GET" if form is None else "POST", path, urlencode(form) if form else None, headers)
    answer = line.getresponse()
    text = answer.read().decode()
    for cookie in answer.headers.get_all("Set-Cookie") or []:
        name, _, value = cookie.split(";")[0].partition("=")
        cookies[name] = value
    onward = answer.headers.get("Location")
    return fetch(port, onward, cookies, follow=True) if follow and onward else (answer.status, text)


def signed_in(port: int, role: str) -> dict[str, str]:
    """Return the cookies of somebody of the demo."""
    cookies: dict[str, str] = {}
    page = fetch(port, "/demo/", cookies)[1]
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    email = re.search(rf'value="({role}@[^"]+)"', page)
    if not token or not email:
        raise SystemExit(f"The demo's first page offers no sign-in as {role}.")
    form = {"csrfmiddlewaretoken": token[1], "email": email[1]}
    fetch(port, "/demo/sign-in/", cookies, form=form)
    return cookies


@contextmanager
def database(case: Case) -> Iterator[str]:
    """Yield the address of a database of its own; "" is SQLite in the demo's folder."""
    if case.name == "SQLite":
        yield ""
        return
    with postgres() as url:
        if url is None:
            raise SystemExit("PostgreSQL is not installed here; see CONTRIBUTING.md.")
        yield url


@contextmanager
def demo(case: Case, url: str) -> Iterator[tuple[int, int]]:
    """Make the demo's data and serve it; yield the port and the group of the web's processes."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        env = {**os.environ, "ROUNDS_DATA": folder, "ROUNDS_LOG_LEVEL": "ERROR"}
        env |= {"DATABASE_URL": url} if url else {}
        serve = SERVE.format(port=port, processes=case.processes, threads=case.threads)
        serving = subprocess.Popen([sys.executable, "-c", serve], env=env, start_new_session=True)
        try:
            wait_for(port, serving)
            yield port, serving.pid
        finally:
            os.killpg(serving.pid, signal.SIGTERM)
            serving.wait(60)


def processor_seconds(group: int) -> float:
    """Return what the processes of a group have used of the processor (Linux)."""
    ticks = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            fields = stat.read_text().rpartition(")")[2].split()
            ticks += sum(map(int, fields[11:13])) if int(fields[2]) == group else 0
    return ticks / os.sysconf("SC_CLK_TCK")


def wait_for(port: int, serving: subprocess.Popen[bytes]) -> None:
    """Wait until the demo's data is made and its first page comes."""
    for _ in range(600):
        if serving.poll() is not None:
            raise SystemExit("The demo did not start; its words stand above.")
        try:
            if fetch(port, "/healthz", {})[0] == 200:
                return
        except OSError:
            time.sleep(0.5)
    raise SystemExit("The demo did not start within five minutes.")


if __name__ == "__main__":
    sys.exit(main())
