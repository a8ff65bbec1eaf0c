"""Why somebody has no mentor, and what would help."""

from __future__ import annotations

from collections import Counter

import numpy as np

from rounds.pairing.explaining.reasons import Unmatched
from rounds.pairing.explaining.solved import BANNED, Solved
from rounds.pairing.problem.columns import Flags
from rounds.pairing.scoring.contributions import points
from rounds.pairing.scoring.rules import MEANINGS


def why_unmatched(run: Solved, mentee: str) -> Unmatched:
    """Say why a mentee has no mentor, and the nearest fix."""
    row = run.problem.mentee_place[mentee]
    allowed = np.isfinite(run.instance.scorer.block(np.array([row]))[0])
    places = run.problem.mentors.capacity > 0
    if not (allowed & places).any():
        return _nobody_allowed(run, mentee, row, allowed)
    scores = run.scores(np.array([row]))[0]
    if not ((scores != BANNED) & places).any():
        raw = run.instance.scorer.at(np.full(len(scores), row), np.arange(len(scores))) * run.instance.scale
        best = int(np.where(allowed & places, raw, BANNED).max())
        lowest = (run.instance.lowest or 0) * run.instance.scale
        return Unmatched(
            mentee,
            "minimum",
            f"Every possible pair is under the minimum score of {points(lowest)}.",
            f"The best one reaches {points(best)}: a minimum that much lower would allow it.",
        )
    count = int((scores != BANNED).sum())
    full = all(
        len(run.solution.mentees_of.get(run.problem.mentors.ids[place], ()))
        >= run.problem.mentors.capacity[place]
        for place in np.flatnonzero((scores != BANNED) & places).tolist()
    )
    if not full:
        return Unmatched(
            mentee,
            "count",
            "The pair would cost more than it is worth.",
            "Lower the load costs or put everybody's first mentor first.",
        )
    who = "mentor" if count == 1 else "mentors"
    return Unmatched(
        mentee,
        "capacity",
        "All places of the mentors who could take this mentee are taken by pairs that fit better or have less choice.",
        f"One more place with {'the' if count == 1 else 'any of the'} {count} possible {who} would do.",
    )


def _nobody_allowed(run: Solved, mentee: str, row: int, allowed: Flags) -> Unmatched:
    if not len(allowed):
        return Unmatched(mentee, "rules", "There are no mentors in this run.", "Add mentors.")
    if allowed.any():
        return Unmatched(
            mentee,
            "capacity",
            "Every mentor who could take this mentee has capacity 0.",
            f"One place with any of {int(allowed.sum())} mentors would do.",
        )
    tables = run.problem.stages
    above = tables.above[tables.profile_of[row], tables.stage_of] | (not run.problem.policy.tier_rule)
    single = [kinds for (i, _), kinds in run.removals.by_pair.items() if i == row]
    if not above.any():
        return Unmatched(
            mentee,
            "rules",
            "No mentor is above this mentee's tier.",
            "Add a mentor of a higher tier, or allow peers.",
        )
    counted = Counter(kind for kinds in single for kind in kinds)
    rule, count = min(counted.items(), key=lambda item: (-item[1], item[0]))
    return Unmatched(
        mentee,
        "rules",
        f"Hard rules remove every mentor; most often ({count}): {MEANINGS[rule]}",
        "Add a mentor from outside, or declare an exception with a reason.",
    )
