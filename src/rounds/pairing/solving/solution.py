"""The answer of a run: pairs, totals, prices and the proof. Frozen, and the same bytes for the same input."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, NamedTuple

from rounds.pairing.arguments import check
from rounds.pairing.errors import InvalidInput

Aim = Literal["total", "fair", "stable"]
AIMS: tuple[Aim, ...] = ("total", "fair", "stable")
VERSION = 2  # raised when the same input may give another answer


class Pair(NamedTuple):
    """One chosen pair; `score` in micro-points."""

    mentee: str
    mentor: str
    score: int
    locked: bool = False


@dataclass(frozen=True)
class Proof:
    """`objective` of the pairs that were not locked, and a `bound` that no choice can beat; equal: it is the best.

    Both in micro-points, with `bonus` for every mentee's first mentor (larger than any two totals can differ).
    `prices` (mentor id, micro-points) make up the bound; anybody can add it up again (`rounds.pairing.solving.checks`).
    """

    objective: int
    bound: int
    bonus: int
    prices: tuple[tuple[str, int], ...]

    @property
    def gap(self) -> int:
        return self.bound - self.objective


@dataclass(frozen=True)
class Solution:
    """`pairs` by mentee id; `matched` mentees with a mentor; `score` the pairs' total; `load_cost` what is taken off.

    `floor` is the fair aim's worst allowed score. `proof` is missing for the stable aim, which is no optimum:
    there `checks.blocking_pairs` proves it.
    """

    aim: Aim
    pairs: tuple[Pair, ...]
    unmatched: tuple[str, ...]
    score: int
    load_cost: int
    proof: Proof | None
    floor: int | None
    method: str
    digest: str
    seed: int
    version: int = VERSION

    @property
    def points(self) -> int:
        return self.score - self.load_cost

    @cached_property
    def matched(self) -> int:
        return len({pair.mentee for pair in self.pairs})

    @cached_property
    def mentors_of(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for pair in self.pairs:
            found[pair.mentee] = (*found.get(pair.mentee, ()), pair.mentor)
        return found

    @cached_property
    def mentees_of(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for pair in self.pairs:
            found[pair.mentor] = (*found.get(pair.mentor, ()), pair.mentee)
        return found

    @cached_property
    def price_of(self) -> dict[str, int]:
        return dict(self.proof.prices) if self.proof else {}

    def to_json(self) -> str:
        """Write canonical JSON: the same solution gives the same bytes."""
        proof = self.proof and {
            "objective": self.proof.objective,
            "bound": self.proof.bound,
            "bonus": self.proof.bonus,
            "prices": [list(item) for item in self.proof.prices],
        }
        return json.dumps(
            {
                "aim": self.aim,
                "pairs": [[pair.mentee, pair.mentor, pair.score, pair.locked] for pair in self.pairs],
                "unmatched": list(self.unmatched),
                "score": self.score,
                "load_cost": self.load_cost,
                "proof": proof,
                "floor": self.floor,
                "method": self.method,
                "digest": self.digest,
                "seed": self.seed,
                "version": self.version,
            },
            sort_keys=True,
            separators=(",", ":"),
            ensure_ascii=False,
        )

    @classmethod
    def from_json(cls, text: str) -> Solution:
        """Read what `to_json` wrote; InvalidInput for any other text."""
        check("The text", text, str, "what to_json wrote")
        try:
            return cls._from(json.loads(text))
        except (ValueError, TypeError, LookupError, AttributeError) as error:
            raise InvalidInput("The text is no solution as to_json writes it.", rule="solution") from error

    @classmethod
    def _from(cls, found: dict[str, Any]) -> Solution:
        proof = found.pop("proof")
        return cls(
            **{
                **found,
                "pairs": tuple(Pair(*pair) for pair in found["pairs"]),
                "unmatched": tuple(found["unmatched"]),
                "proof": proof
                and Proof(
                    proof["objective"],
                    proof["bound"],
                    proof["bonus"],
                    tuple((i, v) for i, v in proof["prices"]),
                ),
            }
        )
