"""How many conversations pairs have agreed on until a day: the one number that figures, cards and reports count with."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from rounds.mentorships.agreements.selectors import signed_terms_of
from rounds.mentorships.dues.selectors.facts import counts_from, stops_of
from rounds.mentorships.dues.values import Span
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
    signed = signed_terms_of([pair.id for pair in pairs])
    since = min((counts_from(pair) for pair in pairs), default=as_of)
    stops = stops_of(pairs, since=since)
    return {
        pair.id: Agreed(
            days=_days(pair, stops[pair.id], as_of),
            interval_days=signed[pair.id].interval_days if pair.id in signed else _usual(pair),
        )
        for pair in pairs
    }


def _days(pair: Mentorship, stops: Iterable[Span], as_of: date) -> int:
    until = min(pair.ended_on or as_of, as_of)
    return RunningDays.without(stops).count(counts_from(pair), until)


def _usual(pair: Mentorship) -> float:
    return DAYS_A_YEAR / pair.cycle.program.checkins_in(pair.phase)
