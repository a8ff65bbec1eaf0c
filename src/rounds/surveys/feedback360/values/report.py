"""The report of a round, worked out once as it closes: who answered, domains, behaviors, comments.

Every mean of several people passes the door of `publication`: "all raters" consists of exactly the groups that are shown, and
no difference of what is shown speaks of fewer people than the floor. Percentiles and ranks don't exist here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import sqrt
from typing import Any

import numpy as np

from rounds.surveys.publication import Ask, Cut, Door, Figure, Hidden, Statistic
from rounds.surveys.publication import Wave as Table
from rounds.surveys.scores import NOT_ASKED

GROUP, KEY = "group", "round"
LOW, HIGH = 1, 5
# from here on a behavior is a strength; up to here a need
STRENGTH, NEED = 4, 3
GAP, AT_MOST = 1.0, 3
LEVEL = 0.975


@dataclass(frozen=True)
class Behavior:
    """One item: its words, in which domain it is."""

    key: str
    domain: str
    text: str


@dataclass(frozen=True)
class Heard:
    """What a round has heard. `raters` holds for each answer the group as merged, and its codes; nobody knows whose it is."""

    behaviors: tuple[Behavior, ...]
    # key and name of each domain
    domains: tuple[tuple[str, str], ...]
    raters: Sequence[tuple[str, Mapping[str, int]]]
    own: Mapping[str, int] = field(default_factory=dict)
    supervisor: Mapping[str, int] = field(default_factory=dict)
    floor: int = 5


Said = dict[str, Any]


def figures_of(heard: Heard) -> dict[str, Any]:
    """Return domains, widest gap first, and behaviors in four lists, as JSON holds them."""
    table = _table(heard)
    groups = sorted({group for group, _codes in heard.raters})
    keys = [key for key, _name in heard.domains]
    whole = {key: Ask(key, Statistic.MEAN, (KEY,)) for key in keys}
    parts = {
        (key, group): Ask(key, Statistic.MEAN, (KEY,), Cut(GROUP, group))
        for key in (keys if len(groups) > 1 else [])
        for group in groups
    }
    single = {one.key: Ask(one.key, Statistic.MEAN, (KEY,)) for one in heard.behaviors}
    # domains first and as finely as may be, then behaviors, then groups: what comes later is told more coarsely
    told = Door(people_at_least=heard.floor).publish(
        table, list(whole.values()), list(single.values()), list(parts.values())
    )
    domains = [
        _domain(
            heard, key, name, told[whole[key]], {group: told[parts[key, group]] for group in groups if parts}
        )
        for key, name in heard.domains
    ]
    domains.sort(key=lambda one: -abs(one["gap"] or 0))
    behaviors = [_behavior(heard, one, told[single[one.key]]) for one in heard.behaviors]
    return {"domains": domains, **_four_lists(behaviors)}


def _table(heard: Heard) -> Table:
    items = tuple(one.key for one in heard.behaviors)
    codes = [[given.get(key, NOT_ASKED) for key in items] for _group, given in heard.raters]
    return Table(
        key=KEY,
        people=tuple(f"rater {number}" for number in range(len(heard.raters))),
        items=items,
        answers=np.array(codes, dtype=int).reshape(len(codes), len(items)),
        low=LOW,
        high=HIGH,
        scores={key: _items_of(heard, key) for key, _name in heard.domains},
        cuts={GROUP: tuple(group for group, _codes in heard.raters)},
        is_half_enough=True,
    )


def _items_of(heard: Heard, domain: str) -> tuple[str, ...]:
    return tuple(one.key for one in heard.behaviors if one.domain == domain)


def mean_from_half(items: Sequence[str], codes: Mapping[str, int]) -> Fraction | None:
    """Return somebody's mean over a domain; None where less than half of it was answered."""
    given = [codes[key] for key in items if codes.get(key, NOT_ASKED) >= 0]
    return Fraction(sum(given), len(given)) if given and 2 * len(given) >= len(items) else None


def _domain(
    heard: Heard, key: str, name: str, mean: Figure | Hidden, groups: Mapping[str, Figure | Hidden]
) -> Said:
    items = _items_of(heard, key)
    each = [mean_from_half(items, codes) for _group, codes in heard.raters]
    values = [one for one in each if one is not None]
    return {
        "key": key,
        "name": name,
        "texts": [one.text for one in heard.behaviors if one.domain == key],
        "supervisor": _tenth(mean_from_half(items, heard.supervisor)),
        "groups": {
            group: _limits(figure) if isinstance(figure, Figure) else None for group, figure in groups.items()
        },
        **_compared(mean_from_half(items, heard.own), mean, values),
    }


def _behavior(heard: Heard, one: Behavior, mean: Figure | Hidden) -> Said:
    given = [codes.get(one.key, NOT_ASKED) for _group, codes in heard.raters]
    own = mean_from_half([one.key], heard.own)
    values = [Fraction(code) for code in given if code >= 0]
    return {"key": one.key, "text": one.text, **_compared(own, mean, values)}


def _compared(own: Fraction | None, mean: Figure | Hidden, values: Sequence[Fraction]) -> Said:
    """Return what one says of oneself beside what all raters say, and whether the gap counts."""
    said: Said = {"self": _tenth(own), "n": 0, "others": None, "interval": None, "gap": None, "counts": False}
    if isinstance(mean, Hidden):
        return said
    said["n"], said["others"] = mean.people, _limits(mean)
    said["interval"] = interval = interval_of(values, *mean.limits["mean"])
    if own is not None:
        others = float(mean.told())
        said["gap"] = round(others - float(own), 1)
        said["counts"] = abs(said["gap"]) >= GAP and not interval[0] <= float(own) <= interval[1]
    return said


def interval_of(values: Sequence[Fraction], low: float, high: float) -> tuple[float, float]:
    """Return the 95 % interval by Student's t around what is told of a mean: its middle must not tell the mean more finely."""
    from scipy.stats import t  # heavy, and the worker alone writes reports

    data = np.array([float(value) for value in values])
    wide = float(t.ppf(LEVEL, len(data) - 1)) * float(data.std(ddof=1)) / sqrt(len(data))
    middle, half = (low + high) / 2, max(round(wide, 1), (high - low) / 2)
    return max(float(LOW), round(middle - half, 2)), min(float(HIGH), round(middle + half, 2))


def _limits(figure: Figure) -> list[float]:
    return [round(limit, 2) for limit in figure.limits["mean"]]


def _tenth(value: Fraction | None) -> float | None:
    return None if value is None else round(float(value), 1)


def _four_lists(behaviors: Sequence[Said]) -> dict[str, list[Said]]:
    """Return behaviors as both see a strength, others see more, the person sees more, both see a need; three each at most."""
    known = [one for one in behaviors if one["self"] is not None and one["others"] is not None]
    level = {one["key"]: sum(one["others"]) / 2 for one in known}

    def first(some: list[Said], *, by: Any) -> list[Said]:
        return sorted(some, key=by)[:AT_MOST]

    alike = [one for one in known if not one["counts"]]
    return {
        "strengths": first(
            [one for one in alike if one["self"] >= STRENGTH and level[one["key"]] >= STRENGTH],
            by=lambda one: -level[one["key"]] - one["self"],
        ),
        "others_more": first(
            [one for one in known if one["counts"] and one["gap"] > 0], by=lambda one: -one["gap"]
        ),
        "self_more": first(
            [one for one in known if one["counts"] and one["gap"] < 0], by=lambda one: one["gap"]
        ),
        "needs": first(
            [one for one in alike if one["self"] <= NEED and level[one["key"]] <= NEED],
            by=lambda one: level[one["key"]] + one["self"],
        ),
    }
