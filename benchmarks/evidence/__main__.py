"""Evidence of a large hospital: `python -m benchmarks.evidence [5000]`, seconds of a cut with all figures and of the dashboard.

So many people over ten years, about forty events each, on a PostgreSQL of its own. After 50 new events only the blocks
that they touch are read; the whole cut is then made again, and must say the same. Ends with 1 where something is over
its limit.
"""

from __future__ import annotations

import resource
import sys
import time
from typing import Any

CUT_SECONDS, CUT_MB, AGAIN_SECONDS = 40, 400, 5
COLD_MS, WARM_MS, QUERIES = 1000, 300, 20
BUSY = 18.0  # so many more events than in the demo's ten years
ROUNDS = 20


def main() -> int:
    """Start a PostgreSQL and measure in a process that uses it."""
    from tests.servers import in_own_postgres

    return in_own_postgres("benchmarks.evidence", sys.argv[1] if len(sys.argv) > 1 else "5000", measure)


def measure(people: int) -> int:
    """Make the hospital and time everything."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from rounds.core.access import system
    from rounds.core.clock import institution_today
    from rounds.core.database.scope import scope
    from rounds.core.models import Institution
    from rounds.demo.evidence.lives import lives
    from rounds.demo.evidence.ten_years import hire_director, write_lives
    from rounds.insights.models import OutcomeEvent

    call_command("migrate", verbosity=0)
    hospital = Institution.objects.create(slug="hospital", name="Hospital")
    with scope(hospital.id, hospital.timezone):
        hire_director(hospital)
        write_lives(list(lives(1, people, institution_today(), busy=BUSY)))
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        print(f"{people} people, {OutcomeEvent.objects.count()} events", flush=True)
        seconds, megabytes = time_cut(system(hospital.id))
        print(f"  a cut with all figures        {seconds:7.1f} s {megabytes:7.0f} MB at most", flush=True)
        again = time_more(system(hospital.id))
        print(f"  the same after 50 new events  {again:7.1f} s", flush=True)
        is_same = says_the_same(system(hospital.id))
        print(f"  made whole, it says {'the same' if is_same else 'SOMETHING ELSE'}", flush=True)
    is_good = is_same and seconds <= CUT_SECONDS and megabytes <= CUT_MB and again <= AGAIN_SECONDS
    return 0 if time_dashboard(hospital) and is_good else 1


def time_cut(by: Any) -> tuple[float, float]:
    """Return the seconds of a cut with all figures, and the memory that the process held at most."""
    from rounds.insights.services.cutting import make_figures

    begun = time.monotonic()
    make_figures(by=by)
    return time.monotonic() - begun, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def time_more(by: Any) -> float:
    """Record 50 events more and return the seconds until the figures say so."""
    from rounds.core.clock import institution_today
    from rounds.insights.services.outcomes import Fact, record_outcome
    from rounds.people.models import Person

    for person in Person.objects.all()[:50]:
        record_outcome(person=person, fact=Fact("seat", institution_today()), by=by)
    return time_cut(by)[0]


def says_the_same(by: Any) -> bool:
    """Make the cut whole again, and tell whether blocks and figures are those of the cut that went on from the last."""
    from rounds.insights.selectors.figures import newest_cut
    from rounds.insights.services.cutting import make_figures

    went_on, whole = newest_cut(), make_figures(by=by, whole=True)
    assert went_on is not None
    digests = [sorted(one.figures.values_list("measure", "digest")) for one in (went_on, whole)]
    return went_on.blocks == whole.blocks and digests[0] == digests[1]


def time_dashboard(hospital: Any) -> bool:
    """Time the director's page, opened for the first time and again; another page first lets the process load what all need."""
    from django.db import connection
    from django.test import Client

    from benchmarks.year.__main__ import noting, timed_get
    from rounds.core.models import User
    from tests.browser.conftest import sign_in_client

    client, address = Client(), f"/{hospital.slug}/evidence/"
    sign_in_client(client, User.objects.get())
    begun = timed_get(client, f"/{hospital.slug}/people/")
    print(f"  the first page of the process {begun:.0f} ms")
    cold = timed_get(client, address)
    queries: list[str] = []
    with connection.execute_wrapper(noting(queries)):
        client.get(address)
    warm = sorted(timed_get(client, address) for _time in range(ROUNDS))[int(0.95 * (ROUNDS - 1))]
    print(f"  the dashboard {cold:.0f} ms first, {warm:.0f} ms again (p95), {len(queries)} queries")
    return cold <= COLD_MS and warm <= WARM_MS and len(queries) <= QUERIES


if __name__ == "__main__":
    sys.exit(main())
