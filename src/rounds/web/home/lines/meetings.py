"""When the two meet: times that wait for an answer, and two that both have free to offer."""

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode
from uuid import UUID

from django.utils.translation import gettext as _

from rounds.core.access import Request
from rounds.core.database.together import ask_ahead
from rounds.mentorships.conversations.selectors import planned_pairs_of
from rounds.mentorships.meetings.selectors import (
    OpenTimes,
    asks_for_open_times,
    open_proposals_of,
    open_times_of,
)
from rounds.mentorships.models import Mentorship, ProposedTimes
from rounds.web.addresses import address
from rounds.web.home.slots import Line, Slot
from rounds.web.words.times import here_words


def lines_of(request: Request, pairs: Sequence[Mentorship]) -> Mapping[UUID, list[Line]]:
    """Return what waits of times, else two to offer for pairs with nothing planned; seven queries for any number."""
    waiting = open_proposals_of(pairs)
    planned = planned_pairs_of(pairs)
    idle = [pair for pair in pairs if pair.id not in waiting and pair.id not in planned]
    if idle:
        ask_ahead(*asks_for_open_times(idle))
    free = open_times_of(idle)
    return {
        pair.id: [_waiting(request, waiting[pair.id])] if pair.id in waiting else _offer(request, pair, free)
        for pair in pairs
        if pair.id in waiting or pair.id in free
    }


def _waiting(request: Request, made: ProposedTimes) -> Line:
    href = address(request, "pairs:proposal", proposal_id=made.id)
    times = here_words(made.moments, _("or"))
    if made.proposed_by_id == request.viewer.person_id:
        return Line(Slot.NEXT, times, label=_("You proposed"), link=_("Change or withdraw"), href=href)
    words = _("%(name)s proposes") % {"name": made.proposed_by.display_name}
    return Line(Slot.NEXT, times, label=words, link=_("Take one"), href=href, waits=True)


def _offer(request: Request, pair: Mentorship, free: Mapping[UUID, OpenTimes]) -> list[Line]:
    offered = free[pair.id].offered()
    to = address(request, "pairs:times", mentorship_id=pair.id)
    if not offered:
        return [Line(Slot.NEXT, link=_("Propose times"), href=to, is_button=True)]
    query = urlencode([("at", one.isoformat()) for one in offered])
    times = here_words(offered, _("and"))
    return [
        Line(Slot.NEXT, times, label=_("Both of you are free"), link=_("Propose these"), href=f"{to}?{query}")
    ]
