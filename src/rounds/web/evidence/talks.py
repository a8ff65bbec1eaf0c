"""Mentors whom a talk may help, for a faculty developer: facts of working life with their days, and one offer."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rounds.core.access import Request, allow, holds
from rounds.core.enums import Role
from rounds.insights.selectors.facts.mentoring import mentoring_for
from rounds.insights.selectors.funnel import funnels_for
from rounds.insights.selectors.help import MentorLine, mentor_to_help, mentors_to_help
from rounds.insights.services.helping import end_offer, offer_help, take_back_offer
from rounds.web.addresses import address
from rounds.web.evidence.pictures.mentoring import mentoring_pictures
from rounds.web.evidence.pictures.mentors import funnel_of
from rounds.web.frame.presses import pressed
from rounds.web.toasts import add_toast
from rounds.web.words.help import estimate_words, fact_words, offer_words

DEVELOPS = holds(Role.FACULTY_DEVELOPER)
SHOWN = 50


@allow(DEVELOPS)
@require_safe
def mentors(request: Request) -> HttpResponse:
    """List the mentors whom a fact or their own wish names, those who asked first."""
    lines = mentors_to_help(request.viewer)
    opened = [one for one in lines if one.offer is not None]
    prompted = [one for one in lines if one.offer is None]
    context = {
        "opened": [_row(one) for one in opened],
        "prompted": [_row(one) for one in prompted[:SHOWN]],
        "all_prompted": len(prompted),
        "more": max(0, len(prompted) - SHOWN),
    }
    return render(request, "evidence/mentors.html", context)


@allow(DEVELOPS)
@require_safe
def mentoring(request: Request) -> HttpResponse:
    """Show how mentors do together: training, talks, contact, answers, what both sides say; nobody is named."""
    found = mentoring_for(request.viewer)
    context = {
        "pictures": mentoring_pictures(found),
        "funnels": [funnel_of(one) for one in funnels_for(request.viewer)],
        "beside": found.beside,
    }
    return render(request, "evidence/mentoring.html", context)


@allow(DEVELOPS, load=mentor_to_help)
@require_POST
def offer(request: Request, line: MentorLine) -> HttpResponse:
    """Offer a talk, take the offer back before it is answered, or say that the talk took place."""
    go, name = pressed(request, "offer", "take_back", "talked"), line.person.display_name
    if go == "offer":
        offer_help(line=line, by=request.viewer)
        said = _("%(name)s reads the offer on their home. You can take it back until they answer.")
    elif go == "take_back":
        take_back_offer(line=line, by=request.viewer)
        said = _("The offer to %(name)s is taken back.")
    else:
        end_offer(line=line, by=request.viewer)
        said = _("Noted: you and %(name)s talked.")
    add_toast(request, said % {"name": name})
    return redirect(address(request, "evidence:mentors"))


def _row(line: MentorLine) -> dict[str, Any]:
    return {
        "person": line.person,
        "offer": line.offer,
        "facts": [fact_words(one) for one in line.facts],
        "how": offer_words(line.offer) if line.offer else "",
        "estimate": estimate_words(line.signal) if line.signal else "",
    }
