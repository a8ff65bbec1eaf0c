"""Three taps on the page of a pair's log: offered to its mentee once a quarter, after a conversation."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from rounds.core.access import Request, Viewer, allow, is_member
from rounds.core.errors import DomainError, NotFound, OutOfOrder
from rounds.mentorships.conversations.selectors import contacts_of
from rounds.mentorships.models import Mentorship
from rounds.mentorships.selectors import own_mentorship_for
from rounds.surveys.answering.forms import PageForm
from rounds.surveys.campaigns.selectors import promise_of
from rounds.surveys.instruments.selectors import Topic, topics_of
from rounds.surveys.offering.selectors import Offer, offer_to
from rounds.surveys.offering.services import answer_offer, leave_offer
from rounds.web.addresses import address
from rounds.web.frame.errors import put_error, show_form
from rounds.web.frame.presses import pressed
from rounds.web.toasts import add_toast


@dataclass(frozen=True)
class Taps:
    """What the page of a log shows of it: the form while it waits, else where what was answered can be changed."""

    form: PageForm | None
    promise: str
    send: str
    change: str
    closes_on: date


def taps_on(request: Request, pair: Mentorship, talked_on: date | None) -> Taps | None:
    """Return what is offered on the page of a log; None to a mentor, and before a conversation of this quarter."""
    offer = _offer(request.viewer, pair, talked_on)
    if offer is None or not (offer.waits or offer.is_answered):
        return None
    return _shown(request, pair, offer, PageForm(_topic(offer), {}) if offer.waits else None)


def _offer(viewer: Viewer, pair: Mentorship, talked_on: date | None) -> Offer | None:
    if pair.mentee_id != viewer.own_id or not pair.is_running or talked_on is None:
        return None
    return offer_to(viewer.own_id, pair.cycle.program_id, since=talked_on)


def _topic(offer: Offer) -> Topic:
    return topics_of(offer.wave.version_id)[0]


def _shown(request: Request, pair: Mentorship, offer: Offer, form: PageForm | None) -> Taps:
    change = offer.request and address(request, "answering:page", request_id=offer.request.id, page=1)
    return Taps(
        form,
        promise_of(offer.wave) if form else "",
        address(request, "pairs:taps", mentorship_id=pair.id),
        change or "",
        offer.wave.closes_on,
    )


@require_http_methods(["GET", "POST"])
@allow(is_member, load=own_mentorship_for)
def taps(request: Request, pair: Mentorship) -> HttpResponse:
    """Show the questions of this quarter by themselves, or count what was answered; the page of the log comes after."""
    if pair.mentee_id != request.viewer.own_id:
        raise NotFound
    back = address(request, "pairs:conversations", mentorship_id=pair.id)
    offer = _offer(request.viewer, pair, contacts_of([pair], with_agreed=False)[pair.id].last_held_on)
    if offer is None or (request.method == "GET" and not offer.waits):
        add_toast(request, _("Nothing is asked here now: these questions come once a quarter, after a talk."))
        return redirect(back)
    if request.method == "POST" and pressed(request, "", "send", "later") == "later":
        is_left = leave_offer(wave=offer.wave, person_id=request.viewer.own_id)
        add_toast(request, _("Not asked again in this quarter.") if is_left else _("That was said already."))
        return redirect(back)
    form = PageForm(_topic(offer), {}, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            answer_offer(wave=offer.wave, person_id=request.viewer.own_id, answers=form.answers())
        except OutOfOrder:
            raise
        except DomainError as error:
            put_error(form, error)
        else:
            words = _("Thank you. You can change it until %(day)s; then it is told with what others said.")
            add_toast(request, words % {"day": date_format(offer.wave.closes_on, "j M Y")})
            return redirect(back)
    context = {
        "taps": _shown(request, pair, offer, form),
        "other": pair.mentor.display_name,
        "routes": address(request, "frame:routes"),
        "pair": pair,
    }
    return show_form(request, "participant/surveys/taps.html", form, **context)
