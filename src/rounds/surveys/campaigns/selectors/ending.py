"""What can be done to a wave by hand: close it before its day, give it more days, delete it; and what would follow."""

from collections import Counter
from dataclasses import dataclass

from rounds.core.clock import institution_today
from rounds.surveys.campaigns.selectors import UNANSWERED, is_closed, is_open, is_stoppable
from rounds.surveys.enums import Mode, RequestState, WaveState
from rounds.surveys.models import Request, Wave


@dataclass(frozen=True)
class Ending:
    """What can be done to a wave now, and how many people that is about."""

    can_close: bool
    can_extend: bool
    can_delete: bool
    asked: int
    answered: int
    unanswered: int
    # as of last night, where a count that moves would tell who is at the computer
    is_of_last_night: bool

    @property
    def is_any(self) -> bool:
        return self.can_close or self.can_extend or self.can_delete


def last_before(wave: Wave) -> Wave | None:
    """Return the last time that the same questions were put to the same people, so that this one can say what came of it."""
    campaign = wave.campaign
    sent = Wave.objects.filter(
        campaign__instrument=campaign.instrument_id,
        campaign__audience=campaign.audience,
        campaign__scope_id=campaign.scope_id,
        sent_at__isnull=False,
    )
    found: Wave | None = (
        sent.exclude(id=wave.id).exclude(state=WaveState.STOPPED).order_by("-closes_on", "-sent_at").first()
    )
    return found


def ending_of(wave: Wave) -> Ending:
    """Return what the office can do to a wave, counted as its page counts."""
    is_blind, is_running = wave.mode == Mode.ANONYMOUS, is_open(wave) and not is_closed(wave)
    rows = Request.objects.filter(wave=wave).exclude(state=RequestState.NOT_ASKED)
    states = Counter(
        _told(state, answered_on is not None and answered_on < institution_today(), is_blind=is_blind)
        for state, answered_on in rows.values_list("state", "answered_on")
    )
    return Ending(
        can_close=is_running,
        # of an anonymous wave the day on which all is opened was promised
        can_extend=is_running and not is_blind,
        can_delete=is_deletable(wave),
        asked=states.total(),
        answered=states[RequestState.ANSWERED],
        unanswered=sum(states[one] for one in UNANSWERED),
        is_of_last_night=is_blind,
    )


def _told(state: str, is_of_before: bool, *, is_blind: bool) -> str:
    """Return a request's state as it may be told."""
    hides = is_blind and state == RequestState.ANSWERED and not is_of_before
    return RequestState.ASKED if hides else state


def is_deletable(wave: Wave) -> bool:
    """Tell whether a wave can be deleted: a plan by hand, one that was stopped, an open one that nobody has answered.

    One by the plan of a year would come again; one that is anonymous has a box, whose end nobody hurries.
    """
    if wave.plan_key is not None:
        return False
    if wave.state == WaveState.PLANNED:
        return True
    if wave.mode == Mode.ANONYMOUS or is_closed(wave) or is_stoppable(wave):
        return False
    return not Request.objects.filter(wave=wave, state=RequestState.ANSWERED).exists()
