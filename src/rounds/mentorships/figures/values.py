"""Figures of a cycle, and which of them are too small to be shown: no queries, no clock."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

# Process is shown from so many people or pairs on.
FLOOR = 5
QUARTER_MONTHS = 3


@dataclass(frozen=True)
class Share:
    """So many of so many."""

    counted: int = 0
    of: int = 0

    @property
    def percent(self) -> int:
        return round(100 * self.counted / self.of) if self.of else 0


@dataclass(frozen=True)
class Quarter:
    """Three months of a cycle: of the pairs together at its end (or today), those that talked in it."""

    number: int
    from_on: date
    to_on: date
    talked: Share


@dataclass(frozen=True)
class Hours:
    """Hours of mentors of whom anybody said how many a month were promised: promised until today, and talked."""

    promised: int = 0
    used: int = 0
    # of the mentors with a pair, those of whom it is said
    mentors: Share = field(default_factory=Share)


@dataclass(frozen=True)
class YearFigures:
    """The figures of one cycle."""

    cycle_id: UUID
    # mentees who have begun with a mentor, of all who take part
    coverage: Share = field(default_factory=Share)
    # running pairs whose agreement both have signed
    agreements: Share = field(default_factory=Share)
    quarters: tuple[Quarter, ...] = ()
    conversations: int = 0
    minutes: int = 0
    hours: Hours = field(default_factory=Hours)
    # pairs whose contact is left out, because the reader has a hand in the mentee's training
    left_out: int = 0
    # running pairs of a panel: in time talked, in no share of pairs
    on_panel: int = 0

    @property
    def contact(self) -> Quarter | None:
        """Return the quarter that runs, or the last one."""
        return self.quarters[-1] if self.quarters else None

    @property
    def has_pairs(self) -> bool:
        return bool(self.agreements.of or self.conversations)


def is_too_small(size: int) -> bool:
    """Tell whether a figure about so many is hidden. Of nobody it says nothing, and hides nothing.

    No page shows a sum over figures of which one may be hidden: so nothing can be found by subtraction.
    """
    return 0 < size < FLOOR
