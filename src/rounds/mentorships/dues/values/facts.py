"""What is known of one pair on a day, as far as anything follows from it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from rounds.mentorships.dues.enums import Subject


@dataclass(frozen=True)
class Span:
    """Days from one until before another; without an end while nobody knows it."""

    from_on: date
    to_on: date | None = None


@dataclass(frozen=True)
class Held:
    """A conversation that took place."""

    on: date
    minutes: int


@dataclass(frozen=True)
class Rotation:
    """A rotation of the mentee that has ended: its debrief counts as settled once logged or let go, with whomever.

    `debriefed_on` is the day of the conversation that this pair's own debrief of it was written to.
    """

    key: str
    ended_on: date
    is_major: bool = True
    is_settled: bool = False
    debriefed_on: date | None = None


@dataclass(frozen=True)
class AgreedTerms:
    """The agreement in force: since when, when the two look at it again, and whether they have."""

    signed_on: date
    review_on: date | None = None
    is_reviewed: bool = False


def _nobody() -> Mapping[Subject, date]:
    return MappingProxyType({})


@dataclass(frozen=True)
class Facts:
    """Everything that the dues of a pair follow from. Days are days of the institution; `ends_on` is the planned end."""

    opened_on: date
    ends_on: date
    # When the two really began, of a pair that is known since later only: its half and its end are those of all its time.
    began_on: date | None = None
    interval_days: int = 30
    check_in_months: int = 3
    # Pauses of the pair and leaves of either: meanwhile the clock stands still.
    stops: tuple[Span, ...] = ()
    held: tuple[Held, ...] = ()
    agreement: AgreedTerms | None = None
    pen: Subject = Subject.MENTEE
    has_goal: bool = False
    rotations: tuple[Rotation, ...] = ()
    # Who has answered at the mid-point, who has chosen how to go on after the end, who has answered afterward.
    mid_point: Mapping[Subject, date] = field(default_factory=_nobody)
    choices: Mapping[Subject, date] = field(default_factory=_nobody)
    goes_on: frozenset[Subject] = frozenset()
    afterward: Mapping[Subject, date] = field(default_factory=_nobody)
    ended_on: date | None = None

    @property
    def last_held_on(self) -> date | None:
        """Return the day of the newest conversation that took place."""
        return max((one.on for one in self.held), default=None)
