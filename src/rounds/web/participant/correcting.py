"""Correcting a held conversation: day, minutes, manner and goals, by either of the two; or saying that it was not so."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from rounds.core.access import Request, allow, is_member
from rounds.core.clock import institution_today
from rounds.core.errors import DomainError, OutOfOrder
from rounds.mentorships.conversations.forms import CorrectForm, DisputeForm
from rounds.mentorships.conversations.selectors import own_conversation_for
from rounds.mentorships.conversations.services.correcting import (
    CorrectedMeanwhile,
    Correction,
    check_held,
    correct_conversation,
)
from rounds.mentorships.conversations.services.disputing import can_dispute, dispute_conversation
from rounds.mentorships.conversations.services.log import SameDay
from rounds.mentorships.growth.selectors.goals import ReadGoal, goals_about, goals_of_pair
from rounds.mentorships.models import Conversation
from rounds.web.addresses import address
from rounds.web.frame.errors import put_error, show_form
from rounds.web.frame.presses import pressed
from rounds.web.participant.growth.asking import patient_question
from rounds.web.participant.growth.overview import other_of
from rounds.web.participant.log import ASKED_AFTER
from rounds.web.toasts import add_toast


@require_http_methods(["GET", "POST"])
@allow(is_member, load=own_conversation_for)
def correct(request: Request, conversation: Conversation) -> HttpResponse:
    """Correct what is on record of a held conversation; the other one is told, and both see what stood before."""
    pair = conversation.mentorship
    if not pair.is_running:
        raise OutOfOrder(_("This pair does not run now. What is in its log stays as it is, and readable."))
    check_held(conversation)
    form = _form(request, conversation)
    asked, is_twin, sure = "", False, request.POST.get("sure", "")
    if request.method == "POST" and form.is_valid():
        asked = _question(form, conversation, sure)
        try:
            if not asked:
                return _corrected(request, conversation, form)
        except (SameDay, CorrectedMeanwhile) as error:
            is_twin = isinstance(error, SameDay)
            put_error(form, error)
        except OutOfOrder:
            raise
        except DomainError as error:
            put_error(form, error)
    context = {"conversation": conversation, "pair": pair, "asked": asked, "is_twin": is_twin}
    context["sure"] = f"day:{form.cleaned_data['held_on']}" if asked or is_twin else ""
    context |= {"other": other_of(request, pair), "me": request.viewer.own_id}
    return show_form(request, "participant/conversations/correct.html", form, **context)


def _form(request: Request, conversation: Conversation) -> CorrectForm:
    about = goals_about(conversation)
    goals = goals_of_pair(request.viewer, conversation.mentorship)
    offered = [goal for goal in goals if goal.is_open or goal.id in about]
    return CorrectForm(
        request.POST or None,
        goals=offered,
        initial={
            **CorrectForm.first(conversation, _about(offered, about)),
            "entry": CorrectForm.new_entry(),
        },
    )


def _about(offered: list[ReadGoal], about: frozenset) -> list[ReadGoal]:  # type: ignore[type-arg]
    return [goal for goal in offered if goal.id in about]


def _question(form: CorrectForm, conversation: Conversation, sure: str) -> str:
    """Return what is asked about a day that is far back, unless it was on record so or the reader is sure."""
    day = form.cleaned_data["held_on"]
    ago = (institution_today() - day).days
    if day == conversation.held_on or ago <= ASKED_AFTER.days or sure == f"day:{day}":
        return ""
    return ngettext(
        "Really %(day)s? That is %(days)s day ago.", "Really %(day)s? That is %(days)s days ago.", ago
    ) % {"day": date_format(day, "j F Y"), "days": ago}


def _corrected(request: Request, conversation: Conversation, form: CorrectForm) -> HttpResponse:
    data = form.cleaned_data
    said = Correction(
        entry_id=form.entry_id(),
        seen=conversation.corrected_at,
        held_on=data["held_on"],
        minutes=data["minutes"],
        mode=data["mode"],
        goals=form.touched(),
        is_another=pressed(request, "", "save", "another") == "another",
    )
    correct_conversation(conversation_id=conversation.id, said=said, by=request.viewer)
    add_toast(request, _("Corrected. Both of you see what stood before."))
    return _log_of(request, conversation)


@require_http_methods(["GET", "POST"])
@allow(is_member, load=own_conversation_for)
def dispute(request: Request, conversation: Conversation) -> HttpResponse:
    """Say that a conversation was not so, and to the other one, if one likes, how it was."""
    pair, me = conversation.mentorship, request.viewer.own_id
    form = DisputeForm(request.POST or None, initial={"entry": DisputeForm.new_entry()})
    if request.method == "GET" and not (pair.is_running and can_dispute(conversation, me)):
        return _log_of(request, conversation)
    asked = ""
    if request.method == "POST" and form.is_valid():
        asked = patient_question(request, form.cleaned_data["note"])
        try:
            if not asked:
                return _disputed(request, conversation, form)
        except OutOfOrder:
            raise
        except DomainError as error:
            put_error(form, error)
    context = {
        "conversation": conversation,
        "pair": pair,
        "asked": asked,
        "other": other_of(request, pair),
        # whose word it is is told; of an entry of the office, the office is
        "told": ""
        if conversation.said_by_id not in (pair.mentee_id, pair.mentor_id)
        else other_of(request, pair),
    }
    return show_form(request, "participant/conversations/dispute.html", form, **context)


def _disputed(request: Request, conversation: Conversation, form: DisputeForm) -> HttpResponse:
    text = form.cleaned_data["note"]
    dispute_conversation(
        conversation_id=conversation.id, by=request.viewer, text=text, entry_id=form.entry_id()
    )
    undo = address(request, "pairs:undispute", conversation_id=conversation.id)
    add_toast(request, _("It no longer counts. The program office sees the word “disputed”."), undo=undo)
    return _log_of(request, conversation)


def _log_of(request: Request, conversation: Conversation) -> HttpResponse:
    return redirect(address(request, "pairs:conversations", mentorship_id=conversation.mentorship_id))
