"""What the program office sees of a pair's conversations, and the one that it enters for a pair."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from rounds.core.access import Request, Viewer, allow, holds
from rounds.core.enums import Role
from rounds.core.errors import DomainError
from rounds.mentorships.conversations.forms import HeldForm
from rounds.mentorships.conversations.selectors import list_contact, office_conversation_for
from rounds.mentorships.conversations.services.log import Held, log_conversation, take_back_conversation
from rounds.mentorships.dues.selectors import office_pairs
from rounds.mentorships.models import Conversation, Mentorship
from rounds.mentorships.selectors import office_mentorship_for
from rounds.people.selectors import judges_training_of
from rounds.programs.models import Program
from rounds.web.addresses import address
from rounds.web.frame.errors import put_error
from rounds.web.mail.nudges import TROUBLE
from rounds.web.toasts import add_toast

OFFICE = holds(Role.COORDINATOR, Role.DIRECTOR)


def trouble_ids(viewer: Viewer, programs: Iterable[Program]) -> dict[str, list[UUID]]:
    """Return the pairs that the office's home counts, by the word of the address: the same selector, so the same pairs."""
    found = office_pairs(viewer, programs).trouble
    return {show: [row.pair.id for row in found[rule]] for show, rule in TROUBLE.items()}


def contact_context(viewer: Viewer, pair: Mentorship) -> dict[str, Any]:
    """Return a pair's conversations for the office; none to whoever has a hand in the mentee's training."""
    if judges_training_of(viewer, pair.mentee_id):
        return {"has_two_hats": True, "contact": []}
    contact = list_contact(pair)
    return {"contact": contact, "held": sum(one.counts for one in contact)}


@require_http_methods(["GET", "POST"])
@allow(OFFICE, load=office_mentorship_for)
def record(request: Request, pair: Mentorship) -> HttpResponse:
    """Enter for a pair that a conversation was held; both are told and can say that it was not so."""
    first = {"held_on": request.viewer.today(), "entry": HeldForm.new_entry()}
    form = HeldForm(request.POST or None, initial=first)
    status = 200
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        held = Held(entry_id=form.entry_id(), held_on=data["held_on"], minutes=data["minutes"])
        try:
            made = log_conversation(mentorship_id=pair.id, held=held, by=request.viewer, for_pair=True)
        except DomainError as error:
            status = put_error(form, error)
        else:
            undo = address(request, "year:undo_held", conversation_id=made.id)
            add_toast(
                request, _("Entered. Both are told in 15 minutes, and can say it was not so."), undo=undo
            )
            return redirect(address(request, "year:pair", mentorship_id=pair.id))
    return render(request, "coordinator/year/held.html", {"pair": pair, "form": form}, status=status)


@require_POST
@allow(OFFICE, load=office_conversation_for)
def undo_record(request: Request, conversation: Conversation) -> HttpResponse:
    """Take back what one has entered for a pair; its message is stopped where it has not left."""
    take_back_conversation(conversation_id=conversation.id, by=request.viewer)
    add_toast(request, _("Taken back: it is no longer in the log."))
    return redirect(address(request, "year:pair", mentorship_id=conversation.mentorship_id))
