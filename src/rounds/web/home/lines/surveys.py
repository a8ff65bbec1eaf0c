"""What surveys add to a participant's home: those that wait, each with its minutes; those answered; a wish to be called."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rounds.core.access import Request
from rounds.surveys.answering.selectors import minutes_of_request, own_compared, own_requests
from rounds.surveys.calling.selectors import own_call
from rounds.surveys.campaigns.selectors import last_day_of
from rounds.surveys.campaigns.values.audiences import offered_keys
from rounds.surveys.enums import RequestState
from rounds.surveys.models import CallRequest
from rounds.surveys.models import Request as Asked
from rounds.surveys.results.selectors.beside import is_beside
from rounds.web.addresses import address
from rounds.web.home.slots import Card


def cards_of(request: Request) -> list[Card]:
    """Return a card for each open survey, to answer, or to read and change what was answered; and what can be compared now."""
    cards = [
        _answered(request, one) if one.state == RequestState.ANSWERED else _card(request, one)
        for one in own_requests(request.viewer)
        if one.wave.campaign.audience not in offered_keys()  # its page leads to it, for a whole quarter
    ]
    cards += [_compared(request, one) for one in own_compared(request.viewer) if is_beside(one.wave)]
    call = own_call(request.viewer.own_id)
    return [*cards, _call(request, call)] if call else cards


def _call(request: Request, call: CallRequest) -> Card:
    """Return the card of one's own open wish to be called, or of the last that was done lately.

    Neither is folded among what asks nothing: who noted the call was promised that it is read.
    """
    to = address(request, "answering:call")
    if call.done_on is None:
        words = _("They call you by %(day)s.") % {"day": date_format(call.due_on, "l, M j")}
        return Card(_("Help"), _("You asked to be called"), words, _("See it"), to, tone="info")
    words = _("%(name)s noted it on %(day)s. If nobody did, ask once more.") % {
        "name": call.done_by,
        "day": date_format(call.done_on, "j M Y"),
    }
    return Card(_("Help"), _("You were called"), words, _("See it"), to, tone="info", state=_("Done"))


def _compared(request: Request, asked: Asked) -> Card:
    words = _("Your own answers beside what all mentors and all mentees of the program say together.")
    to = address(request, "answering:thanks", request_id=asked.id)
    return Card(_about(asked), _("You and what mentees say"), words, _("Read it"), to, state=_("New"))


def _about(asked: Asked) -> str:
    about = asked.wave.campaign.name
    return f"{about} · {asked.subject.display_name}" if asked.subject else about


def _answered(request: Request, asked: Asked) -> Card:
    until = _("You can change it until %(day)s.") % {"day": date_format(last_day_of(asked.wave), "j M Y")}
    to = address(request, "answering:thanks", request_id=asked.id)
    return Card(_about(asked), _("You have answered"), until, _("See it"), to, tone="ok", state=_("Sent"))


def _card(request: Request, asked: Asked) -> Card:
    minutes = minutes_of_request(asked)
    title = ngettext("A survey waits: %(minutes)s minute", "A survey waits: %(minutes)s minutes", minutes) % {
        "minutes": minutes
    }
    words = _("Open until %(day)s.") % {"day": date_format(last_day_of(asked.wave), "j M Y")}
    to = address(request, "answering:page", request_id=asked.id, page=1)
    return Card(_about(asked), title, words, _("Answer"), to, is_next=True, tone="wait")
