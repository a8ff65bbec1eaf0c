"""What had happened to whom, by blocks of kind and year: days alone, so that the next cut reads only what is new."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from rounds.evidence.facts.cohorts import refused_for_retention
from rounds.evidence.facts.cuts import Block, Cut, cut
from rounds.evidence.facts.events import Event
from rounds.insights.enums import Kind, Source


@dataclass
class Happened:
    """One block: the digest of its events, the days of each person, and since when a personnel history tells who left."""

    digest: str
    days: dict[str, list[int]] = field(default_factory=dict)
    observed_from: date | None = None


Blocks = Mapping[Block, Happened]


def blocks_of(events: Iterable[Event], as_of: date, until: datetime) -> dict[Block, Happened]:
    """Return the blocks of all that had happened by a day, as it was known at a moment."""
    taken = cut(events, as_of, until)
    found = {block: Happened(digest) for block, digest in taken.blocks}
    for one in taken.events:
        day = one.on()
        block = found[one.kind, day.year]
        block.days.setdefault(one.person, []).append(day.toordinal())
        if one.kind == Kind.DEPARTURE and one.source == Source.HR:
            block.observed_from = min(day, block.observed_from or day)
    return found


def cut_of(blocks: Blocks, as_of: date, until: datetime) -> Cut:
    """Return the cut that these blocks are: the same digest, whatever they were read from."""
    return Cut(as_of, until, (), tuple((block, blocks[block].digest) for block in sorted(blocks)))


def lives_in(blocks: Blocks) -> dict[str, dict[str, list[date]]]:
    """Return what happened to each person, by kind."""
    found: dict[str, dict[str, list[date]]] = {}
    for (kind, _year), block in sorted(blocks.items()):
        for person, days in block.days.items():
            found.setdefault(person, {}).setdefault(kind, []).extend(map(date.fromordinal, days))
    return found


def observed_from(blocks: Blocks) -> date | None:
    """Return since when the personnel history tells who left, None where there is none with leavers."""
    return min((one.observed_from for one in blocks.values() if one.observed_from), default=None)


def why_no_retention(ends: Sequence[date | None]) -> str:
    """Return why a history tells nothing of who stays, empty where it does: a sheet of current staff holds survivors only."""
    return refused_for_retention(ends)
