"""What surveys add to a participant's home: those that wait, each with its minutes."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rounds.core.access import Request
from rounds.surveys.answering.selectors import minutes_of_request, own_requests
from rounds.surveys.enums import RequestState
from rounds.surveys.models import Request as Asked
from rounds.web.addresses import address
from rounds.web.home.slots import Card


def cards_of(request: Request) -> list[Card]:
    """Return a card for each open survey that the reader has not answered."""
    waiting = [one for one in own_requests(request.viewer) if one.state != RequestState.ANSWERED]
    return [_card(request, one) for one in waiting]


def _card(request: Request, asked: Asked) -> Card:
    minutes = minutes_of_request(asked)
    title = ngettext("A survey waits: %(minutes)s minute", "A survey waits: %(minutes)s minutes", minutes) % {
        "minutes": minutes
    }
    words = _("Open until %(day)s.") % {"day": date_format(asked.wave.closes_on, "j M Y")}
    about = asked.wave.campaign.name
    if asked.subject:
        about = f"{about} · {asked.subject.display_name}"
    to = address(request, "answering:page", request_id=asked.id, page=1)
    return Card(about, title, words, _("Answer"), to, is_next=True, tone="wait", state=_("Waits"))
