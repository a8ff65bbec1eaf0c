"""What six units of the demo count, month by month for three years: five go on as before, on one the line shifts."""

from datetime import date
from random import Random

from rounds.core.dates import months_after
from rounds.insights.services.bringing.months import MonthBrought, Named, bring_months
from rounds.insights.values.facts import Month

MONTHS, BASELINE, CHANGED = 36, 12, 20
FALLS, PRESSURE, LINES = "Falls", "Pressure injuries", "Central line infections"
# unit, indicator, of what, for how many it is told, how much of it a month, how many events a month
SERIES = (
    ("4 West", FALLS, "patient days", 1_000, 780, 3.4),
    ("5 East", FALLS, "patient days", 1_000, 720, 2.6),
    ("Rehabilitation", FALLS, "patient days", 1_000, 610, 4.1),
    ("4 West", PRESSURE, "patient days", 1_000, 780, 1.8),
    ("Medical ICU", LINES, "device days", 1_000, 340, 0.7),
    ("Surgical ICU", LINES, "device days", 1_000, 290, 0.6),
)
AFTER, NOTE = 0.45, "Bedside handoff begins"


def bring_units(day: date) -> None:
    """Bring the months of each unit until the one that is over last."""
    last = months_after(day.replace(day=1), -1)
    rows = [row for number, one in enumerate(SERIES) for row in _months(number, one, last)]
    bring_months(rows)


def _months(number: int, one: tuple[str, str, str, int, int, float], last: date) -> list[MonthBrought]:
    unit, indicator, of, per, size, events = one
    random = Random(f"1 {unit} {indicator}")  # noqa: S311  # nosec B311
    found = []
    for place in range(MONTHS):
        changed = number == 0 and place >= CHANGED
        days = int(size * random.uniform(0.93, 1.07))
        count = _drawn(random, events * (AFTER if changed else 1.0))
        note = NOTE if number == 0 and place == CHANGED else ""
        month = Month(months_after(last, place - MONTHS + 1), count, days, place < BASELINE, note)
        found.append(MonthBrought(Named(unit, indicator, of, per), month))
    return found


def _drawn(random: Random, mean: float) -> int:
    """Return how many events a month has: of twenty chances, each with an equal share of the mean."""
    return sum(random.random() < mean / 20 for _ in range(20))
