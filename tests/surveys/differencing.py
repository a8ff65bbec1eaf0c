"""Cohorts by chance, two waves each, 200 asks; what an outsider finds.

`OPENBLAS_NUM_THREADS=1 python -m tests.surveys.differencing 1000` runs so many; a second number is the most seconds that it
takes, and it then says how many that were. The tables are small: several threads in each of them only wait for each other.
"""

import sys
import time
from collections import Counter

import numpy as np

from rounds.surveys.publication import Ask, Cut, Door, Figure, Statistic, Wave
from tests.surveys.outsider import outsider_of

SIZES = (20, 40, 100)
ITEMS = tuple(f"item {number}" for number in range(1, 9))
SCORES = {"satisfaction": ITEMS[:3], "growth": ITEMS[3:6], "alignment": ITEMS[6:]}
CUTS = {"department": 5, "year": 4, "gender": 2}
ASKS = 200


def cohort(seed: int, people: int) -> tuple[Wave, Wave]:
    """Return two waves of a cohort: a few leave, a few come, three answers in a hundred are skipped."""
    chance = np.random.default_rng(seed)
    everybody = [f"person {number}" for number in range(people + people // 8)]
    places = {
        name: [str(one) for one in chance.integers(0, count, len(everybody))] for name, count in CUTS.items()
    }
    first, second = range(people), range(people // 8, len(everybody))
    return tuple(
        _wave(key, chance, everybody, places, rows) for key, rows in (("first", first), ("second", second))
    )


def _wave(key, chance, everybody, places, rows) -> Wave:
    mood = chance.normal(3.6, 0.8, (len(rows), 1))
    answers = np.clip(np.rint(mood + chance.normal(0, 0.7, (len(rows), len(ITEMS)))), 1, 5).astype(int)
    answers[chance.random(answers.shape) < 0.03] = -97
    cuts = {name: tuple(categories[row] for row in rows) for name, categories in places.items()}
    return Wave(key, tuple(everybody[row] for row in rows), ITEMS, answers, scores=SCORES, cuts=cuts)


def asked(door: Door, seed: int, count: int = ASKS) -> None:
    """Ask a door so many things by chance: items, scores, changes, windows, moments, the whole and cuts."""
    chance = np.random.default_rng(seed)
    for _ in range(count):
        statistic = list(Statistic)[chance.integers(len(Statistic))]
        waves = [("first",), ("second",), ("first", "second")][chance.integers(3)]
        if statistic in (Statistic.CHANGE, Statistic.MOMENTS):
            waves = ("first", "second")
        measure = [*ITEMS, *SCORES][chance.integers(len(ITEMS) + len(SCORES))]
        ask = Ask(measure, statistic, waves)
        if chance.random() < 0.5:
            name = list(CUTS)[chance.integers(len(CUTS))]
            categories = sorted(set(door.categories[waves[-1], name].values()))
            ask = Ask(measure, statistic, waves, Cut(name, categories[chance.integers(len(categories))]))
        door.figure(ask)


def cells(door: Door, wave: Wave) -> Counter[bool]:
    """Count the one-way cells of five or more, a score in a category as it stands after merging, shown or not."""
    found: Counter[bool] = Counter()
    for name in wave.cuts:
        for category in set(door.categories[wave.key, name].values()):
            for score in SCORES:
                figure = door.figure(Ask(score, Statistic.MEAN, (wave.key,), Cut(name, category)))
                found[isinstance(figure, Figure)] += 1
    return found


def attacked(
    seed: int, people: int, *, sets: int = 300, programs: bool = True
) -> tuple[Counter[bool], list, list]:
    """Release a cohort, ask, attack; return cells shown and hidden, sets under the floor, answers fixed."""
    door, (first, second) = Door(), cohort(seed, people)
    door.release(first)
    shown = cells(door, first)
    door.release(second)
    asked(door, seed)
    outsider = outsider_of(door)
    return shown, outsider.isolated(sets), outsider.fixed() if programs else []


def main(count: int, seconds: float = float("inf")) -> int:
    """Print for each size what was shown and what was found; a third of the time for each."""
    found = 0
    for size in SIZES:
        shown, sets, fixed, start = Counter(), 0, 0, time.monotonic()
        many = count // len(SIZES) + (size == SIZES[0]) * (count % len(SIZES))
        if not many:
            continue
        done = 0
        while done < many and time.monotonic() - start < seconds / len(SIZES):
            seed, done = done, done + 1
            one = attacked(seed, size, sets=2_000)
            shown, sets, fixed = shown + one[0], sets + len(one[1]), fixed + len(one[2])
        share = shown[True] / shown.total()
        print(
            f"{done} cohorts of {size}: {sets} sets under the floor, {fixed} answers fixed, "
            f"{share:.1%} of one-way cells shown, {(time.monotonic() - start) / done:.1f} s each",
            flush=True,
        )
        found += sets + fixed
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(*(int(one) for one in sys.argv[1:3] or ["30"])))
