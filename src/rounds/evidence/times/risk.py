"""Who is followed when: entries, exits and what happened, as counts at each distinct time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from rounds.evidence.arrays import Floats, Wholes, codes, floats, same_length
from rounds.evidence.errors import InvalidInput

YEAR = 365.25


@dataclass(frozen=True)
class Spells:
    """Hold one spell of following a person each: (entry, exit], what ended it (0: still going on), and the group."""

    entry: Floats
    until: Floats
    kind: Wholes
    group: Wholes

    @classmethod
    def of(
        cls,
        until: ArrayLike,
        kind: ArrayLike,
        *,
        entry: ArrayLike | None = None,
        group: ArrayLike | None = None,
    ) -> Spells:
        """Read spells; whoever would leave before entering is a mistake of the caller."""
        out = floats("until", until)
        went_in = np.zeros(len(out)) if entry is None else floats("entry", entry)
        what = floats("kind", kind).astype(np.int64)
        arm = np.zeros(len(out), dtype=np.int64) if group is None else codes("group", group)
        same_length(until=out, entry=went_in, kind=what, group=arm)
        if (out < went_in).any():
            raise InvalidInput("until must not come before entry.")
        if (what < 0).any():
            raise InvalidInput("kind must be 0 for a spell that goes on, 1 and more for what ended it.")
        if entry is not None and (out == went_in).any():
            raise InvalidInput("until must come after entry: a spell without time tells nothing.")
        return cls(went_in, out, what, arm)

    def __len__(self) -> int:
        return len(self.until)

    def only(self, chosen: np.ndarray) -> Spells:
        """Return the chosen spells."""
        return Spells(self.entry[chosen], self.until[chosen], self.kind[chosen], self.group[chosen])

    def since(self, start: float) -> Spells:
        """Return the spells of those still followed after `start`, entered no earlier than that."""
        kept = self.only(self.until > start) if start > 0 else self
        return Spells(np.maximum(kept.entry, start), kept.until, kept.kind, kept.group)

    @property
    def has_late_entry(self) -> bool:
        """Tell whether anybody enters after time zero."""
        return bool((self.entry > 0).any())

    @property
    def followed(self) -> float:
        """Return the time under risk, summed over all."""
        return float((self.until - self.entry).sum())


@dataclass(frozen=True)
class Counts:
    """Hold, at each distinct time of an exit, who was at risk just before it and what happened then."""

    time: Floats
    at_risk: Floats
    events: Floats  # kinds x times; row 0 is censored


def counted(spells: Spells, kinds: int = 1) -> Counts:
    """Count spells at each distinct exit. Whoever enters at t is not at risk at t; whoever is censored at t still is."""
    times, place = np.unique(spells.until, return_inverse=True)
    entered = np.searchsorted(np.sort(spells.entry), times, side="left")
    if not spells.has_late_entry:
        entered = np.full(len(times), len(spells))
    left = np.searchsorted(np.sort(spells.until), times, side="left")
    events = np.zeros((kinds + 1, len(times)))
    np.add.at(events, (np.minimum(spells.kind, kinds), place.reshape(-1)), 1)
    return Counts(times, (entered - left).astype(np.float64), events)


def thin_from(spells: Spells, least: int) -> float | None:
    """Return the time from which at least `least` are at risk, where fewer were when the first events came; else None.

    With late entry the first events meet few people, and a curve that has once dropped to nothing stays there.
    """
    if not spells.has_late_entry or len(spells) < least:
        return None
    here = counted(spells)
    risk = here.at_risk
    enough = np.flatnonzero(risk >= least)
    if not len(enough):
        return None
    first = int(enough[0])
    early = (here.events[1:].sum(axis=0) > 0)[:first].any()
    return float(here.time[first]) if early else None
