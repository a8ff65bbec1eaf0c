"""Pairs that people made by hand, as a solution that can be compared with the best one."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from rounds.pairing.arguments import Checks, check, listed
from rounds.pairing.errors import InvalidInput
from rounds.pairing.problem.problem import Problem, is_pair
from rounds.pairing.solving.instance import prepare
from rounds.pairing.solving.solution import Pair, Solution


def evaluate(problem: Problem, pairs: Iterable[tuple[str, str]]) -> Solution:
    """Score given (mentee id, mentor id) pairs as they are, whatever the rules say about them.

    The load cost is counted as in a run. There is no proof: nobody claims that they are the best.
    Raises InvalidInput for people who are not in the problem.
    """
    check("The problem", problem, Problem, "a Problem")
    pairs = listed("The pairs", pairs)
    checks = Checks("pairs")
    checks.several("The pairs", pairs, is_pair, "a mentee's id and a mentor's id")
    checks.close()
    given = sorted({(mentee, mentor) for mentee, mentor in pairs})
    ordered = problem.ordered
    unknown = [
        *(
            f"The mentee {mentee} is not in this run."
            for mentee, _ in given
            if mentee not in ordered.mentee_place
        ),
        *(
            f"The mentor {mentor} is not in this run."
            for _, mentor in given
            if mentor not in ordered.mentor_place
        ),
    ]
    if unknown:
        raise InvalidInput(unknown, rule="pairs")
    instance = prepare(problem)
    rows = np.array([ordered.mentee_place[mentee] for mentee, _ in given], dtype=np.int64)
    columns = np.array([ordered.mentor_place[mentor] for _, mentor in given], dtype=np.int64)
    scores = (instance.scorer.at(rows, columns) * instance.scale).tolist()
    load = np.bincount(columns, minlength=len(instance.mentor_ids))
    paired = {mentee for mentee, _ in given}
    return Solution(
        aim="total",
        pairs=tuple(Pair(*pair, score) for pair, score in zip(given, scores, strict=True)),
        unmatched=tuple(sorted(set(instance.mentee_ids) - paired)),
        score=sum(scores),
        load_cost=instance.load_total(ordered.mentors.load, load),
        proof=None,
        floor=None,
        method="given",
        digest=problem.digest,
        seed=problem.seed,
    )
