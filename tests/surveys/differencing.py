"""Cohorts by chance, two waves each, 200 asks; what an outsider finds.

`OPENBLAS_NUM_THREADS=1 python -m tests.surveys.differencing 1000 --processes 2` runs so many, a third of each size; a second
number is the most seconds that it takes, and it then says how many that were. `--each 880,90,30` runs so many of 20, 40 and
100 people: the small ones are the hardest to hide and the quickest. Several threads in so small tables only wait for each other.
`--cells 200` releases so many of each size and attacks none: how many one-way cells stand, in two minutes of a processor.
"""

import argparse
import sys
import time
from collections import Counter
from concurrent.futures import Executor, ProcessPoolExecutor
from multiprocessing import get_context

import numpy as np

from rounds.surveys.publication import Ask, Cut, Door, Figure, Statistic, Wave
from tests.surveys.outsider import outsider_of

SIZES = (20, 40, 100)
# how many of the one-way cells are to stand at each size
LEAST_SHOWN = (0.75, 0.85, 0.95)
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


def main(arguments: list[str]) -> int:
    """Print for each size what was shown and what was found; a third of the time for each."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("count", type=int, nargs="?", default=30)
    parser.add_argument("seconds", type=float, nargs="?", default=float("inf"))
    parser.add_argument("--each", help="how many of 20, 40 and 100 people, such as 880,90,30")
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--cells", type=int, help="release so many of each size, and attack none")
    given = parser.parse_args(arguments)
    if given.cells:
        return _counted(given.cells)
    each = _each(given.count) if given.each is None else [int(one) for one in given.each.split(",")]
    found = 0
    with ProcessPoolExecutor(given.processes, mp_context=get_context("spawn")) as pool:
        for size, many in zip(SIZES, each, strict=True):
            found += _tried(pool, size, many, given.seconds / len(SIZES), given.processes) if many else 0
    return 1 if found else 0


def _counted(many: int) -> int:
    """Print for each size how many one-way cells stand after a release; 1 where they are fewer than promised."""
    is_short = False
    for size, least in zip(SIZES, LEAST_SHOWN, strict=True):
        found: Counter[bool] = Counter()
        for seed in range(many):
            door, (first, _second) = Door(), cohort(seed, size)
            door.release(first)
            found += cells(door, first)
        share = found[True] / found.total()
        is_short |= share < least
        print(
            f"{many} cohorts of {size}: {share:.1%} of {found.total()} one-way cells shown (at least {least:.0%})"
        )
    return int(is_short)


def _each(count: int) -> list[int]:
    """Return how many of each size, a third each."""
    rest = count // len(SIZES)
    return [count - 2 * rest, rest, rest]


def _one(seed: int, size: int) -> tuple[Counter[bool], int, int]:
    shown, sets, fixed = attacked(seed, size, sets=2_000)
    return shown, len(sets), len(fixed)


def _tried(pool: Executor, size: int, many: int, seconds: float, processes: int) -> int:
    """Attack so many cohorts of a size, or as many as the time allows; print and return what was found."""
    shown, sets, fixed, done, start = Counter(), 0, 0, 0, time.monotonic()
    while done < many and time.monotonic() - start < seconds:
        seeds = range(done, min(many, done + processes))
        for one in pool.map(_one, seeds, [size] * len(seeds)):
            shown, sets, fixed = shown + one[0], sets + one[1], fixed + one[2]
        done += len(seeds)
    took = (time.monotonic() - start) / done
    print(
        f"{done} cohorts of {size}: {sets} sets under the floor, {fixed} answers fixed, "
        f"{shown[True] / shown.total():.1%} of one-way cells shown, {took:.1f} s each",
        flush=True,
    )
    return sets + fixed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
