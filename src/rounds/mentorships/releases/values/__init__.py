"""A packet as plain JSON: what was released, word for word, with what tells it from another."""

import json
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any


@dataclass(frozen=True)
class Part:
    """One heading and its text."""

    title: str
    text: str


@dataclass(frozen=True)
class Piece:
    """One thing that was released: its kind, title, what it is near to, and its parts."""

    kind: str
    title: str
    day: str
    near_to: tuple[str, ...]
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Packet:
    """Everything of one release, as the director reads it."""

    resident: str
    training_program: str
    pieces: tuple[Piece, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the packet as it is sealed."""
        return asdict(self)

    def digest(self) -> str:
        """Return what tells this packet from any other."""
        return sha256(json.dumps(self.to_json(), sort_keys=True).encode()).hexdigest()


def packet_from(kept: dict[str, Any]) -> Packet:
    """Return a packet that was kept."""
    pieces = tuple(
        Piece(
            one["kind"],
            one["title"],
            one["day"],
            tuple(one["near_to"]),
            tuple(Part(**part) for part in one["parts"]),
        )
        for one in kept["pieces"]
    )
    return Packet(kept["resident"], kept["training_program"], pieces)
