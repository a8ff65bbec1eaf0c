"""A problem as canonical JSON and back: coded values only, the same bytes for the same input in any row order."""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rounds.pairing.arguments import check
from rounds.pairing.errors import InvalidInput, PairingError
from rounds.pairing.problem.columns import Axes, Mentees, Mentors, Side
from rounds.pairing.problem.people import HOURS_OF_WEEK, MAX_WISHES
from rounds.pairing.problem.policy import Affinity, Policy
from rounds.pairing.problem.problem import Problem
from rounds.pairing.problem.relations import Relation
from rounds.pairing.problem.weights import PriorityWeight, Weights

# columns with a place for each name of an axis
WIDTHS = {
    "sites": "sites",
    "modalities": "modalities",
    "languages": "languages",
    "aspires": "milestones",
    "styles": "styles",
    "gaps": "domains",
    "interests": "priorities",
    "expertise": "domains",
    "milestones": "milestones",
    "experience": "priorities",
}
FLAGS = {"sites", "modalities", "languages", "hours", "aspires", "styles"}


def to_json(problem: Problem) -> str:
    """Write a run's frozen input; ids are whatever the caller gave, so give codes, never names."""
    check("The problem", problem, Problem, "a Problem")
    problem = problem.ordered
    return json.dumps(
        {
            "axes": asdict(problem.axes),
            "mentees": _side(problem.mentees),
            "mentors": _side(problem.mentors),
            "weights": asdict(problem.weights),
            "policy": asdict(problem.policy),
            "relations": [[item.mentee, item.mentor, item.kind] for item in problem.relations],
            "locks": problem.locks,
            "on": problem.on,
            "seed": problem.seed,
        },
        default=lambda day: day.isoformat(),
        sort_keys=True,
        separators=(",", ":"),
        ensure_ascii=False,
    )


def from_json(text: str) -> Problem:
    """Read a run's frozen input again; everything is validated once more."""
    check("The text", text, str, "what to_json wrote")
    try:
        return _problem(json.loads(text))
    except PairingError:
        raise
    except (ValueError, TypeError, LookupError, AttributeError, OverflowError) as error:
        raise InvalidInput("The text is no run's input as to_json writes it.", rule="snapshot") from error


def _problem(found: dict[str, Any]) -> Problem:
    axes = Axes(**{name: tuple(values) for name, values in found["axes"].items()})
    sizes = {name: len(getattr(axes, axis)) for name, axis in WIDTHS.items()}
    sizes |= {"hours": HOURS_OF_WEEK, "wishes": MAX_WISHES}
    weights, policy = found["weights"], found["policy"]
    return Problem(
        axes=axes,
        mentees=Mentees(**_columns(found["mentees"], sizes)),
        mentors=Mentors(**_columns(found["mentors"], sizes)),
        weights=Weights(
            **{
                **weights,
                "load_costs": tuple(weights["load_costs"]),
                "priorities": tuple(_priority(item) for item in weights["priorities"]),
            }
        ),
        policy=Policy(
            **{
                **{key: _tuples(value) for key, value in policy.items()},
                "department": _affinity(policy["department"]),
                "specialty": _affinity(policy["specialty"]),
            }
        ),
        relations=tuple(Relation(*item) for item in found["relations"]),
        locks=tuple((mentee, mentor) for mentee, mentor in found["locks"]),
        on=_day(found["on"]),
        seed=found["seed"],
    )


def _side(side: Side) -> dict[str, Any]:
    written: dict[str, Any] = {}
    for item in fields(side):
        value = getattr(side, item.name)
        if item.name in FLAGS:
            written[item.name] = [np.flatnonzero(row).tolist() for row in value]
        else:
            written[item.name] = value if isinstance(value, tuple) else value.tolist()
    return written


def _columns(written: dict[str, Any], sizes: dict[str, int]) -> dict[str, Any]:
    n = len(written["ids"])
    columns: dict[str, Any] = {"ids": tuple(written["ids"])}
    for name, value in written.items():
        if name in FLAGS:
            flags = np.zeros((n, sizes[name]), dtype=np.bool_)
            for row, places in enumerate(value):
                if min(places, default=0) < 0:
                    raise IndexError(name)  # NumPy would count it from the end
                flags[row, places] = True
            columns[name] = flags
        elif name != "ids":
            columns[name] = np.array(value) if np.size(value) else _empty(n, sizes.get(name))
    return columns


def _empty(n: int, width: int | None) -> NDArray[np.int64]:
    return np.zeros(n if width is None else (n, width), dtype=np.int64)


def _priority(item: dict[str, Any]) -> PriorityWeight:
    return PriorityWeight(**{**item, "starts_on": _day(item["starts_on"]), "ends_on": _day(item["ends_on"])})


def _affinity(item: dict[str, Any]) -> Affinity:
    return Affinity(**{key: _tuples(value) for key, value in item.items()})


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _tuples(value: Any) -> Any:
    return tuple(_tuples(item) for item in value) if isinstance(value, list) else value
