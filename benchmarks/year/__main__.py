"""The mentoring year at its largest: `python -m benchmarks.year [2000]`, seconds of the hourly chore and of pages.

So many running pairs on a PostgreSQL of its own, thirty conversations and ten notes each: what the worker does every
hour, and what the program office and a mentor wait for. Ends with 1 where something is over its limit.
"""

from __future__ import annotations

import sys
import time
from datetime import UTC, datetime, timedelta
from typing import Any

CHORE_SECONDS, PAGE_MS, QUERIES = 20, 300, 20
TALKS, NOTES = 30, 10


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
    return 0 if time_pages(institution, scene) and is_good else 1


def make_year(institution: Any, count: int) -> Any:
    """Make so many pairs that are half a year old, with their conversations and notes, in bulk."""
    from rounds.core.clock import institution_today, now
    from rounds.mentorships.models import Conversation, Mentorship, Note
    from rounds.people.models import Person
    from rounds.programs.models import Enrollment
    from tests.matching.scenes import make_scene

    begun = time.monotonic()
    scene, today = make_scene(institution), institution_today()
    scene.program.state = "running"
    scene.program.save()
    people = Person.objects.bulk_create(
        Person(given_name=f"Person{n}", family_name="Test", email=f"person{n}@example.org")
        for n in range(count + count // 3)
    )
    sides = [
        Enrollment(
            cohort=scene.cohort, person=person, side="mentee" if n < count else "mentor", state="enrolled"
        )
        for n, person in enumerate(people)
    ]
    Enrollment.objects.bulk_create(sides)
    mentors = [*sides[count:], scene.enrollments["Bob", "mentor"]]
    pairs = Mentorship.objects.bulk_create(
        Mentorship(
            cycle=scene.cohort.cycle,
            mentee_enrollment=mentee,
            mentor_enrollment=mentors[-1] if n < 3 else mentors[n % (len(mentors) - 1)],
            mentee_id=mentee.person_id,
            mentor_id=(mentors[-1] if n < 3 else mentors[n % (len(mentors) - 1)]).person_id,
            state="active",
            opened_on=today - timedelta(days=180 + n % 20),
            created_at=now() - timedelta(days=200),
        )
        for n, mentee in enumerate(sides[:count])
    )
    talks = Conversation.objects.bulk_create(
        (
            Conversation(
                mentorship=pair,
                state="held",
                held_on=today - timedelta(days=6 * back + n % 97),
                minutes=30,
                logged_by_id=pair.mentee_id,
            )
            for n, pair in enumerate(pairs)
            for back in range(TALKS)
        ),
        batch_size=2000,
    )
    sealed = Note()
    sealed.seal_value({"text": "A private line."})
    Note.objects.bulk_create(
        (
            Note(
                mentorship_id=talk.mentorship_id,
                conversation=talk,
                author_id=talk.logged_by_id,
                audience="private",
                sealed=sealed.sealed,
            )
            for n, talk in enumerate(talks)
            if n % TALKS < NOTES
        ),
        batch_size=2000,
    )
    made = f"{len(pairs)} running pairs, {len(talks)} conversations, {len(pairs) * NOTES} notes"
    print(f"{made}, made in {time.monotonic() - begun:.0f} s", flush=True)
    return scene


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
