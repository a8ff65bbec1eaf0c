"""Processor time a page of the demo takes, beside a plain Django page in the same minutes.

    python -m benchmarks.page_costs [write]

Makes the demo's data in a folder of its own (SQLite), signs in as its people and asks for each page by Django's test
client. A second process serves a plain page (`plain_site.py`); both take turns, so that a slow moment of the machine
falls on both. Seconds are those of the processor; the ratios count. `write` puts the table into results.md.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from itertools import chain
from typing import Any

from benchmarks.sections import machine, write_section

ROUNDS, EACH = 6, 5
TITLE = "Processor time a page"


def main(arguments: list[str]) -> None:
    if arguments == ["plain"]:
        serve_plain()
        return
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(ROUNDS_DATA=folder, ROUNDS_LOG_LEVEL="ERROR")
        lines = table()
    print("\n".join(lines))
    if arguments == ["write"]:
        intro = (
            "Written by `python -m benchmarks.page_costs write`: demo data on SQLite, Django's test client, medians of "
            f"{ROUNDS * EACH} openings of a page that was opened before; the plain page (session, sign-in, base "
            "template) takes turns with it. “Drawn anew” is the same page when no page is kept "
            "(`rounds.web.kept_pages`). Wanted: frame 8, participants 15, office 30, cohort 60 ms where a plain "
            "page takes 3, so 2.7, 5, 10 and 20 plain pages."
        )
        write_section(TITLE, [intro, "", machine(), "", *lines])


def table() -> list[str]:
    """Measure all pages and return the rows of a table."""
    from rounds.cli.demo import prepare

    prepare(8000)
    from benchmarks.visits import COORDINATOR, visits_of

    client_of = signed_in()
    visits = visits_of(reader_of(client_of))
    if not any(visit.name.startswith("review") for visit in visits):
        match_every_cohort(client_of(COORDINATOR), visits)
        visits = visits_of(reader_of(client_of))
    plain = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.page_costs", "plain"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    rows = [
        "| page | ms | plain page, ms | plain pages | wanted | drawn anew, plain pages |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    try:
        for visit in visits:
            mine, theirs = beside(partial(openings, client_of(visit.who), visit.path), partial(ask, plain))
            anew, plainly = beside(partial(drawn_anew, client_of(visit.who), visit.path), partial(ask, plain))
            ratio = mine / theirs
            mark = "" if ratio <= visit.most else " (over)"
            rows.append(
                f"| {visit.name} | {mine:.1f} | {theirs:.2f} | {ratio:.1f} | at most {visit.most:.1f}{mark} "
                f"| {anew / plainly:.1f} |"
            )
    finally:
        plain.stdin.close()  # type: ignore[union-attr]
        plain.wait(30)
    return rows


def reader_of(client_of: Callable[[Any], Any]) -> Callable[[Any, str], str]:
    """Return how the text of a page is read as somebody of a role."""
    return lambda role, path: client_of(role).get(path, follow=True).content.decode()


def match_every_cohort(office: Any, visits: list[Any]) -> None:
    """Press "Find mentors" in each cohort, and do what the worker does then, so that there are pairs to review."""
    from rounds.core.jobs.worker import run_waiting

    for visit in visits:
        if visit.name.startswith("cohort"):
            office.post(visit.path + "run/")
    run_waiting()


def beside(ours: Callable[[], list[float]], plain: Callable[[], list[float]]) -> tuple[float, float]:
    """Return the medians in ms of both, taken in turns; the first turn warms up."""
    ours()
    plain()
    turns = [(ours(), plain()) for _ in range(ROUNDS)]
    mine, theirs = (1000 * statistics.median(chain.from_iterable(part)) for part in zip(*turns, strict=True))
    return mine, theirs


def drawn_anew(client: Any, path: str) -> list[float]:
    """Return the seconds of the processor for each of a few openings of a page that nobody has kept."""
    from rounds.web.kept_pages import forget_pages

    return openings(client, path, before=forget_pages)


def openings(client: Any, path: str, *, before: Callable[[], None] = lambda: None) -> list[float]:
    """Return the seconds of the processor for each of a few openings of a page."""
    taken = []
    for _ in range(EACH):
        before()
        began = time.process_time()
        answer = client.get(path)
        taken.append(time.process_time() - began)
        assert answer.status_code == 200, (path, answer.status_code)
    return taken


def signed_in() -> Callable[[Any], Any]:
    """Return how a client of a role is found: it signs in once, as on the demo's first page."""
    from functools import cache

    from django.conf import settings
    from django.test import Client

    from rounds.demo.signing_in import address_of

    settings.ALLOWED_HOSTS = ["testserver"]

    @cache
    def client_of(role: Any) -> Any:
        client = Client()
        client.post("/demo/sign-in/", {"email": address_of(role)})
        return client

    return client_of


def ask(plain: subprocess.Popen[str]) -> list[float]:
    """Let the other process open its page a few times."""
    assert plain.stdin is not None
    assert plain.stdout is not None
    plain.stdin.write("again\n")
    plain.stdin.flush()
    return [float(one) for one in plain.stdout.readline().split()]


def serve_plain() -> None:
    """Open the plain page a few times for each line that comes in."""
    from benchmarks.plain_site import client

    page = client()
    for _line in sys.stdin:
        print(*openings(page, "/"), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
