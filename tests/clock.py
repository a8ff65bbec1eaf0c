"""The suite at another hour, in another zone: ROUNDS_TEST_CLOCK=02:00 ROUNDS_TEST_ZONE=America/Chicago.

The clock stands at that hour of UTC of the day before, or of this day if it has passed, and goes on from there; every
institution of the suite is in the zone. Processes that a test starts keep the true hour. `make test-all PART=days` runs
the suite at each of HOURS.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta

# In Chicago it is still the evening before; in Guam noon of the same day, and at 20:00 the morning of the next.
HOURS = (("02:00", "America/Chicago"), ("02:00", "Pacific/Guam"), ("20:00", "Pacific/Guam"))


def shift() -> None:
    """Set the clock of this process to the hour that the environment names; without one, leave it."""
    hour = os.environ.get("ROUNDS_TEST_CLOCK", "")
    if hour:
        import time_machine

        time_machine.travel(latest(hour, datetime.now(UTC)), tick=True).start()


def latest(hour: str, now: datetime) -> datetime:
    """Return the last moment at which it was that hour in UTC."""
    hours, _, minutes = hour.partition(":")
    moment = now.replace(hour=int(hours), minute=int(minutes or 0), second=0, microsecond=0)
    return moment if moment <= now else moment - timedelta(days=1)


def zone_of_institutions() -> str:
    """Return the time zone in which institutions of the suite are; empty for the one that the product begins with."""
    return os.environ.get("ROUNDS_TEST_ZONE", "")
