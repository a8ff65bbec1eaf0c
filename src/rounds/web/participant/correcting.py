"""Correcting a held conversation: day, minutes, manner and goals, by either of the two."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from rounds.core.access import Request, allow, is_member
from rounds.core.clock import institution_today
from rounds.core.errors import DomainError, OutOfOrder
from rounds.mentorships.conversations.forms import CorrectForm
from rounds.mentorships.conversations.selectors import own_conversation_for
from rounds.mentorships.conversations.services.correcting import (
    CorrectedMeanwhile,
    Correction,
    check_counts,
    correct_conversation,
)
from rounds.mentorships.conversations.services.log import SameDay
from rounds.mentorships.growth.selectors.goals import ReadGoal, goals_about, goals_of_pair
from rounds.mentorships.models import Conversation
from rounds.web.addresses import address
from rounds.web.frame.errors import put_error, show_form
from rounds.web.frame.presses import pressed
from rounds.web.participant.log import ASKED_AFTER
from rounds.web.toasts import add_toast


@require_http_methods(["GET", "POST"])
@allow(is_member, load=own_conversation_for)
def correct(request: Request, conversation: Conversation) -> HttpResponse:
    """Correct what is on record of a held conversation; the other one is told, and both see what stood before."""
    pair = conversation.mentorship
    if not pair.is_running:
        raise OutOfOrder(_("This pair does not run now. What is in its log stays as it is, and readable."))
    check_counts(conversation)
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
    is_mentor = pair.mentor_id == request.viewer.person_id
    context["other"] = pair.mentee.full_name if is_mentor else pair.mentor.display_name
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
    return redirect(address(request, "pairs:conversations", mentorship_id=conversation.mentorship_id))
