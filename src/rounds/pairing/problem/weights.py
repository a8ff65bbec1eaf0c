"""What counts how much: whole-number weights as a versioned object, with presets.

A criterion gives a pair a value from 0 to `UNIT`; its weight multiplies it. Weights that add up to 100 make a
perfect pair worth `POINT` micro-points, shown as 1.00. Load costs and the minimum score are in micro-points.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from rounds.pairing.arguments import LARGEST, Checks, said
from rounds.pairing.errors import InvalidInput, OutOfRange

UNIT = 10_000  # the whole of a criterion
POINT = 1_000_000  # micro-points in one point
MAX_TOTAL = 1_600  # weights' total: UNIT * MAX_TOTAL < 2**24, so float32 products stay exact

CRITERION_KEYS = (
    "gaps",
    "ambition",
    "tier",
    "style",
    "site",
    "modality",
    "language",
    "department",
    "specialty",
    "availability",
    "wishes",
)


@dataclass(frozen=True, kw_only=True)
class PriorityWeight:
    """An institutional priority (telehealth, say) and how much it counts, from a day and until before a day.

    `for_everybody`: the mentor's experience alone counts; otherwise it is multiplied by the mentee's interest.
    """

    code: str
    weight: int
    for_everybody: bool = False
    starts_on: date | None = None
    ends_on: date | None = None

    def __post_init__(self) -> None:
        given = Checks("weights")
        given.need(
            isinstance(self.code, str) and self.code != "", "The code of a priority", self.code, "a text"
        )
        given.whole(f"The weight of {said(self.code)}", self.weight, 0)
        given.flag(f"“For everybody” of {said(self.code)}", self.for_everybody)
        given.day(f"The first day (starts on) of {said(self.code)}", self.starts_on)
        given.day(f"The last day (ends on) of {said(self.code)}", self.ends_on)
        given.close()
        object.__setattr__(self, "weight", int(self.weight))

    def weight_on(self, day: date | None) -> int:
        if day is None:
            return self.weight
        if self.starts_on is not None and day < self.starts_on:
            return 0
        if self.ends_on is not None and day >= self.ends_on:
            return 0
        return self.weight


@dataclass(frozen=True, kw_only=True)
class Weights:
    """A version of the weights; a change is a new version, never an edit.

    `load_costs` micro-points for a mentor's first, second, third ... mentee; the last one repeats; must not
    fall; a negative first one is a bonus for giving everybody at least one mentee. `minimum_score` micro-points
    below which a pair is not made. `count_first`: as many mentees as possible get a mentor, before any score.
    """

    name: str
    version: int = 1
    values: Mapping[str, int] = field(default_factory=dict)
    priorities: tuple[PriorityWeight, ...] = ()
    load_costs: tuple[int, ...] = (0,)
    minimum_score: int = 0
    count_first: bool = True

    def __post_init__(self) -> None:
        given = Checks("weights")
        self._check(given)
        given.close()
        settled = {
            "version": int(self.version),
            "values": {key: int(value) for key, value in self.values.items()},
            "priorities": tuple(self.priorities),
            "load_costs": tuple(map(int, self.load_costs)),
            "minimum_score": int(self.minimum_score),
        }
        for name, value in settled.items():
            object.__setattr__(self, name, value)
        self._check_total()

    def _check(self, given: Checks) -> None:
        given.text("The name of the weights", self.name)
        given.whole("The version of the weights", self.version, 0, LARGEST)
        if given.kind("Values of the weights", self.values, Mapping, "weights by criterion"):
            for key, value in self.values.items():
                if key not in CRITERION_KEYS:
                    given.problems.append(
                        f"The weights have no criterion “{key}”; the criteria are {', '.join(CRITERION_KEYS)}."
                    )
                given.whole(f"The weight of “{key}”", value, 0)
        if given.several("The priorities", self.priorities, _is_priority, "a PriorityWeight"):
            codes = [priority.code for priority in self.priorities]
            given.problems += [
                f"The priority “{code}” is listed twice."
                for code in sorted(set(codes))
                if codes.count(code) > 1
            ]
        check_load_costs(given, self.load_costs)
        given.whole("The minimum score", self.minimum_score)
        given.flag("“Count first”", self.count_first)

    def _check_total(self) -> None:
        total = sum(self.values.values()) + sum(priority.weight for priority in self.priorities)
        if total > MAX_TOTAL:
            raise OutOfRange(
                f"The weights add up to {total if total < LARGEST else said(total)}; the engine adds up to {MAX_TOTAL:,} exactly. Divide weights, "
                "load costs and minimum score by one number: the answer stays the same.",
                rule="weights",
            )
        if max(abs(cost) for cost in (*self.load_costs, self.minimum_score)) > MAX_TOTAL * UNIT:
            raise OutOfRange(
                f"A load cost or the minimum score is beyond {MAX_TOTAL * UNIT:,} micro-points, more than any "
                "pair can be worth.",
                rule="weights",
            )

    def of(self, key: str) -> int:
        """Return the weight of a criterion; one that is not named counts nothing."""
        given = Checks("weights")
        given.word("The key of a criterion", key, CRITERION_KEYS)
        given.close()
        return self.values.get(key, 0)

    def times(self, factor: int) -> Weights:
        """Return the same weights on a larger scale: the answer must not change."""
        given = Checks("weights")
        given.whole("The factor", factor, 1, MAX_TOTAL)
        given.close()
        return replace(
            self,
            values={key: value * factor for key, value in self.values.items()},
            priorities=tuple(
                replace(priority, weight=priority.weight * factor) for priority in self.priorities
            ),
            load_costs=tuple(cost * factor for cost in self.load_costs),
            minimum_score=self.minimum_score * factor,
        )


def _is_priority(value: object) -> bool:
    return isinstance(value, PriorityWeight)


def check_load_costs(given: Checks, costs: Sequence[int], *, most: int | None = None) -> None:
    """Note what is wrong with load costs: none, not whole, too large, or falling, which no flow can prove."""
    low = None if most is None else -most
    if not given.numbers("The load costs", costs):
        return
    steps = list(map(int, costs))
    if not steps:
        given.problems.append("The load costs must be whole micro-points, at least one of them.")
    elif steps != sorted(steps):
        given.problems.append(
            "The load costs must not fall: the second mentee can't cost less than the first."
        )
    if most is not None:
        for cost in steps:
            given.whole("A load cost (of the load costs)", cost, low, most)


def preset(name: str) -> Weights:
    """Return one of the weight sets that ship with the product; all add up to 100."""
    if not isinstance(name, str) or name not in PRESETS:
        raise InvalidInput(
            f"There is no preset of the name {said(name)}; there are {', '.join(PRESETS)}.", rule="weights"
        )
    return PRESETS[name]


def _preset(name: str, *numbers: int) -> Weights:
    return Weights(
        name=name,
        values=dict(zip(CRITERION_KEYS, numbers, strict=True)),
        load_costs=(0, 20_000, 50_000, 100_000),
    )


# order: gaps, ambition, tier, style, site, modality, language, department, specialty, availability, wishes
PRESETS: dict[str, Weights] = {
    "balanced": _preset("balanced", 26, 14, 10, 10, 4, 4, 2, 2, 4, 14, 10),
    "growth": _preset("growth", 40, 20, 10, 8, 2, 2, 2, 0, 2, 8, 6),
    "everyday": _preset("everyday", 16, 6, 8, 12, 10, 8, 4, 2, 4, 22, 8),
    "wishes": _preset("wishes", 18, 8, 8, 10, 4, 4, 2, 2, 4, 12, 28),
}
