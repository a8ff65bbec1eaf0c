"""What one more place would add, and what the program lacks, in words and never as a price on a colleague."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from rounds.pairing.arguments import Checks, check
from rounds.pairing.explaining.explain import Explainer
from rounds.pairing.explaining.reasons import Loss
from rounds.pairing.problem.columns import Flags
from rounds.pairing.problem.problem import Problem
from rounds.pairing.solving.instance import check_belongs
from rounds.pairing.solving.solution import Solution
from rounds.pairing.solving.solve import solve

HELPFUL_LEVEL = 4


@dataclass(frozen=True)
class Place:
    """What one more place with a mentor would add to the run, one at a time: never add these up."""

    mentor: str
    gain: Loss


@dataclass(frozen=True)
class Need:
    """Something that more places should bring: `kind` expertise, milestone, tier or site; `places` how many would
    be used; `words` what people are shown."""

    kind: str
    code: str
    places: int
    words: str


def places(explain: Explainer) -> tuple[Place, ...]:
    """List, best first, the mentors with whom one more place would add something. For the coordinator only.

    The gain is max(0, least price of the mentor - cost of the next step of load): the shadow price of a place.
    """
    check("“Explain”", explain, Explainer, "an Explainer")
    instance = explain.instance
    every = np.arange(len(instance.mentor_ids))
    next_step = instance.step_costs(instance.capacity, every)
    gains = (explain.prices - next_step) * instance.scale
    found = [
        Place(instance.mentor_ids[place], explain.loss(int(gains[place])))
        for place in np.argsort(-gains, kind="stable").tolist()
        if gains[place] > 0
    ]
    return tuple(found)


def needs(explain: Explainer, limit: int = 5, labels: Mapping[str, str] | None = None) -> tuple[Need, ...]:
    """Say what kind of mentor is short: whose places are worth most, and how many mentees wait for that.

    `labels` codes of domains, milestones, tiers and sites -> how people call them.
    """
    check("“Explain”", explain, Explainer, "an Explainer")
    given = Checks("arguments")
    given.whole("The limit", limit, 0)
    given.labels("The labels", labels)
    given.close()
    problem = explain.problem
    worth = {place.mentor: (place.gain.people, place.gain.micro) for place in places(explain)}
    gains = np.array([worth.get(mentor, (0, 0)) for mentor in problem.mentors.ids], dtype=np.float64).reshape(
        -1, 2
    )
    waiting = np.array(
        [mentee in set(explain.solution.unmatched) for mentee in problem.mentees.ids], dtype=np.bool_
    )
    # while people wait, count them; when everybody has a mentor, count all who would like to have this
    asking = waiting if waiting.any() else np.ones(len(waiting), dtype=np.bool_)
    found = []
    for kind, code, words, have, want in _traits(problem, labels or {}):
        count = int((want & asking).sum())
        if not count or (have.any() and not gains[have].any()):
            continue
        mean = tuple(gains[have].mean(axis=0)) if have.any() else (float("inf"), 0.0)
        if waiting.any() or have.any():
            room = count if waiting.any() else int((gains[have].any(axis=1)).sum())
            found.append((mean, count, Need(kind, code, room, _words(room, words))))
    found.sort(key=lambda item: (-item[0][0], -item[0][1], -item[1], item[2].kind, item[2].code))
    return tuple(need for _, _, need in found[:limit])


def cost_of_forcing(problem: Problem, solution: Solution, mentee: str, mentor: str) -> Loss:
    """Solve again with this pair locked and say exactly what the run loses. Raises ContradictoryLock."""
    check("The problem", problem, Problem, "a Problem")
    check_belongs(problem, solution)
    problem.row_of(mentee), problem.column_of(mentor)
    forced = solve(
        replace(problem, locks=tuple(sorted({*problem.locks, (mentee, mentor)}))), aim=solution.aim
    )
    return Loss(solution.matched - forced.matched, solution.points - forced.points)


def _words(count: int, what: str) -> str:
    return f"One more place {what} would help." if count == 1 else f"{count} more places {what} would help."


def _traits(problem: Problem, labels: Mapping[str, str]) -> Iterator[tuple[str, str, str, Flags, Flags]]:
    """Return (kind, code, words, mentors who have it, mentees who want it)."""
    mentees, mentors, axes = problem.mentees, problem.mentors, problem.axes
    for place, code in enumerate(axes.domains):
        have, want = mentors.expertise[:, place] >= HELPFUL_LEVEL, mentees.gaps[:, place] >= 2
        yield "expertise", code, f"with experience in {labels.get(code, code)}", have, want
    for place, code in enumerate(axes.milestones):
        yield (
            "milestone",
            code,
            f"with {labels.get(code, code)} experience",
            mentors.milestones[:, place] > 0,
            mentees.aspires[:, place],
        )
    for place, code in enumerate(axes.tiers):
        yield (
            "tier",
            code,
            f"at the tier {labels.get(code, code)}",
            mentors.tier == place,
            mentees.tier == place - 1,
        )
    for place, code in enumerate(axes.sites):
        yield "site", code, f"at {labels.get(code, code)}", mentors.sites[:, place], mentees.sites[:, place]
