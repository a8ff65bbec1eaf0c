"""One log for a whole group: sessions with who was there, notes for oneself or for the group."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rounds.core import audit
from rounds.core.access import Request, allow, is_member
from rounds.core.audit import Opened
from rounds.core.clock import now
from rounds.core.errors import DomainError
from rounds.core.reading import read_day
from rounds.mentorships.conversations.values.patients import patient_words
from rounds.mentorships.enums import GroupAudience
from rounds.mentorships.groups.forms import ChangeGroupNoteForm, GroupNoteForm, SessionForm
from rounds.mentorships.groups.selectors import (
    OwnGroup,
    called_off_in_group,
    held_group_for,
    list_sessions,
    meetings_of_group,
    own_group_for,
    own_group_note_for,
    own_session_for,
    signed_in_on,
    taken_back_lately,
    taken_back_session_for,
)
from rounds.mentorships.groups.services import sessions as services
from rounds.mentorships.groups.services.sessions import GroupNoteChanged, Session
from rounds.mentorships.models import GroupNote, GroupSession
from rounds.web.account.sign_in.confirm import confirm_address, hides_notes, recheck
from rounds.web.addresses import address
from rounds.web.frame.errors import put_error, show_form, status_of
from rounds.web.participant.groups.planning import clocks_of
from rounds.web.toasts import add_toast
from rounds.web.words.times import at_words

USUAL_MINUTES = 60


@require_GET
@allow(is_member, load=own_group_for)
def group(request: Request, own: OwnGroup) -> HttpResponse:
    """Show the log of a group to one of its people."""
    entries = list_sessions(own, request.viewer)
    audit.note_openings(
        by=request.viewer,
        things=[Opened(note.author_id, "group_note", note.id) for one in entries for note in one.notes],
    )
    planned = meetings_of_group(own)
    clocks = clocks_of(own, [one.starts_at for one in planned])
    context = {
        "own": own,
        "group": own.group,
        "entries": entries,
        "me": request.viewer.own_id,
        "planned": [
            (one, at_words(one.starts_at), one.starts_at <= now(), clocks[one.starts_at]) for one in planned
        ],
        "zone": timezone.get_current_timezone_name(),
        "off": [(one, at_words(one.starts_at)) for one in called_off_in_group(own)],
        "taken_back": taken_back_lately(own, request.viewer),
        "show_notes": confirm_address(request) if hides_notes(request) else "",
    }
    return render(request, "participant/groups/group.html", context)


@require_http_methods(["GET", "POST"])
@allow(is_member, load=held_group_for)
def log(request: Request, own: OwnGroup) -> HttpResponse:
    """Log a session: once, with everybody who was there."""
    members = [(str(one.person_id), one.person.full_name) for one in own.members]
    day = read_day(request.GET.get("day")) or request.viewer.last_day()
    signed_in = {str(one) for one in signed_in_on(own, day)}
    first = {
        "entry": SessionForm.new_entry(),
        "held_on": day,
        "present": [key for key, _name in members if key in signed_in or not signed_in],
    }
    form = SessionForm(request.POST or None, members=members, agreed=USUAL_MINUTES, initial=first)
    question = ""
    if request.method == "POST" and form.is_valid():
        question = _patient_question(request, form.cleaned_data["note"])
        if not question:
            try:
                made = services.log_session(
                    group_id=own.group.id, session=_session_in(form), by=request.viewer
                )
            except DomainError as error:
                put_error(form, error)
            else:
                return _logged(request, own, made)
    return show_form(
        request,
        "participant/groups/log.html",
        form,
        own=own,
        group=own.group,
        question=question,
        signed_in=len(signed_in),
    )


def _session_in(form: SessionForm) -> Session:
    data = form.cleaned_data
    return Session(
        entry_id=form.entry_id(),
        held_on=data["held_on"],
        minutes=data["minutes"],
        present=form.present(),
        note=data["note"],
        audience=data["audience"] or GroupAudience.PRIVATE,
    )


def _logged(request: Request, own: OwnGroup, made: GroupSession) -> HttpResponse:
    words = {"minutes": made.minutes, "day": date_format(made.held_on, "j M")}
    undo = address(request, "groups:take_back", group_session_id=made.id)
    add_toast(request, _("Logged: %(minutes)s minutes on %(day)s.") % words, undo=undo)
    return redirect(address(request, "groups:group", group_id=own.group.id))


def _patient_question(request: Request, note: str) -> str:
    """Return what is asked about a note before it is kept, unless its writer is sure of it."""
    words = patient_words(note)
    if not words or request.POST.get("sure") == "patient":
        return ""
    return _("Could this be about a patient: %(words)s? Please leave out what could name one.") % {
        "words": ", ".join(f"“{word}”" for word in words[:4])
    }


@require_http_methods(["GET", "POST"])
@allow(is_member, load=own_session_for)
def note(request: Request, session: GroupSession) -> HttpResponse:
    """Write a note about a session, for oneself or for the group."""
    form = GroupNoteForm(request.POST or None, initial={"entry": GroupNoteForm.new_entry()})
    question = ""
    if request.method == "POST" and form.is_valid():
        question = _patient_question(request, form.cleaned_data["note"])
        if not question:
            try:
                services.write_group_note(
                    session_id=session.id,
                    text=form.cleaned_data["note"],
                    audience=form.cleaned_data["audience"] or GroupAudience.PRIVATE,
                    entry_id=form.entry_id(),
                    by=request.viewer,
                )
            except DomainError as error:
                put_error(form, error)
            else:
                return redirect(address(request, "groups:group", group_id=session.group_id))
    return show_form(request, "participant/groups/note.html", form, session=session, question=question)


@require_http_methods(["GET", "POST"])
@allow(is_member, load=own_group_note_for)
@recheck
def change_note(request: Request, found: GroupNote) -> HttpResponse:
    """Change one's own note about a session, or who reads it; when another window has changed it, show both texts."""
    first = {"note": found.text, "audience": found.audience, "version": found.version}
    form = ChangeGroupNoteForm(request.POST or None, initial=first)
    question, theirs = "", ""
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        question = _patient_question(request, data["note"])
        if not question:
            try:
                services.change_group_note(
                    note=found,
                    text=data["note"],
                    audience=data["audience"] or found.audience,
                    version=data["version"],
                    by=request.viewer,
                )
            except GroupNoteChanged as changed:
                theirs = _theirs(request, found, changed)
                sent = request.POST.copy()
                sent["version"] = str(changed.version)
                form = ChangeGroupNoteForm(sent)
            except DomainError as error:
                put_error(form, error)
            else:
                add_toast(request, _("The note is saved."))
                return redirect(address(request, "groups:group", group_id=found.session.group_id))
    context = {"note": found, "session": found.session, "form": form, "theirs": theirs, "question": question}
    status = 409 if theirs else status_of(form)
    return render(request, "participant/groups/change_note.html", context, status=status)


def _theirs(request: Request, found: GroupNote, changed: GroupNoteChanged) -> str:
    """Return what another window saved; of a private note only where notes are shown."""
    if found.audience == GroupAudience.PRIVATE and hides_notes(request):
        return _("It is hidden on this device: open it with the link below, which asks for a code first.")
    return changed.theirs


@require_POST
@allow(is_member, load=own_session_for)
def there(request: Request, session: GroupSession) -> HttpResponse:
    """Say of oneself that one was at a session, or was not."""
    is_there = request.POST.get("there") == "yes"
    services.say_attendance(session_id=session.id, is_there=is_there, by=request.viewer)
    add_toast(request, _("Corrected: you were there.") if is_there else _("Corrected: you were not there."))
    return redirect(address(request, "groups:group", group_id=session.group_id))


@require_POST
@allow(is_member, load=own_session_for)
def take_back(request: Request, session: GroupSession) -> HttpResponse:
    """Take back a session that one logged by mistake."""
    services.take_back_session(session_id=session.id, by=request.viewer)
    undo = address(request, "groups:put_back", taken_back_session_id=session.id)
    add_toast(request, _("Taken back."), undo=undo)
    return redirect(address(request, "groups:group", group_id=session.group_id))


@require_POST
@allow(is_member, load=taken_back_session_for)
def put_back(request: Request, session: GroupSession) -> HttpResponse:
    """Let a session count again that one took back less than a day ago."""
    back = services.put_session_back(session_id=session.id, by=request.viewer)
    add_toast(request, _("The session of %(day)s counts again.") % {"day": date_format(back.held_on, "j M")})
    return redirect(address(request, "groups:group", group_id=back.group_id))
