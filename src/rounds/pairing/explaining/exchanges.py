"""What somebody can be given by hand, and with whom they can change places: each with its price."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rounds.pairing.arguments import check
from rounds.pairing.explaining.explain import Explainer
from rounds.pairing.explaining.reasons import Loss
from rounds.pairing.explaining.solved import BANNED
from rounds.pairing.solving.bounds import row_blocks


@dataclass(frozen=True)
class Candidate:
    """A mentor whom a mentee could have; `short` is what the run would lose at least, None where it is not proven."""

    mentor: str
    score: int
    chosen: bool
    short: Loss | None


@dataclass(frozen=True)
class Exchange:
    """Two pairs that change mentors: the scores of the new pairs, and by how much the sum of the two changes."""

    mentee: str
    mentor: str
    score: int
    other_score: int
    change: int


def candidates(explain: Explainer, mentee: str) -> tuple[Candidate, ...]:
    """List every mentor whom a mentee could have, best score first; personal rules leave no trace."""
    check("“Explain”", explain, Explainer, "an Explainer")
    row = explain.problem.row_of(mentee)
    ranked = explain.alternatives_for_mentee(mentee, len(explain.problem.mentors))
    reduced = explain.reduced(row)
    is_priced = bool(explain.solution.proof) and explain.instance.demand[row] > 0 and bool(ranked)
    gain = explain.gain(row, reduced) if is_priced else 0
    return tuple(
        Candidate(
            one.person,
            one.score,
            one.chosen,
            explain.loss(gain - int(reduced[explain.problem.mentor_place[one.person]]))
            if is_priced
            else None,
        )
        for one in ranked
    )


def exchanges(explain: Explainer, mentee: str, mentor: str) -> tuple[Exchange, ...]:
    """List the pairs with whom a chosen pair can change mentors, what costs least first.

    Everybody else stays, so that load and number of mentees stay too: the change of the two scores is the run's.
    """
    check("“Explain”", explain, Explainer, "an Explainer")
    row, column = explain.problem.row_of(mentee), explain.problem.column_of(mentor)
    places, solution = explain.problem.mentee_place, explain.solution
    mine = explain.scores(np.array([row]))[0]
    theirs = np.full(len(places), BANNED, dtype=np.int64)
    for rows in row_blocks(explain.instance):
        theirs[rows] = explain.scores(rows)[:, column]
    score_of = {(one.mentee, one.mentor): one.score for one in solution.pairs}
    found = []
    for pair in solution.pairs:
        first, second = int(mine[explain.problem.mentor_place[pair.mentor]]), int(theirs[places[pair.mentee]])
        is_new = (
            pair.mentor not in solution.mentors_of[mentee] and mentor not in solution.mentors_of[pair.mentee]
        )
        if pair.mentee == mentee or BANNED in (first, second) or not is_new:
            continue
        change = first + second - pair.score - score_of[mentee, mentor]
        found.append(Exchange(pair.mentee, pair.mentor, first, second, change))
    return tuple(sorted(found, key=lambda one: (-one.change, one.mentee, one.mentor)))
