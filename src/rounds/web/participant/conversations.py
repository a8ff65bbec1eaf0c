"""The log of a pair as the two see it, conversations to come, and one's own notes."""

from datetime import datetime, time
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rounds.core import audit
from rounds.core.access import Request, allow, is_member
from rounds.core.audit import Opened
from rounds.core.clock import now
from rounds.core.errors import DomainError
from rounds.core.reading import read_day
from rounds.mentorships.conversations.forms import NoteForm, PlanForm
from rounds.mentorships.conversations.selectors import (
    contacts_of,
    list_entries,
    own_action_for,
    own_conversation_for,
    own_note_for,
    taken_back_conversation_for,
    taken_back_lately_of,
)
from rounds.mentorships.conversations.services import log as logging_service
from rounds.mentorships.conversations.services import notes as notes_service
from rounds.mentorships.conversations.services import planning
from rounds.mentorships.conversations.services.disputing import can_dispute, take_back_dispute
from rounds.mentorships.conversations.services.notes import NoteChanged
from rounds.mentorships.conversations.services.planning import Plan
from rounds.mentorships.conversations.services.putting_back import can_take_back, put_conversation_back
from rounds.mentorships.debriefs.selectors import open_debriefs
from rounds.mentorships.dues.selectors import count_all
from rounds.mentorships.enums import Audience, ConversationState, NewsKind
from rounds.mentorships.meetings.forms import MoveToForm
from rounds.mentorships.meetings.selectors import open_proposals_of, open_times_of
from rounds.mentorships.models import Action, Conversation, Mentorship, Note
from rounds.mentorships.news.services import note_seen
from rounds.mentorships.selectors import own_mentorship_for
from rounds.web.account.sign_in.confirm import confirm_address, hides_notes, recheck
from rounds.web.addresses import address
from rounds.web.frame.errors import put_error, show_form
from rounds.web.frame.presses import pressed
from rounds.web.participant.meetings import shown_times
from rounds.web.participant.surveys.taps import taps_on
from rounds.web.toasts import add_toast
from rounds.web.words.corrections import corrected_words
from rounds.web.words.counts import counts_words_of
from rounds.web.words.times import at_words

# So many times are offered to which a conversation can be moved.
MOST_SLOTS = 8


@require_GET
@allow(is_member, load=own_mentorship_for)
def entries(request: Request, pair: Mentorship) -> HttpResponse:
    """Show the log of a pair to one of the two: conversations, own and shared notes, what was agreed."""
    viewer = request.viewer
    found = list_entries(pair, viewer)
    counted = count_all(pair, [one.conversation for one in found])
    audit.note_openings(
        by=viewer, things=[Opened(note.author_id, "note", note.id) for one in found for note in one.notes]
    )
    note_seen(by=viewer, kinds=(NewsKind.DISPUTED, NewsKind.CORRECTED), pair=pair)
    hides = hides_notes(request)
    contact = contacts_of([pair])[pair.id]
    context = {
        "pair": pair,
        "entries": [
            (
                one,
                can_dispute(one.conversation, viewer.own_id) and pair.is_running,
                not logging_service.is_of_a_later_day(one.conversation),
                counts_words_of(pair, counted.counts.get(one.conversation.id, ())),
                counted.unwritten.get(one.conversation.id, []) if pair.is_running else [],
                can_take_back(one.conversation, viewer.own_id),
                corrected_words(one),
            )
            for one in found
        ],
        "other": pair.mentee.full_name if pair.mentor_id == viewer.person_id else pair.mentor.display_name,
        "me": viewer.person_id,
        "show_notes": confirm_address(request) if hides else "",
        "held": sum(one.conversation.counts for one in found),
        "upcoming": contact.upcoming,
        "proposal": open_proposals_of([pair]).get(pair.id) if pair.is_running else None,
        "debriefs": open_debriefs([pair]).get(pair.id, []) if pair.is_running else [],
        "now": now(),
        "taken_back": taken_back_lately_of(pair, viewer),
        "taps": taps_on(request, pair, contact.last_held_on),
        "routes": address(request, "frame:routes"),
    }
    return render(request, "participant/conversations/log.html", context)


@require_http_methods(["GET", "POST"])
@allow(is_member, load=own_mentorship_for)
def plan(request: Request, pair: Mentorship) -> HttpResponse:
    """Plan a conversation."""
    first: dict[str, Any] = {"entry": PlanForm.new_entry()}
    day = read_day(request.GET.get("day"))
    if day is not None:
        first["starts_at"] = datetime.combine(day, time(12))
    form = PlanForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        wanted = Plan(
            starts_at=data["starts_at"], minutes=data["minutes"], mode=data["mode"], entry_id=form.entry_id()
        )
        try:
            planned = planning.plan_conversation(mentorship_id=pair.id, plan=wanted, by=request.viewer)
        except DomainError as error:
            put_error(form, error)
        else:
            undo = address(request, "pairs:unplan", conversation_id=planned.id)
            add_toast(request, _("Planned for %(at)s.") % {"at": _at(planned)}, undo=undo)
            return _log_of(request, pair)
    zone = timezone.get_current_timezone_name()
    return show_form(request, "participant/conversations/plan.html", form, pair=pair, zone=zone)


@require_http_methods(["GET", "POST"])
@allow(is_member, load=own_conversation_for)
def move(request: Request, conversation: Conversation) -> HttpResponse:
    """Move a planned conversation to another time."""
    pair = conversation.mentorship
    shown = (
        shown_times(open_times_of([pair], minutes=conversation.minutes)[pair.id]) if pair.is_running else []
    )
    choices = [(one.isoformat(), at_words(one)) for one in shown[:MOST_SLOTS]]
    form = MoveToForm(request.POST or None, choices=choices)
    if request.method == "POST" and form.is_valid():
        try:
            moved = planning.move_conversation(
                conversation_id=conversation.id, starts_at=form.cleaned_data["starts_at"], by=request.viewer
            )
        except DomainError as error:
            put_error(form, error)
        else:
            undo = address(request, "pairs:move_back", conversation_id=moved.id)
            add_toast(request, _("Moved to %(at)s.") % {"at": _at(moved)}, undo=undo)
            return _log_of(request, conversation.mentorship)
    zone = timezone.get_current_timezone_name()
    return show_form(
        request, "participant/conversations/move.html", form, conversation=conversation, zone=zone
    )


def _at(conversation: Conversation) -> str:
    return at_words(conversation.starts_at) if conversation.starts_at else ""


@require_POST
@allow(is_member, load=own_conversation_for)
def call_off(request: Request, conversation: Conversation) -> HttpResponse:
    """Say that a planned conversation was not held, or will not be."""
    planning.call_off_conversation(conversation_id=conversation.id, by=request.viewer)
    undo = address(request, "pairs:plan_again", conversation_id=conversation.id)
    is_to_come = conversation.starts_at is not None and conversation.starts_at > now()
    words = (
        _("Called off. No reason is asked.") if is_to_come else _("Entered as not held. No reason is asked.")
    )
    add_toast(request, words, undo=undo if is_to_come else "")
    return _log_of(request, conversation.mentorship)


@require_POST
@allow(is_member, load=own_conversation_for)
def undispute(request: Request, conversation: Conversation) -> HttpResponse:
    """Let a conversation count again that one has disputed."""
    take_back_dispute(conversation_id=conversation.id, by=request.viewer)
    add_toast(request, _("It counts again."))
    return _log_of(request, conversation.mentorship)


@require_POST
@allow(is_member, load=own_conversation_for)
def take_back(request: Request, conversation: Conversation) -> HttpResponse:
    """Take back what one has logged by mistake."""
    logging_service.take_back_conversation(conversation_id=conversation.id, by=request.viewer)
    conversation.refresh_from_db()
    if conversation.state == ConversationState.PLANNED:
        add_toast(request, _("Taken back: the meeting is planned as before."))
    else:
        undo = address(request, "pairs:put_back", taken_back_conversation_id=conversation.id)
        add_toast(request, _("Taken back: it is no longer in the log."), undo=undo)
    return _log_of(request, conversation.mentorship)


@require_POST
@allow(is_member, load=taken_back_conversation_for)
def put_back(request: Request, conversation: Conversation) -> HttpResponse:
    """Let a conversation count again that one has taken out of the log less than a day ago."""
    again = put_conversation_back(conversation_id=conversation.id, by=request.viewer)
    add_toast(
        request,
        _("It counts again.") if again.counts else _("It is in the log again, and disputed as before."),
    )
    return _log_of(request, conversation.mentorship)


@require_http_methods(["GET", "POST"])
@allow(is_member, load=own_note_for)
@recheck
def note(request: Request, found: Note) -> HttpResponse:
    """Change one's own note; when another window has changed it, show both texts."""
    form = NoteForm(request.POST or None, initial={"note": found.text, "version": found.version})
    theirs = ""
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            notes_service.change_note(
                note=found, text=data["note"], version=data["version"], by=request.viewer
            )
        except NoteChanged as changed:
            theirs = _theirs(request, found, changed)
            sent = request.POST.copy()
            sent["version"] = str(changed.version)
            form = NoteForm(sent)
        except DomainError as error:
            put_error(form, error)
        else:
            add_toast(request, _("The note is saved."))
            return _log_of(request, found.mentorship)
    context = {
        "note": found,
        "form": form,
        "theirs": theirs,
        "is_private": found.audience == Audience.PRIVATE,
    }
    return render(request, "participant/conversations/note.html", context, status=409 if theirs else 200)


def _theirs(request: Request, found: Note, changed: NoteChanged) -> str:
    """Return what another window saved; of a private note only where notes are shown."""
    if found.audience == Audience.PRIVATE and hides_notes(request):
        return _("It is hidden on this device: open it with the link below, which asks for a code first.")
    return changed.theirs


@require_POST
@allow(is_member, load=own_action_for)
def tick(request: Request, action: Action) -> HttpResponse:
    """Tick a line that was agreed, or take the tick away."""
    is_done = pressed(request, "done", "undo") == "done"
    notes_service.set_done(
        action=action, done_on=request.viewer.today() if is_done else None, by=request.viewer
    )
    return _log_of(request, action.mentorship)


def _log_of(request: Request, pair: Mentorship) -> HttpResponse:
    return redirect(address(request, "pairs:conversations", mentorship_id=pair.id))
