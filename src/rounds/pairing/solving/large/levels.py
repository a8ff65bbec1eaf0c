"""Which mentors are scarce: for whose places more people wait than there are places.

A scarce mentor's price is a whole bonus higher than that of others, because one more place would give one more
person a mentor. Who is scarce follows from the tier rule and the numbers of people alone, whatever the scores
(Dulmage, Mendelsohn 1958, for people of one kind taken together). Further rules can make more mentors scarce, or
fewer: these levels are a first guess, never part of a proof.
"""

from __future__ import annotations

import numpy as np

from rounds.pairing.problem.columns import Flags, Ints
from rounds.pairing.scoring.blocks import FactorScorer
from rounds.pairing.solving.instance import Instance


def expected_levels(instance: Instance) -> Ints:
    """Return each mentor's level (m,): 1 for a scarce one, 0 for others."""
    scorer = instance.scorer
    m = scorer.shape[1]
    first = (~instance.met & (instance.demand > 0)).astype(np.int64)
    if isinstance(scorer, FactorScorer):
        kinds, kind_of = np.unique(scorer.above, axis=0, return_inverse=True)
        kind_of, stage_of = kind_of.reshape(-1)[scorer.profile_of], scorer.stage_of
    else:
        kinds, kind_of, stage_of = (
            np.ones((1, 1), np.bool_),
            np.zeros(len(first), np.int64),
            np.zeros(m, np.int64),
        )
    waiting = np.bincount(kind_of, first, minlength=kinds.shape[0]).astype(np.int64)
    places = np.bincount(stage_of, instance.capacity, minlength=kinds.shape[1]).astype(np.int64)
    levels: Ints = _short_of(kinds, waiting, places).astype(np.int64)[stage_of]
    return levels


def _short_of(allowed: Flags, waiting: Ints, places: Ints) -> Flags:
    """Return (stages,): where an alternating path from people left over ends, once as many as possible are placed.

    `allowed` (kinds, stages). Augmenting paths, breadth first (Edmonds, Karp 1972); there are a few dozen nodes.
    """
    flow = np.zeros(allowed.shape, dtype=np.int64)
    waiting, places = waiting.copy(), places.copy()
    while True:
        came_from = np.full(allowed.shape[1], -1)  # the kind through which a stage was reached
        back_from = np.full(allowed.shape[0], -1)  # the stage through which a kind was reached
        seen = waiting > 0
        ahead = np.flatnonzero(seen).tolist()
        end = -1
        while ahead and end < 0:
            kind = ahead.pop(0)
            for stage in np.flatnonzero(allowed[kind] & (came_from < 0)).tolist():
                came_from[stage] = kind
                if places[stage] > 0:
                    end = stage
                    break
                for other in np.flatnonzero((flow[:, stage] > 0) & ~seen).tolist():
                    seen[other] = True
                    back_from[other] = stage
                    ahead.append(other)
        if end < 0:
            return came_from >= 0
        path, most, stage = [], int(places[end]), end
        while True:
            kind = int(came_from[stage])
            path.append((kind, stage))
            if back_from[kind] < 0:
                most = min(most, int(waiting[kind]))
                break
            most = min(most, int(flow[kind, back_from[kind]]))
            stage = int(back_from[kind])
        waiting[kind] -= most
        places[end] -= most
        for kind, stage in path:
            flow[kind, stage] += most
            if back_from[kind] >= 0:
                flow[kind, back_from[kind]] -= most
