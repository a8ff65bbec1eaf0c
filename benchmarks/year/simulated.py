"""A year of 150 pairs on a clock of its own: `python -m benchmarks.year.simulated [150] [seed]`.

Leavers, declines, changes of mentor, pauses, leaves, both nights on which clocks change, a worker down for three days
twice; each day against a plain model that knows nothing of the tables. Ends with 1 where they disagree, or past the limit.
"""

from __future__ import annotations

import os
import sys
import time
from typing import Any

LIMIT_SECONDS = 120


def main() -> int:
    """Make the tables in memory, live through the year, and print its figures."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rounds.config.settings_test")
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    django.setup()
    from django.db import connection
    from django.test.utils import setup_test_environment

    setup_test_environment()
    # in memory, without the steps by which tables came about
    connection.settings_dict["TEST"] |= {"NAME": None, "MIGRATE": False}
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    pairs = int(sys.argv[1]) if len(sys.argv) > 1 else 150
    begun, processor = time.monotonic(), time.process_time()
    try:
        figures = live(pairs, int(sys.argv[2]) if len(sys.argv) > 2 else 1)
    except AssertionError as error:
        print(f"the tables and the plain model disagree: {str(error)[:2000]}")
        return 1
    seconds, processor = time.monotonic() - begun, time.process_time() - processor
    print(
        f"{pairs} pairs, 365 days: {processor:.0f} s of a processor (limit {LIMIT_SECONDS}), {seconds:.0f} by the clock"
    )
    for line in said(figures):
        print(line)
    return 0 if processor < LIMIT_SECONDS else 1


def live(pairs: int, seed: int) -> dict[str, int]:
    """Return the figures of a year."""
    import time_machine

    from rounds.core.models import Institution
    from tests.mentorships.dues.simulated import LENGTH, simulate

    with time_machine.travel("2025-07-07T06:00:00Z", tick=False) as clock:
        hospital = Institution.objects.create(slug="st-brigid", name="St. Brigid Health")
        found: dict[str, int] = simulate(hospital, clock, pairs=pairs, days=LENGTH, seed=seed)
    return found


def said(figures: dict[str, Any]) -> list[str]:
    """Return what the year showed, in lines."""
    return [
        f"  due items: {figures['told']}, each exactly once as the model counts; {figures['dropped']} dropped at a limit",
        f"  mails: {figures['mails']}, one a person and day at most, {figures['most_a_week']} in seven days at most",
        f"  nothing to {figures['left']} who left, nor to {figures['on_leave']} while on leave",
        "  the coordinator's lists: right on 20 dates",
    ]


if __name__ == "__main__":
    sys.exit(main())
