"""The mentoring year at its largest: `python -m benchmarks.year [2000]`, seconds of the hourly chore and of pages.

So many running pairs on a PostgreSQL of its own, thirty conversations and ten notes each: what the worker does every
hour, and what the program office and a mentor wait for. Ends with 1 where something is over its limit.
"""

from __future__ import annotations

import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

CHORE_SECONDS, PAGE_MS, QUERIES = 20, 300, 20
# Of a processor, of the web and of the database together: the wall clock would count what else the machine does.
FRESH_MS, EACH = 300, 7


def main() -> int:
    """Start a PostgreSQL and measure in a process that uses it."""
    from tests.servers import in_own_postgres

    return in_own_postgres("benchmarks.year", sys.argv[1] if len(sys.argv) > 1 else "2000", measure)


def measure(count: int) -> int:
    """Make the pairs and time everything."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from benchmarks.year.large import make_year
    from rounds.core.database.scope import scope
    from rounds.core.models import Institution

    begun = time.monotonic()
    call_command("migrate", verbosity=0)
    print(f"tables made in {time.monotonic() - begun:.0f} s", flush=True)
    institution = Institution.objects.create(slug="hospital", name="Hospital", mail_is_live=True)
    with scope(institution.id, institution.timezone):
        scene = make_year(institution, count)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    is_good = time_chores(institution)
    is_good = time_pages(institution, scene) and is_good
    return 0 if time_fresh_homes(institution, scene) and is_good else 1


def time_chores(institution: Any) -> bool:
    """Time the hourly chore: at an hour when nobody is written to, when all are, and after it."""
    import time_machine

    from rounds.core.models import OutgoingMail
    from rounds.core.tasks import queue_mail_of_the_day
    from rounds.mentorships.dues.tasks import close_what_is_over

    monday = datetime.now(UTC) + timedelta(days=-datetime.now(UTC).weekday() % 7)
    is_good = True
    for words, hour in (("at night", 6), ("mentees' hour", 12), ("mentors' hour", 22), ("an hour later", 23)):
        with time_machine.travel(monday.replace(hour=hour, minute=30), tick=True):
            before, begun = OutgoingMail.everywhere.count(), time.monotonic()
            queue_mail_of_the_day()
            close_what_is_over()
            seconds = time.monotonic() - begun
            sent = OutgoingMail.everywhere.count() - before
        print(f"  hourly chore, {words:16} {seconds:7.2f} s {sent:6} mails queued", flush=True)
        is_good = is_good and seconds < CHORE_SECONDS
    return is_good


def time_pages(institution: Any, scene: Any) -> bool:
    """Time the homes and lists, the second time that each is opened."""
    from django.db import connection
    from django.test import Client

    from tests.browser.conftest import sign_in_client

    is_good = True
    for who, pages in (
        ("Alice", ("", "year/", "year/?show=silent", "people/")),
        ("Bob", ("", "pairs/")),
    ):
        client = Client()
        sign_in_client(client, scene.people[who].user)
        for page in pages:
            address = f"/{institution.slug}/{page}"
            first = timed_get(client, address)
            queries: list[str] = []
            with connection.execute_wrapper(noting(queries)):
                client.get(address)
            again = min(timed_get(client, address) for _time in range(3))
            print(
                f"  {who:6} {address:30} {len(queries):3} queries {first:7.0f} ms first {again:7.0f} ms again"
            )
            is_good = is_good and len(queries) <= QUERIES and again <= PAGE_MS
    return is_good


def time_fresh_homes(institution: Any, scene: Any) -> bool:
    """Time the office's home as it is first opened after a write: what of it costs is worked out again."""
    from django.test import Client

    from benchmarks.year.writes import WRITES
    from rounds.core.database.scope import scope
    from tests.browser.conftest import sign_in_client

    client, is_good = Client(), True
    sign_in_client(client, scene.people["Alice"].user)
    for words, write in WRITES.items():
        costs = []
        for number in range(EACH):
            with scope(institution.id, institution.timezone):
                write(number)
            before = processor_ms()
            client.get(f"/{institution.slug}/")
            costs.append([after - one for after, one in zip(processor_ms(), before, strict=True)])
        web, database = sorted(costs, key=sum)[EACH // 2]
        is_good = is_good and web + database <= FRESH_MS
        print(
            f"  office's home after {words:32} {web:4.0f} ms of a processor, {database:4.0f} ms of the database's"
        )
    return is_good


def processor_ms() -> tuple[float, float]:
    """Return how long this process, and the database's that answers it, have worked."""
    from django.db import connection

    connection.ensure_connection()
    server = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat")
    return time.process_time() * 1000, int(server.read_text().split()[0]) / 1e6


def noting(queries: list[str]) -> Any:
    """Return what notes each question to the database."""

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        queries.append(sql)
        return execute(sql, params, many, context)

    return note


def timed_get(client: Any, address: str) -> float:
    """Return the milliseconds of one answer."""
    begun = time.monotonic()
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return (time.monotonic() - begun) * 1000


if __name__ == "__main__":
    sys.exit(main())
