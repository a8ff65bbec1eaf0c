"""Tiers and years of training: how well each stage of a mentor fits each profile of a mentee, and which are above."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rounds.pairing.problem.columns import Flags, Ints
from rounds.pairing.problem.policy import Policy
from rounds.pairing.problem.weights import UNIT

if TYPE_CHECKING:
    from rounds.pairing.problem.problem import Problem


@dataclass(frozen=True)
class StageTables:
    """`values` and `above` (profiles, stages): the tier criterion and whether the tier rule allows the pair.

    A mentee's profile is (tier, PGY, aspired tier), a mentor's stage (tier, PGY); -1 is "not answered".
    """

    profiles: Ints  # (profiles, 3)
    stages: Ints  # (stages, 2)
    profile_of: Ints  # (n,)
    stage_of: Ints  # (m,)
    values: Ints
    above: Flags


def stage_tables(problem: Problem) -> StageTables:
    """Score every profile of a mentee against every stage of a mentor, once each."""
    mentees, mentors, policy = problem.mentees, problem.mentors, problem.policy
    profiles, profile_of = np.unique(
        np.column_stack([mentees.tier, mentees.pgy, mentees.aspired_tier]).astype(np.int64),
        axis=0,
        return_inverse=True,
    )
    stages, stage_of = np.unique(
        np.column_stack([mentors.tier, mentors.pgy]).astype(np.int64), axis=0, return_inverse=True
    )
    here = policy.mentor_tiers or policy.tiers
    existing = tuple(place for place, name in enumerate(problem.axes.tiers) if name in here)
    values = np.zeros((len(profiles), len(stages)), dtype=np.int64)
    above = np.ones((len(profiles), len(stages)), dtype=np.bool_)
    for row, (tier, pgy, aspired) in enumerate(profiles.tolist()):
        for column, (mentor_tier, mentor_pgy) in enumerate(stages.tolist()):
            value = _tier_value((tier, pgy, aspired), (mentor_tier, mentor_pgy), existing, policy)
            values[row, column] = 0 if value is None else value
            above[row, column] = value is not None
    return StageTables(
        profiles,
        stages,
        profile_of.reshape(-1).astype(np.int64),
        stage_of.reshape(-1).astype(np.int64),
        values,
        above,
    )


def _tier_value(
    profile: tuple[int, int, int], stage: tuple[int, int], existing: tuple[int, ...], policy: Policy
) -> int | None:
    """Return the value of a mentor's stage for a mentee's profile; None when the mentor is not above."""
    (tier, pgy, aspired), (mentor_tier, mentor_pgy) = profile, stage
    if tier < 0 or mentor_tier < 0:
        return UNIT // 2
    higher = [place for place in existing if place > tier]
    if mentor_tier > tier:
        order = sorted({*higher, mentor_tier})
        goal = order.index(aspired) if aspired in order else 0
        step = abs(order.index(mentor_tier) - goal)
        return policy.tier_steps[min(step, len(policy.tier_steps) - 1)]
    if mentor_tier == tier:
        if policy.near_peers and 0 <= pgy < mentor_pgy:
            return policy.near_peer_value
        if policy.top_peers and tier == len(policy.tiers) - 1:
            return UNIT
    return None
