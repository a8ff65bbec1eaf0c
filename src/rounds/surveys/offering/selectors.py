"""What is offered to somebody now, and whether they have met it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from rounds.core.clock import institution_today, now
from rounds.surveys.campaigns.values.audiences import offered_keys
from rounds.surveys.enums import RequestState, WaveState
from rounds.surveys.models import Request, Wave


@dataclass(frozen=True)
class Offer:
    """A wave that somebody can answer where they are, and their request once they have pressed something."""

    wave: Wave
    request: Request | None

    @property
    def waits(self) -> bool:
        """Tell whether they have neither answered nor said no."""
        return self.request is None

    @property
    def is_answered(self) -> bool:
        return self.request is not None and self.request.state == RequestState.ANSWERED


def offer_to(person_id: UUID, scope_id: UUID, *, since: date) -> Offer | None:
    """Return what is offered in a scope to somebody who has had something to say since a day; the one that ends first.

    None where nothing is: what began after that day asks about a time of which they have nothing to say yet.
    """
    wave = (
        Wave.objects.filter(
            campaign__audience__in=offered_keys(),
            campaign__scope_id=scope_id,
            state=WaveState.SENT,
            stop_until__lte=now(),
            opens_on__lte=since,
            closes_on__gte=institution_today(),
        )
        .select_related("campaign__instrument", "version")
        .order_by("closes_on", "created_at")
        .first()
    )
    return Offer(wave, Request.objects.filter(wave=wave, person_id=person_id).first()) if wave else None
