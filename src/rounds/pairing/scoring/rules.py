"""Hard rules: what removes a pair from a run, and what is only said. Graded warnings never remove anything."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from rounds.pairing.arguments import check
from rounds.pairing.problem.columns import Ints
from rounds.pairing.problem.problem import Problem
from rounds.pairing.problem.relations import CONFLICTS, GRADES, LIFTS, NEVER, PERSONAL

MEANINGS: Mapping[str, str] = {
    "self": "Nobody mentors themselves.",
    "tier": "A mentor is at a tier above the mentee's.",
    "line_manager": "A line manager does not mentor the people they manage.",
    "program_director": "A program director does not mentor the trainees of their own program.",
    "evaluator": "A standing evaluator does not mentor the people they evaluate.",
    "exclusion": "One of them asked not to be paired with the other.",
    "ended": "They were a pair before, and it ended for a reason.",
    "ban": "The coordinator does not want this pair.",
    "mutual": "Peers do not mentor each other in a ring, neither two nor more.",
    "panel": "The mentor sits on a panel of the mentee already.",
    "minimum": "The pair is under the minimum score.",
    "floor": "The pair is under the lowest score of this run, which is as high as it can be.",
    "capacity": "The mentor has no place left.",
}
NOT_AVAILABLE = "not available"  # how every personal rule reads to everybody but the coordinator


@dataclass(frozen=True)
class Removals:
    """Pairs that single rules remove (not counting the tier rule, which works on whole stages).

    `by_pair` (mentee place, mentor place) -> kinds of the rules that remove it; `warnings` the same for what
    only warns or asks somebody not to rate the mentee.
    """

    by_pair: Mapping[tuple[int, int], tuple[str, ...]]
    warnings: Mapping[tuple[int, int], tuple[str, ...]]

    def arrays(self) -> tuple[Ints, Ints]:
        pairs = np.array(sorted(self.by_pair), dtype=np.int64).reshape(-1, 2)
        return pairs[:, 0], pairs[:, 1]


def removals(problem: Problem) -> Removals:
    """Say which single pairs may not be made and why; a declared exception lifts conflicts only."""
    kinds: dict[tuple[int, int], set[str]] = defaultdict(set)
    for relation in problem.relations:
        pair = problem.mentee_place[relation.mentee], problem.mentor_place[relation.mentor]
        kinds[pair].add(relation.kind)
    for person in problem.mentee_place.keys() & problem.mentor_place.keys():
        kinds[problem.mentee_place[person], problem.mentor_place[person]].add("self")
    by_pair, warnings = {}, {}
    for pair, found in kinds.items():
        lifted = CONFLICTS if any(GRADES.get(kind) == LIFTS for kind in found) else frozenset()
        never = sorted(kind for kind in found - lifted if kind == "self" or GRADES[kind] == NEVER)
        said = sorted(kind for kind in found if kind != "self" and GRADES[kind] not in (NEVER, LIFTS))
        said += sorted(f"exception to {kind}" for kind in found & lifted)
        if never:
            by_pair[pair] = tuple(never)
        if said:
            warnings[pair] = tuple(said)
    return Removals(by_pair, warnings)


def why_not(problem: Problem, mentee: str, mentor: str) -> tuple[str, ...]:
    """List the hard rules that remove one pair: keys of `MEANINGS`, without capacity and minimum score."""
    check("The problem", problem, Problem, "a Problem")
    row, column = problem.row_of(mentee), problem.column_of(mentor)
    found = list(removals(problem).by_pair.get((row, column), ()))
    tables = problem.stages
    if problem.policy.tier_rule and not tables.above[tables.profile_of[row], tables.stage_of[column]]:
        found.append("tier")
    return tuple(found)


def in_public_words(kinds: tuple[str, ...]) -> tuple[str, ...]:
    """Say the rules as everybody but the coordinator reads them: personal ones all read the same."""
    return tuple(dict.fromkeys(NOT_AVAILABLE if kind in PERSONAL else MEANINGS[kind] for kind in kinds))


@dataclass(frozen=True)
class RuleEffect:
    """What one hard rule removes before a run.

    `pairs` it removes; `alone` those that no other rule removes; `mentees_left_out` ids who would have an
    eligible mentor if this rule were not there, and have none with it.
    """

    rule: str
    meaning: str
    pairs: int
    alone: int
    mentees_left_out: tuple[str, ...]


def rule_effects(problem: Problem) -> tuple[RuleEffect, ...]:
    """Show, before a run, what each hard rule removes. Works through n x m flags: up to some million pairs."""
    check("The problem", problem, Problem, "a Problem")
    problem = problem.ordered
    n, m = len(problem.mentees), len(problem.mentors)
    tables = problem.stages
    masks: dict[str, np.ndarray[tuple[int, int], np.dtype[np.bool_]]] = {}
    if problem.policy.tier_rule:
        masks["tier"] = ~tables.above[tables.profile_of][:, tables.stage_of]
    for (row, column), kinds in removals(problem).by_pair.items():
        for kind in kinds:
            masks.setdefault(kind, np.zeros((n, m), dtype=np.bool_))[row, column] = True
    masks["capacity"] = np.broadcast_to(problem.mentors.capacity <= 0, (n, m))
    counts = np.zeros((n, m), dtype=np.int16)
    for mask in masks.values():
        counts += mask
    left_out = ~(counts == 0).any(axis=1)
    effects = []
    for rule, mask in masks.items():
        alone = mask & (counts == 1)
        out = left_out & alone.any(axis=1)
        effects.append(
            RuleEffect(
                rule,
                MEANINGS[rule],
                int(mask.sum()),
                int(alone.sum()),
                tuple(sorted(problem.mentees.ids[row] for row in np.flatnonzero(out))),
            )
        )
    return tuple(effect for effect in effects if effect.pairs)
