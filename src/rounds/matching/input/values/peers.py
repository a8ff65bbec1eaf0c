"""Peers never mentor each other in a ring: of the two directions between any two of them one is closed before a run."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from rounds.matching.input.values.snapshot import RUNNING
from rounds.pairing import Relation
from rounds.people.enums import Tier
from rounds.programs.selectors import MatchingRow
from rounds.programs.values.answers import MenteeAnswers, MentorAnswers

LONGEST = 100  # years of training, more than anybody has
MASTERED = 4  # a level at which a gap counts as covered, as in the reasons

Pair = tuple[str, str]  # mentee, mentor
Flags = npt.NDArray[np.bool_]


def closed_directions(
    mentees: Sequence[MatchingRow],
    mentors: Sequence[MatchingRow],
    *,
    kept: Mapping[Pair, str],
    wanted: Iterable[Pair] = (),
    top_peers: bool,
) -> Iterator[Relation]:
    """Close one direction between any two people who could mentor each other.

    All who are mentor and mentee are put in one order, and of two peers the higher one mentors: so no
    ring can close, of two people or of more. The order follows tiers and years, then the pairs that run, are decided, or
    are wanted now (each unless it would close a ring itself); the rest goes by who covers more of the others'
    gaps, and at a tie by id, so that the same cohort always gives the same answer.
    """
    as_mentor = {row.person_id: row for row in mentors}
    both = sorted((row for row in mentees if row.person_id in as_mentor), key=lambda row: row.person_id)
    people = [str(row.person_id) for row in both]
    steps = np.array([Tier.values.index(row.tier) if row.tier else -1 for row in both], dtype=np.int64)
    peers = _peers(steps, top_peers=top_peers)
    rungs = np.where(
        steps < 0, -1, steps * LONGEST + np.array([row.pgy or 0 for row in both], dtype=np.int64)
    )
    above = (rungs[:, None] > rungs[None, :]) & (rungs[None, :] >= 0)  # near-peers by year of training too
    standing = sorted(kept, key=lambda pair: (kept[pair] != RUNNING, pair))
    _let_stand(above, people, [*standing, *wanted])
    order = _in_order(above, _covered_more(both, [as_mentor[row.person_id] for row in both], peers))
    for place, higher in enumerate(order):
        for lower in order[place + 1 :]:
            if peers[higher, lower]:
                yield Relation(people[higher], people[lower], "mutual")


def _peers(steps: npt.NDArray[np.int64], *, top_peers: bool) -> Flags:
    """Return the pairs that the tier rule would let mentor each other; a tier that nobody recorded rules nothing out."""
    unknown, top = steps < 0, (steps == len(Tier.values) - 1) & top_peers
    found: Flags = unknown[:, None] | unknown[None, :] | (top[:, None] & top[None, :])
    np.fill_diagonal(found, val=False)
    return found


def _let_stand(above: Flags, people: list[str], pairs: Iterable[Pair]) -> None:
    """Put each pair's mentor above its mentee, in the order of the pairs, unless that would close a ring."""
    place = {person: number for number, person in enumerate(people)}
    for mentee, mentor in pairs:
        if mentee not in place or mentor not in place:
            continue
        low, high = place[mentee], place[mentor]
        if low == high or above[low, high]:
            continue
        over, under = above[:, high].copy(), above[low].copy()
        over[high] = under[low] = True
        above |= over[:, None] & under[None, :]


def _covered_more(
    mentees: list[MatchingRow], mentors: list[MatchingRow], peers: Flags
) -> npt.NDArray[np.int64]:
    """Return how much more of the peers' gaps each covers than they cover of theirs."""
    domains = sorted({gap for row in mentees for gap in _gaps(row)})
    gaps = np.array([[_gaps(row).get(one, 0) for one in domains] for row in mentees], dtype=np.int64)
    mastered = np.array([[_levels(row).get(one, 0) >= MASTERED for one in domains] for row in mentors])
    covered = np.where(peers, mastered.astype(np.int64).reshape(gaps.shape) @ gaps.T, 0)
    more: npt.NDArray[np.int64] = covered.sum(axis=1) - covered.sum(axis=0)
    return more


def _in_order(above: Flags, more: npt.NDArray[np.int64]) -> list[int]:
    """Order from the highest to the lowest: always the one who covers most among those with nobody left above."""
    waits_for, order = above.sum(axis=0), list[int]()
    left = np.ones(len(more), dtype=np.bool_)
    while left.any():
        free = np.flatnonzero(left & (waits_for == 0))
        first = int(free[np.argmax(more[free])])
        order.append(first)
        left[first] = False
        waits_for = waits_for - above[first]
    return order


def _gaps(row: MatchingRow) -> Mapping[str, Any]:
    if not isinstance(row.answers, MenteeAnswers):
        raise TypeError("row.answers are not MenteeAnswers")
    return row.answers.gaps


def _levels(row: MatchingRow) -> Mapping[str, Any]:
    if not isinstance(row.answers, MentorAnswers):
        raise TypeError("row.answers are not MentorAnswers")
    return row.answers.expertise
