"""Attack on small groups by many cuts: `python -m tests.insights.differencing [1000 [200]]` (row 16 of what evidence must show).

So many cohorts, each asked at so many cuts between which one pair comes or goes. The reader keeps every number that was
ever stored and tries to reckon a hidden department as what is missing in a sum; answers about persons are only in
figures that came through the surveys' door, from ten people on.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from random import Random

from rounds.insights.values.facts import Change, CycleFacts, House, PairFact, Stages
from rounds.insights.values.library import MEASURES, OUTCOME_FLOOR, PROCESS_FLOOR
from rounds.insights.values.measuring import figures_of

DAY = date(2026, 6, 30)
PLACES = "ABCDEFGH"
NUMBERS = ("held", "agreed", "pairs")


@dataclass
class Seen:
    """What an attacker counts over all asks."""

    asks: int = 0
    learned: int = 0  # hidden cells that can be reckoned, personal answers of fewer than ten
    large: int = 0  # cells of ten and more
    shown: int = 0


def attack(cohorts: int, asks: int, seed: int = 16) -> Seen:
    """Ask every figure of each cohort so often, and count what was learned and what was shown."""
    seen = Seen()
    for number in range(cohorts):
        for facts in _cuts(Random(seed * 100_000 + number), asks):
            stored = {key: told for key, _, told in figures_of(House(DAY, {"c": facts})) if key in MEASURES}
            seen.asks += 1
            _count(seen, facts, stored)
    return seen


def _cuts(random: Random, asks: int) -> Iterator[CycleFacts]:
    places = PLACES[: random.randint(1, len(PLACES))]
    pairs = [_pair(random, places) for _ in range(random.randint(3, 90))]
    for _ask in range(asks):
        if len(pairs) > 3 and random.random() < 0.5:
            pairs.pop(random.randrange(len(pairs)))
        else:
            pairs.append(_pair(random, places))
        people = random.choice((3, 9, 10, len(pairs)))
        change = Change("Lead", people, (0.4, 0.6), (0.9, 1.1))
        yield CycleFacts(Stages(*[len(pairs)] * 4), tuple(pairs), (change,))


def _pair(random: Random, places: str) -> PairFact:
    weights = [2**-number for number in range(len(places))]
    return PairFact(random.choices(places, weights)[0], random.randint(0, 12), 12.0)


def _count(seen: Seen, facts: CycleFacts, stored: dict[str, dict[str, object]]) -> None:
    rows = {row["label"]: row for row in stored["contact"].get("rows", [])}
    sizes = {label: sum(one.department == label for one in facts.pairs) for label in rows}
    hidden = [label for label, row in rows.items() if "hidden" in row]
    for label, size in sizes.items():
        seen.large += size >= 10
        seen.shown += size >= 10 and label not in hidden
        seen.learned += size < PROCESS_FLOOR and label not in hidden
    # a single hidden department is what is missing to any sum that is stored beside the rows
    sums = [name for name in NUMBERS if name in stored["contact"]]
    rest = stored["contact"].get("n", 0) - sum(sizes[one] for one in sizes if one not in hidden)
    seen.learned += len(hidden) == 1 and bool(sums)
    seen.learned += bool(hidden) and 0 < rest < PROCESS_FLOOR and len(hidden) < len(rows)
    for row in stored["confidence"].get("rows", []):
        seen.learned += "hidden" not in row and row["n"] < OUTCOME_FLOOR


def main() -> int:
    """Print what an attacker learns; end with 1 where it is anything, or too little is shown."""
    numbers = [int(one) for one in sys.argv[1:3]]
    seen = attack(*(numbers + [1000, 200][len(numbers) :]))
    share = seen.shown / seen.large
    print(
        f"{seen.asks} asks: {seen.learned} learned; {share:.1%} of {seen.large} cells of ten and more shown"
    )
    return 0 if not seen.learned and share >= 0.8 else 1


if __name__ == "__main__":
    sys.exit(main())
