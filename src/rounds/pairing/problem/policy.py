"""What a program allows and prefers: tiers, near-peers, departments, hours. Values are whole, 0 to `UNIT`."""

from __future__ import annotations

from dataclasses import dataclass, field

from rounds.pairing.errors import InvalidInput
from rounds.pairing.problem.weights import UNIT, is_whole


@dataclass(frozen=True, kw_only=True)
class Affinity:
    """How well two departments (or specialties) go together: the same, another, or a listed (mentee's, mentor's)."""

    same: int = UNIT
    other: int = 0
    listed: tuple[tuple[str, str, int], ...] = ()

    def values(self) -> tuple[int, ...]:
        return (self.same, self.other, *(value for _, _, value in self.listed))


@dataclass(frozen=True, kw_only=True)
class Policy:
    """A program's rules about tiers, styles, departments and hours.

    `tiers` from the first to the highest. `mentor_tiers` those at which this program has mentors: "the next tier
    up" is the next of these (empty: all). `tier_steps` value of the best, second best ... tier. `tier_rule`: a
    mentor is above the mentee; `near_peers` of the same tier but further on (by PGY) count as above, worth
    `near_peer_value`; `top_peers` lets people of the highest tier mentor each other. `tier_milestones` which
    leadership milestones an aspired tier asks for. `style_pairs` (mentee's, mentor's, value) beyond "the same".
    """

    tiers: tuple[str, ...] = ()
    mentor_tiers: tuple[str, ...] = ()
    tier_steps: tuple[int, ...] = (UNIT, 6_000, 3_000, 1_000)
    tier_rule: bool = True
    near_peers: bool = True
    near_peer_value: int = 7_000
    top_peers: bool = False
    tier_milestones: tuple[tuple[str, tuple[str, ...]], ...] = ()
    style_pairs: tuple[tuple[str, str, int], ...] = ()
    department: Affinity = field(default_factory=lambda: Affinity(other=5_000))
    specialty: Affinity = field(default_factory=lambda: Affinity(other=4_000))
    hours_needed: int = 4

    def __post_init__(self) -> None:
        problems = []
        if len(set(self.tiers)) != len(self.tiers):
            problems.append("A tier is listed twice.")
        for tier in (*self.mentor_tiers, *(tier for tier, _ in self.tier_milestones)):
            if tier not in self.tiers:
                problems.append(
                    f"“{tier}” is not one of the tiers: {', '.join(self.tiers) or 'none are set'}."
                )
        numbers = (
            *self.tier_steps,
            self.near_peer_value,
            *self.department.values(),
            *self.specialty.values(),
            *(value for _, _, value in self.style_pairs),
        )
        if not self.tier_steps or not all(is_whole(number) and 0 <= number <= UNIT for number in numbers):
            problems.append(f"Every value of the policy must be a whole number from 0 to {UNIT:,}.")
        if not is_whole(self.hours_needed) or not 1 <= self.hours_needed <= 40:
            problems.append("The hours needed together must be a whole number from 1 to 40.")
        if problems:
            raise InvalidInput(problems, rule="policy")
