"""What a program allows and prefers: tiers, near-peers, departments, hours. Values are whole, 0 to `UNIT`."""

from __future__ import annotations

from dataclasses import dataclass, field

from rounds.pairing.arguments import Checks, is_text, is_whole
from rounds.pairing.problem.weights import UNIT

VALUE = f"a whole number from 0 to {UNIT:,}"
VALUED = f"the mentee's, the mentor's, and {VALUE}"


def is_value(value: object) -> bool:
    return is_whole(value) and 0 <= value <= UNIT


def is_valued(entry: object) -> bool:
    """Say whether an entry is (mentee's, mentor's, value)."""
    if not isinstance(entry, tuple | list) or len(entry) != 3:
        return False
    return is_text(entry[0]) and is_text(entry[1]) and is_value(entry[2])


def _is_tier_with_names(entry: object) -> bool:
    if not isinstance(entry, tuple | list) or len(entry) != 2 or not isinstance(entry[1], tuple | list):
        return False
    return is_text(entry[0]) and all(map(is_text, entry[1]))


@dataclass(frozen=True, kw_only=True)
class Affinity:
    """How well two departments (or specialties) go together: the same, another, or a listed (mentee's, mentor's)."""

    same: int = UNIT
    other: int = 0
    listed: tuple[tuple[str, str, int], ...] = ()

    def __post_init__(self) -> None:
        given = Checks("policy")
        given.whole("The value of the same", self.same, 0, UNIT)
        given.whole("The value of another", self.other, 0, UNIT)
        given.several("What is listed", self.listed, is_valued, VALUED)
        given.close()
        listed = tuple((mine, theirs, int(value)) for mine, theirs, value in self.listed)
        for name, value in (("same", int(self.same)), ("other", int(self.other)), ("listed", listed)):
            object.__setattr__(self, name, value)


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
        given = Checks("policy")
        self._check(given)
        given.close()
        settled = {
            "tiers": tuple(self.tiers),
            "mentor_tiers": tuple(self.mentor_tiers),
            "tier_steps": tuple(map(int, self.tier_steps)),
            "near_peer_value": int(self.near_peer_value),
            "tier_milestones": tuple((tier, tuple(names)) for tier, names in self.tier_milestones),
            "style_pairs": tuple((mine, theirs, int(value)) for mine, theirs, value in self.style_pairs),
            "hours_needed": int(self.hours_needed),
        }
        for name, value in settled.items():
            object.__setattr__(self, name, value)

    def _check(self, given: Checks) -> None:
        tiers = given.texts("The tiers", self.tiers)
        if tiers and len(set(self.tiers)) != len(self.tiers):
            given.problems.append("A tier is listed twice.")
        asked = given.several(
            "The tier milestones", self.tier_milestones, _is_tier_with_names, "a tier with its milestones"
        )
        if given.texts("The mentor tiers", self.mentor_tiers) and asked and tiers:
            for tier in (*self.mentor_tiers, *(tier for tier, _ in self.tier_milestones)):
                if tier not in self.tiers:
                    given.problems.append(
                        f"“{tier}” is not one of the tiers: {', '.join(self.tiers) or 'none are set'}."
                    )
        if given.several("The tier steps", self.tier_steps, is_value, VALUE) and not list(self.tier_steps):
            given.problems.append("The tier steps are empty; there must be one at least.")
        given.need(is_value(self.near_peer_value), "The near-peer value", self.near_peer_value, VALUE)
        given.several("The style pairs", self.style_pairs, is_valued, VALUED)
        for name in ("tier_rule", "near_peers", "top_peers"):
            given.flag(f"“{name.replace('_', ' ')}”", getattr(self, name))
        for name in ("department", "specialty"):
            given.kind(f"What goes together by {name}", getattr(self, name), Affinity, "an Affinity")
        given.whole("The hours needed together", self.hours_needed, 1, 40)
