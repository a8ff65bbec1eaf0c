"""How many conversations pairs have agreed on until a day: the one number that figures, cards and reports count with."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from rounds.mentorships.agreements.selectors import signed_terms_of
from rounds.mentorships.dues.selectors.facts import counts_from, stops_of
from rounds.mentorships.dues.values.running_days import RunningDays
from rounds.mentorships.models import Mentorship

DAYS_A_YEAR = 365.25


@dataclass(frozen=True)
class Agreed:
    """What a pair agreed on: the days that count, and after how many of them the two talk again."""

    days: int
    interval_days: float

    @property
    def conversations(self) -> float:
        """Return how many conversations that makes, to be summed before it is rounded."""
        return self.days / self.interval_days


def agreed_of(pairs: Collection[Mentorship], as_of: date) -> dict[UUID, Agreed]:
    """Return what pairs have agreed on until a day: days together without pauses, leaves, and what was before an
    imported pair was known, by the interval that both signed, else by what the program asks. Three queries.
    """
    return agreed_until(pairs, {pair.id: min(pair.ended_on or as_of, as_of) for pair in pairs})


def agreed_until(pairs: Collection[Mentorship], until: Mapping[UUID, date]) -> dict[UUID, Agreed]:
    """Return what pairs have agreed on, each until a day of its own, whether or not it ended before. Three queries."""
    signed = signed_terms_of([pair.id for pair in pairs])
    stops = stops_of(pairs, since=min(map(counts_from, pairs))) if pairs else {}
    return {
        pair.id: Agreed(
            days=RunningDays.without(stops[pair.id]).count(counts_from(pair), until[pair.id]),
            interval_days=signed[pair.id].interval_days if pair.id in signed else _usual(pair),
        )
        for pair in pairs
    }


def _usual(pair: Mentorship) -> float:
    return DAYS_A_YEAR / pair.cycle.program.checkins_in(pair.phase)
