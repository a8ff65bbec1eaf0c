"""What plans want to be asked, and which wave stands for it."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from rounds.core.clock import day_begins
from rounds.surveys.campaigns.values.schedule import DAYS_OPEN
from rounds.surveys.enums import WaveState
from rounds.surveys.models import Wave

# What was asked of a program by hand so shortly before, or since, stands for what its plan would ask.
STANDS_FOR = timedelta(days=45)
# So long after its day a wave still opens, if nothing was running then.
LATEST = timedelta(days=14)


@dataclass(frozen=True)
class Planned:
    """What a plan asks: `key` is the same each time it is handed in."""

    key: str
    instrument_key: str
    scope_id: UUID
    audience: str
    parameters: dict[str, Any]
    rank: int
    opens_on: date
    # of one that asks each person when their day comes, all through a year: until when
    rolls_until: date | None = None

    @property
    def closes_on(self) -> date:
        """Return the last day on which it can be answered."""
        return self.rolls_until or self.opens_on + timedelta(days=DAYS_OPEN)


# source(day) -> what the plans of the institution in scope ask in the years that are open on a day
PlanSource = Callable[[date], Iterable[Planned]]
_sources: list[PlanSource] = []


def add_plan_source(source: PlanSource) -> None:
    """Register source(day) -> what plans ask; it is asked anew every hour."""
    _sources.append(source)


def list_planned(day: date) -> list[Planned]:
    """Return what plans ask, the nearest first."""
    return sorted(
        (one for source in _sources for one in source(day)), key=lambda one: (one.opens_on, one.key)
    )


def stands_for(wave: Wave) -> Wave | None:
    """Return a wave that was sent already and asks the same of the same people; none where the planned one is to open."""
    return standing_for([wave]).get(wave.id)


def standing_for(planned: Collection[Wave]) -> dict[UUID, Wave]:
    """Return, of planned waves, for which one that was sent already stands, and which; one query for any number."""
    if not planned:
        return {}
    since = {one.id: day_begins((one.opens_on or one.closes_on) - STANDS_FOR) for one in planned}
    sent = Wave.objects.filter(
        state__in=(WaveState.SENT, WaveState.CLOSED),
        sent_at__gte=min(since.values()),
        campaign__scope_id__in={one.campaign.scope_id for one in planned},
        campaign__instrument_id__in={one.campaign.instrument_id for one in planned},
    )
    rows = list(sent.select_related("campaign"))
    found = {}
    for one in planned:
        same = (row for row in rows if row.id != one.id and _asks(row) == _asks(one))
        first = next((row for row in same if row.sent_at and row.sent_at >= since[one.id]), None)
        if first is not None:
            found[one.id] = first
    return found


def _asks(wave: Wave) -> tuple[UUID, UUID | None, str]:
    campaign = wave.campaign
    return campaign.instrument_id, campaign.scope_id, campaign.audience
