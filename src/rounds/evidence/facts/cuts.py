"""A cut: what had happened by a day as we knew it at a moment, in blocks by kind and year, each with its digest."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from rounds.evidence.facts.events import Event, known

Block = tuple[str, int]


@dataclass(frozen=True)
class Cut:
    """Hold events as they were known, the digests of their blocks, and how many people have left since."""

    as_of: date
    recorded_until: datetime
    events: tuple[Event, ...]
    blocks: tuple[tuple[Block, str], ...]
    left: int = 0

    @property
    def digest(self) -> str:
        """Return the digest of the whole: days, moment and blocks."""
        return _digest([self.as_of.isoformat(), self.recorded_until.isoformat(), *map(list, self.blocks)])

    @property
    def can_be_recomputed(self) -> bool:
        """Tell whether everybody is still in it."""
        return self.left == 0

    @property
    def note(self) -> str:
        """Return what stands beside a cut that people have left, empty otherwise."""
        if not self.left:
            return ""
        people = "person" if self.left == 1 else "people"
        return f"{self.left} {people} left: can't be recomputed to the digit."


def cut(events: Iterable[Event], as_of: date, recorded_until: datetime) -> Cut:
    """Return the cut of everything that began by a day, as known at a moment."""
    kept = tuple(one for one in known(events, recorded_until) if one.on() <= as_of)
    return Cut(as_of, recorded_until, kept, _blocks(kept))


def changed(before: Cut, after: Cut) -> tuple[Block, ...]:
    """Return the blocks whose figures must be computed again."""
    old, new = dict(before.blocks), dict(after.blocks)
    return tuple(sorted(block for block in old.keys() | new.keys() if old.get(block) != new.get(block)))


def without(kept: Cut, person: str) -> Cut:
    """Return a cut without one person, who is then counted among those who left."""
    rest = tuple(one for one in kept.events if one.person != person)
    if len(rest) == len(kept.events):
        return kept
    return replace(kept, events=rest, blocks=_blocks(rest), left=kept.left + 1)


def _blocks(events: tuple[Event, ...]) -> tuple[tuple[Block, str], ...]:
    rows: dict[Block, list[list[object]]] = {}
    for one in events:
        row = [
            one.id,
            one.person,
            one.from_on.isoformat(),
            one.to_on.isoformat(),
            one.level,
            one.source,
            one.source_key,
        ]
        rows.setdefault((one.kind, one.on().year), []).append(row)
    return tuple((block, _digest(sorted(rows[block], key=lambda row: str(row[0])))) for block in sorted(rows))


def _digest(rows: object) -> str:
    return hashlib.sha256(json.dumps(rows, sort_keys=True, default=str).encode()).hexdigest()
