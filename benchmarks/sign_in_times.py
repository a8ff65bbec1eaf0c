"""Whether time tells known addresses from unknown ones: difference of medians, known against unknown.

    .venv/bin/python -m benchmarks.sign_in_times [tries of each, 1000 unless told]

In this process, with the production password hash, the limits on tries off, mail into memory; known and unknown take
turns, so that a slow moment falls on both. Time is that of this thread on the processor (database and hash included), so
that other work on the machine does not blur it. "Reset" is the mailed code: there is no other way back into an account.
"""

from __future__ import annotations

import logging
import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

LIMIT_MS = 2.0
HASHED_TRIES = 200  # each costs 100 MiB and some 50 ms on purpose


def median_gap(known: Callable[[], Any], unknown: Callable[[], Any], tries: int) -> tuple[float, float, bool]:
    """Return (median of known, difference unknown - known) in ms, and whether all answers looked the same."""
    times: tuple[list[float], list[float]] = ([], [])
    looks: tuple[set[Any], set[Any]] = (set(), set())
    for number in range(tries):
        for which in (0, 1) if number % 2 else (1, 0):
            began = time.thread_time()
            answer = (known, unknown)[which]()
            times[which].append(1000 * (time.thread_time() - began))
            looks[which].add((answer.status_code, answer.headers.get("Location", ""), length_of(answer)))
    medians = [statistics.median(part) for part in times]
    return medians[0], medians[1] - medians[0], looks[0] == looks[1]


def length_of(answer: Any) -> int:
    """Return the length without what is random: the form's token has a fixed one."""
    return len(answer.content)


def attempts() -> dict[str, tuple[Callable[[], Any], Callable[[], Any], int | None]]:
    """Return for each way in how a known and an unknown address try it, and how often at most."""
    from django.test import Client

    from rounds.accounts.models import Invitation
    from rounds.core.access.devices import hash_token
    from rounds.core.clock import now
    from rounds.core.database.scope import scope
    from rounds.core.models import Institution, User
    from rounds.people.models import Person

    User.objects.create_user("known-person@a.example", "four unrelated words here")
    institution = Institution.objects.create(slug="here", name="Here")
    with scope(institution.id):
        person = Person.objects.create(given_name="In", family_name="Vited", email="invited@a.example")
        Invitation.objects.create(
            person=person,
            email=person.email,
            token_hash=hash_token("used-token-0"),
            expires_at=now(),
            used_at=now(),
        )

    def post(path: str, **data: str) -> Callable[[], Any]:
        return lambda: Client().post(path, data)

    def open_invitation(token: str) -> Callable[[], Any]:
        def look() -> Any:
            client = Client()
            client.get(f"/accounts/invitation/{token}/")
            return client.get("/accounts/invitation/")

        return look

    password, sign_in = "/sign-in/password/", "/sign-in/"
    return {
        "mailed code, which is also the reset": (
            post(sign_in, email="known-person@a.example"),
            post(sign_in, email="nobody-known@a.example"),
            None,
        ),
        "invitation": (open_invitation("used-token-0"), open_invitation("never-token0"), None),
        "password": (
            post(password, login="known-person@a.example", password="wrong horse battery"),
            post(password, login="nobody-known@a.example", password="wrong horse battery"),
            HASHED_TRIES,
        ),
    }


def main() -> int:
    """Print one line for each way in; end with 1 if one of them tells."""
    tries = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    os.environ["DJANGO_SETTINGS_MODULE"] = "rounds.config.settings_test"
    os.environ["ROUNDS_TEST_SQLITE"] = str(
        Path(os.environ.get("TMPDIR", "/tmp")) / f"times-{os.getpid()}.sqlite3"
    )
    import django

    django.setup()
    from django.test.utils import (
        override_settings,
        setup_databases,
        setup_test_environment,
        teardown_databases,
    )

    logging.disable(logging.CRITICAL)  # invitations that are not found are meant
    setup_test_environment()
    databases = setup_databases(verbosity=0, interactive=False)
    telling = 0
    try:
        with override_settings(
            PASSWORD_HASHERS=["django.contrib.auth.hashers.Argon2PasswordHasher"],
            ACCOUNT_RATE_LIMITS=False,
        ):
            for name, (known, unknown, most) in attempts().items():
                times = min(tries, most or tries)
                median, gap, same = median_gap(known, unknown, times)
                tells = abs(gap) >= LIMIT_MS or not same
                telling += tells
                print(
                    f"{name}: {times} each, median {median:.1f} ms, difference {gap:+.2f} ms, "
                    f"{'same' if same else 'DIFFERENT'} answers{'  <- tells' if tells else ''}",
                    flush=True,
                )
    finally:
        teardown_databases(databases, verbosity=0)
    return 1 if telling else 0


if __name__ == "__main__":
    sys.exit(main())
