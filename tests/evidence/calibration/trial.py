"""Tries worlds: `python -m tests.evidence.calibration.trial [--runs N]` prints every share beside what it must be."""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass

import numpy as np
from scipy import stats

from tests.evidence.calibration.worlds import WORLDS, World

UNLIKELY = 1e-3  # a short trial fails where a world inside its limits would do so once in a thousand times


@dataclass(frozen=True)
class Trial:
    """Hold the hits of a world's tries."""

    hits: int
    tries: int

    @property
    def share(self) -> float:
        """Return the share of hits."""
        return self.hits / self.tries if self.tries else float("nan")


def tried(world: World, runs: int, seed: int = 15) -> Trial:
    """Run a world so many times, each run by its own seed."""
    hits = tries = 0
    for run in range(runs):
        hit, of = world.run(np.random.default_rng([seed, run]))
        hits, tries = hits + hit, tries + of
    return Trial(hits, tries)


def is_within(world: World, trial: Trial) -> bool:
    """Tell whether so many hits can come from a world whose share lies inside its limits."""
    least = stats.binom.ppf(UNLIKELY, trial.tries, world.low)
    most = stats.binom.ppf(1 - UNLIKELY, trial.tries, world.high)
    return bool(least <= trial.hits <= most)


def main(runs: int | None) -> int:
    """Print the trial of every world, and return how many lie outside."""
    outside = 0
    for world in WORLDS:
        begun = time.perf_counter()
        trial = tried(world, runs or world.long)
        inside = world.low <= trial.share <= world.high
        outside += not inside
        took = time.perf_counter() - begun
        print(
            f"{world.key:6} {trial.share:7.1%} of {trial.tries:6,} (must be {world.low:.1%} to {world.high:.1%})"
            f" {'' if inside else 'OUTSIDE '}{took:5.1f} s  {world.words}",
            flush=True,
        )
    return outside


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[2]) if sys.argv[1:2] == ["--runs"] else None))
