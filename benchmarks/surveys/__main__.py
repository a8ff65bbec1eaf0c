"""Whether nothing is lost when everybody sends at once: `python -m benchmarks.surveys [postgres] [sqlite] [--sends 500]`.

Makes the demo's data anew and asks that many invented people, half of them anonymously. Each opens the link of their
mail and fills in the pages but the last; then all press "Send my answers" within 30 seconds. A time runs from when
a press was due until the answer leads on; the thank-you page is not counted. Ends with 1 where an answer was lost,
or where PostgreSQL took more than 1.5 s for the slowest twentieth. The generator and the database share this machine.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import statistics
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path

from benchmarks.load import CASES, CONNECTIONS, SEED, TIMEOUT, Case, database, demo, fetch
from tests.servers import end_when_told

WITHIN, GOAL = 30.0, 1.5
LEADS_ON = 302
PREPARE = """
import json, os
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rounds.config.settings")
import django
django.setup()
from benchmarks.surveys.people import {act}
print(json.dumps({act}({sends})))
"""


def main() -> int:
    """Run the cases; end with 1 where an answer was lost or PostgreSQL was too slow."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("databases", nargs="*", metavar="postgres|sqlite")
    parser.add_argument("--sends", type=int, default=500)
    given = parser.parse_args()
    end_when_told()
    print("| database | sends | counted | p50, s | p95, s | longest, s | errors |")
    print("| --- | --- | --- | --- | --- | --- | --- |", flush=True)
    held = [run(CASES[key], given.sends) for key in given.databases or CASES]
    return 0 if all(held) else 1


def run(case: Case, sends: int) -> bool:
    """Let so many people send within half a minute; print a row and return whether it held."""
    with database(case) as url, demo(case, url) as (port, group):
        links = _in_its_world(group, "ask_many", sends)
        with ThreadPoolExecutor(4) as pool:
            ready = list(pool.map(lambda link: _filled_in(port, link), links))
        taken, errors = _burst(port, ready)
        counted = _in_its_world(group, "count_answers", sends)
    p95 = sorted(taken)[int(0.95 * (len(taken) - 1))] if taken else 0.0
    middle = statistics.median(taken or [0.0])
    row = (
        case.name,
        sends,
        counted,
        f"{middle:.2f}",
        f"{p95:.2f}",
        f"{max(taken or [0.0]):.2f}",
        len(errors),
    )
    print("| " + " | ".join(map(str, row)) + " |", flush=True)
    for words in errors[:5]:
        print(words, flush=True)
    return counted == sends and not errors and (p95 <= GOAL or case.name == "SQLite")


def _in_its_world(group: int, act: str, sends: int):  # type: ignore[no-untyped-def]
    """Call a function of `people` with the surroundings of the server, on the same data."""
    lines = Path(f"/proc/{group}/environ").read_bytes().split(b"\0")
    env = dict(line.decode().split("=", 1) for line in lines if b"=" in line)
    code = PREPARE.format(act=act, sends=sends)
    done = subprocess.run([sys.executable, "-c", code], env=env, check=True, capture_output=True, text=True)
    return json.loads(done.stdout.splitlines()[-1])


def _filled_in(port: int, link: str) -> tuple[str, dict[str, str], dict[str, str]]:
    """Open a link, fill in all pages but the last; return the address of that, its cookies and what it sends."""
    cookies: dict[str, str] = {}
    _status, page = fetch(port, link, cookies, follow=True)
    number = 1
    while "Send my answers" not in page:
        fetch(port, f"/answer/{number}/", cookies, form=_form(page))
        number += 1
        page = fetch(port, f"/answer/{number}/", cookies)[1]
    return f"/answer/{number}/", cookies, _form(page)


def _form(page: str) -> dict[str, str]:
    """Return a page's form with the second point of each row of choices."""
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    radios = re.findall(r'<input[^>]*type="radio"[^>]*>', page)
    form = {"csrfmiddlewaretoken": token[1] if token else "", "go": "next"}
    for radio in radios:
        name, value = re.search(r'name="([^"]+)"', radio), re.search(r'value="(-?\d+)"', radio)
        if name and value and int(value[1]) >= 0:
            form[name[1]] = value[1]
    return form


def _burst(
    port: int, ready: list[tuple[str, dict[str, str], dict[str, str]]]
) -> tuple[list[float], list[str]]:
    """Send what is ready at random moments within half a minute; return the seconds each took, and what failed."""
    chance = random.Random(SEED)
    due = sorted(chance.uniform(0, WITHIN) for _one in ready)
    began = time.monotonic()

    def send(moment: float, one: tuple[str, dict[str, str], dict[str, str]]) -> float | str:
        path, cookies, form = one
        try:
            status, _text = fetch(
                port, path, cookies, form=form, line=HTTPConnection("127.0.0.1", port, timeout=TIMEOUT)
            )
        except OSError as error:
            return f"{path} at {moment:.1f} s: {type(error).__name__} {error}"
        return time.monotonic() - began - moment if status == LEADS_ON else f"{path}: status {status}"

    with ThreadPoolExecutor(CONNECTIONS) as pool:
        coming = []
        for moment, one in zip(due, ready, strict=True):
            time.sleep(max(0.0, moment - (time.monotonic() - began)))
            coming.append(pool.submit(send, moment, one))
        done = [one.result() for one in coming]
    return [one for one in done if isinstance(one, float)], [one for one in done if isinstance(one, str)]


if __name__ == "__main__":
    sys.exit(main())
