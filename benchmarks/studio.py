"""The match studio step by step: `python -m benchmarks.studio [2000 700]`, processor and wall seconds of each step.

Invented people in a throw-away SQLite file; pages by Django's own client, the run solved in this process.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

Found = TypeVar("Found")
SIZES = ((200, 100), (2000, 700))


def timed(name: str, act: Callable[[], Found]) -> Found:
    """Do something and print what it took."""
    wall, processor = time.monotonic(), time.process_time()
    found = act()
    print(
        f"  {name:44} {time.process_time() - processor:7.2f} s processor {time.monotonic() - wall:7.2f} s wall"
    )
    return found


def measure(mentees: int, mentors: int) -> None:
    """Walk one cohort from the page before the run to the review, a what-if and publishing."""
    from django.urls import reverse

    from rounds.core.database.scope import scope
    from rounds.core.models import Institution, User
    from rounds.matching.runs.services.runs import record_result, start_run
    from rounds.matching.runs.values.solving import solve_snapshot
    from tests.browser.conftest import sign_in_client
    from tests.matching.scenes import make_scene

    print(f"{mentees} mentees, {mentors} mentors")
    institution = Institution.objects.create(slug=f"hospital-{mentees}", name="Hospital")
    for user in User.objects.all():  # addresses belong to one person on the whole server
        user.email = f"{user.id}@example.org"
        user.save()
    with scope(institution.id):
        scene = make_scene(institution, mentees=mentees - 1, mentors=mentors - 1)
        by = scene.alice
        client = signed_in(scene.people["Alice"].user, sign_in_client)

        def page(name: str, query: str = "", method: str = "get", **at: Any) -> Any:
            address = reverse(name, kwargs={"institution": institution.slug, **at}) + query
            answer = getattr(client, method)(address)
            assert answer.status_code in (200, 302), answer.status_code
            return answer

        timed("page of the cohort before the run", lambda: page("matching:cohort", cohort_id=scene.cohort.id))
        run = timed("freezing the cohort, queuing the run", lambda: start_run(cohort=scene.cohort, by=by))
        text = timed(
            "computing: pairs, proof, every explanation",
            lambda: solve_snapshot(run.input.opened(), lambda *_: None),
        )
        timed("writing the answer", lambda: record_result(run_id=run.id, text=text, by=by))
        at = {"run_id": run.id}
        timed("review page, first time in a process", lambda: page("matching:run", **at))
        timed("review page", lambda: page("matching:run", **at))
        timed("what-if: one weight moved", lambda: page("matching:what_if", "?w_gaps=60", **at))
        timed("what-if: another weight moved", lambda: page("matching:what_if", "?w_style=40", **at))
        timed("unmatched", lambda: page("matching:unmatched", **at))
        timed("ladder", lambda: page("matching:ladder", **at))
        timed("page before publishing", lambda: page("matching:publish", **at))
        timed("publishing", lambda: page("matching:publish", method="post", **at))
        timed("answers and waiting list", lambda: page("matching:answers", **at))


def signed_in(user: Any, sign_in: Callable[[Any, Any], None]) -> Any:
    from django.test import Client

    client = Client()
    sign_in(client, user)
    return client


def main(arguments: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DJANGO_SETTINGS_MODULE"] = "rounds.config.settings_test"
        os.environ["DATABASE_URL"] = f"sqlite:///{Path(folder) / 'studio.sqlite3'}"
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        for size in [(int(arguments[0]), int(arguments[1]))] if arguments else SIZES:
            measure(*size)


if __name__ == "__main__":
    main(sys.argv[1:])
