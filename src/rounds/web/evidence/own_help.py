"""A mentor's own side: what a faculty developer reads of them today, "please contact me", and the answer to an offer."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from rounds.core.access import Request, allow, holds
from rounds.core.enums import Role
from rounds.core.errors import NotFound
from rounds.core.reading import read_id
from rounds.insights.enums import HelpAnswer
from rounds.insights.selectors.help import facts_kept, own_facts, own_offer
from rounds.insights.selectors.signals import own_signals
from rounds.insights.services.helping import answer_offer, answer_signal, ask_for_contact, take_back_wish
from rounds.web.addresses import address
from rounds.web.evidence.pictures.mentors import strip_of
from rounds.web.frame.presses import pressed
from rounds.web.toasts import add_toast
from rounds.web.words.help import fact_words

ASK, UNASK, UNSAID = "ask", "unask", "unsaid"


@require_http_methods(["GET", "POST"])
@allow(holds(Role.MENTOR))
def mine(request: Request) -> HttpResponse:
    """Show what prompts an offer, and the offer; a POST asks, takes the wish back, or answers."""
    if request.method == "POST":
        go = pressed(request, ASK, UNASK, UNSAID, *HelpAnswer.values)
        add_toast(request, _answered(request, go) if "signal" in request.POST else _done(request, go))
        return redirect(address(request, "record:talk"))
    offer = own_offer(request.viewer)
    is_offered = offer is not None and offer.is_offered
    facts = facts_kept(offer) if offer is not None and is_offered else own_facts(request.viewer)
    signals = [(one, strip_of(one)) for one in own_signals(request.viewer)]
    context = {
        "signals": signals,
        "offer": offer,
        "facts": [fact_words(one, is_own=True) for one in facts],
        "is_offered": is_offered,
    }
    return render(request, "evidence/talk.html", context)


def _answered(request: Request, go: str) -> str:
    """Answer one's own estimate."""
    signal_id = read_id(request.POST["signal"])
    if signal_id is None or go in (ASK, UNASK):
        raise NotFound
    answer_signal(signal_id=signal_id, answer="" if go == UNSAID else go, by=request.viewer)
    if go == HelpAnswer.TALK:
        return _("The faculty developers read that you would like a talk.")
    if go == UNSAID:
        return _("Your answer is taken back.")
    return _("Noted. Nobody else reads this estimate, and nothing follows from it.")


def _done(request: Request, go: str) -> str:
    if go == ASK:
        ask_for_contact(by=request.viewer)
        return _("The faculty developers read that you would like a talk.")
    if go == UNASK:
        take_back_wish(by=request.viewer)
        return _("Your wish is taken back.")
    said = answer_offer(answer=go, by=request.viewer).answer
    if said == HelpAnswer.TALK:
        return _("They get in touch with you.")
    return _("Noted. Nothing follows from it.")
