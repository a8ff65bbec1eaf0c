"""The draw for seats: fewest earlier experiences first, then by lot. Pure; written so that anybody can repeat it.

The seed is made when an offering is posted, and its digest is shown from then on, so that nobody can choose it when it is
known who asks. Somebody's lot is the SHA-256 of "<seed>:<id of the person>" in hexadecimal, the smaller the earlier;
asking again draws no other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID


@dataclass(frozen=True)
class Lot:
    """Somebody's place in a draw: how many experiences they had before, and their lot."""

    person_id: UUID
    earlier: int
    lot: str

    def kept(self) -> list[str | int]:
        """Return it as it is kept in the record of a draw."""
        return [str(self.person_id), self.earlier, self.lot]


def digest_of_seed(seed: str) -> str:
    """Return by what a seed is known before it is told."""
    return sha256(seed.encode()).hexdigest()


def draw(seed: str, earlier: Mapping[UUID, int]) -> list[Lot]:
    """Return who asked in the order of the draw; `earlier` says how many experiences each of them had."""
    lots = (Lot(one, count, sha256(f"{seed}:{one}".encode()).hexdigest()) for one, count in earlier.items())
    return sorted(lots, key=lambda one: (one.earlier, one.lot))
