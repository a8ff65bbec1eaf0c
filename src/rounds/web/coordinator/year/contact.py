"""What the program office sees of a pair's conversations, and the one that it enters for a pair."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from rounds.core.access import Request, Viewer, allow, holds
from rounds.core.enums import Role
from rounds.core.errors import DomainError
from rounds.core.reading import NO_ID, read_id
from rounds.mentorships.changes.selectors import answerable_changes
from rounds.mentorships.conversations.forms import HeldForm
from rounds.mentorships.conversations.selectors import list_contact, office_conversation_for
from rounds.mentorships.conversations.services.log import (
    Held,
    SameDay,
    correct_entry,
    log_conversation,
    remove_entry,
)
from rounds.mentorships.dues.selectors import office_pairs
from rounds.mentorships.dues.selectors.disputes import disputed_between
from rounds.mentorships.dues.selectors.nudges import TROUBLE
from rounds.mentorships.enums import OPEN
from rounds.mentorships.models import Conversation, Mentorship
from rounds.mentorships.selectors import office_mentorship_for
from rounds.people.selectors import judges_training_of
from rounds.programs.models import Program
from rounds.web.addresses import address
from rounds.web.coordinator.year.changes import standing_of
from rounds.web.frame.errors import put_error
from rounds.web.frame.presses import pressed
from rounds.web.toasts import add_toast
from rounds.web.words.dues import away_words, late_words, nudged_words

OFFICE = holds(Role.COORDINATOR, Role.DIRECTOR)
USUAL_MINUTES = 30
# What the page of a pair says by itself.
ELSEWHERE = {"away", "change"}


def trouble_words(viewer: Viewer, programs: Iterable[Program]) -> dict[str, dict[UUID, str]]:
    """Return what is wrong with each pair that the office's home counts, the longest first, by the word of the address."""
    programs = list(programs)
    found = office_pairs(viewer, programs)
    due = found.trouble
    words = {show: {row.pair.id: late_words(row) for row in due[rule]} for show, rule in TROUBLE.items()}
    words["written"] = {row.pair.id: nudged_words(row) for row in found.nudged}
    words["away"] = {one.pair.id: away_words(one) for one in found.on_leave}
    words["change"] = _asked_changes(viewer, programs)
    words["disputed"] = {pair.id: _("Disputes what you entered") for pair in found.disputed}
    between = disputed_between(viewer, [program.id for program in programs])
    words["differ"] = dict.fromkeys(between, _("One says that a talk which the other logged was not so"))
    return words


def _asked_changes(viewer: Viewer, programs: Iterable[Program]) -> dict[UUID, str]:
    """Return how each request for a change stands; one that was answered stays until it is taken back or its pair ends."""
    rows = answerable_changes(viewer, [one.id for one in programs]).filter(mentorship__state__in=OPEN)
    said: dict[UUID, list[str]] = defaultdict(list)
    for one in rows.order_by(F("again_on").asc(nulls_first=True), "asked_at", "id"):
        said[one.mentorship_id].append(standing_of(one))
    return {
        pair_id: _("One of the two asks for a change: %(stands)s") % {"stands": "; ".join(stands)}
        for pair_id, stands in said.items()
    }


def contact_context(viewer: Viewer, pair: Mentorship) -> dict[str, Any]:
    """Return a pair's conversations for the office; none to whoever has a hand in the mentee's training."""
    if judges_training_of(viewer, pair.mentee_id):
        return {"has_two_hats": True, "contact": []}
    contact = list_contact(pair)
    trouble = trouble_words(viewer, [pair.cycle.program])
    late = [words[pair.id] for key, words in trouble.items() if pair.id in words and key not in ELSEWHERE]
    return {"contact": contact, "held": sum(one.counts for one in contact), "late": late}


@require_http_methods(["GET", "POST"])
@allow(OFFICE, load=office_mentorship_for)
def record(request: Request, pair: Mentorship) -> HttpResponse:
    """Enter for a pair that a conversation was held, or correct what was entered; both are told and can say it was not so."""
    wrong = _wrong_one(request, pair)
    length = (wrong.minutes if wrong else None) or USUAL_MINUTES
    form = HeldForm(request.POST or None, initial=_first(request, wrong), agreed=length)
    status, twin = 200, ""
    if request.method == "POST" and form.is_valid():
        try:
            made = _entered(request, pair, form, wrong)
        except SameDay as error:
            status, twin = 409, error.message
        except DomainError as error:
            status = put_error(form, error)
        else:
            undo = address(request, "year:undo_held", conversation_id=made.id)
            words = _("Entered. Both are told in 15 minutes, and can say it was not so.")
            add_toast(request, words, undo=undo)
            return redirect(address(request, "year:pair", mentorship_id=pair.id))
    context = {"pair": pair, "form": form, "wrong": wrong, "twin": twin}
    return render(request, "coordinator/year/held.html", context, status=status)


def _wrong_one(request: Request, pair: Mentorship) -> Conversation | None:
    """Return the entry of the office that the address asks to correct; None for a new one."""
    entries = Conversation.objects.filter(mentorship=pair, by_office=True, taken_back_at=None)
    return entries.filter(id=read_id(request.GET.get("correct")) or NO_ID).first()


def _first(request: Request, wrong: Conversation | None) -> dict[str, Any]:
    held_on = wrong.held_on if wrong else request.viewer.last_day()
    return {"held_on": held_on, "entry": HeldForm.new_entry()}


def _entered(request: Request, pair: Mentorship, form: HeldForm, wrong: Conversation | None) -> Conversation:
    data, is_another = form.cleaned_data, pressed(request, "", "another") == "another"
    held = Held(
        entry_id=form.entry_id(), held_on=data["held_on"], minutes=data["minutes"], is_another=is_another
    )
    if wrong is not None:
        return correct_entry(conversation_id=wrong.id, held=held, by=request.viewer)
    return log_conversation(mentorship_id=pair.id, held=held, by=request.viewer, for_pair=True)


@require_POST
@allow(OFFICE, load=office_conversation_for)
def undo_record(request: Request, conversation: Conversation) -> HttpResponse:
    """Remove what the office has entered for a pair; its message is stopped where it has not left."""
    remove_entry(conversation_id=conversation.id, by=request.viewer)
    add_toast(request, _("Removed: it is no longer in the log."))
    return redirect(address(request, "year:pair", mentorship_id=conversation.mentorship_id))
