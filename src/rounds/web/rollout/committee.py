"""The steering committee of a program: seats, meetings, decisions; whoever is reported to reads what was decided."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from rounds.core.access import Request, allow, holds
from rounds.core.clock import institution_today
from rounds.core.errors import DomainError
from rounds.programs.models import Program
from rounds.programs.selectors import program_for
from rounds.programs.selectors.programs import OFFICE, REPORTED_TO
from rounds.rollout.forms.committee import EndSeatForm, MeetingForm, MinutesForm, ResolutionForm, SeatForm
from rounds.rollout.models import CommitteeMeeting, Seat
from rounds.rollout.selectors.committee import committee_of, meeting_for, seat_for
from rounds.rollout.selectors.ladder import READERS
from rounds.rollout.selectors.pitch import program_reported
from rounds.rollout.services.committee import (
    call_meeting,
    end_seat,
    take_seat,
    write_minutes,
    write_resolution,
)
from rounds.web.addresses import address
from rounds.web.frame.errors import put_error, show_form
from rounds.web.toasts import add_toast

IN_OFFICE = holds(*OFFICE)


@require_safe
@allow(holds(*REPORTED_TO), load=program_reported)
def committee(request: Request, program: Program) -> HttpResponse:
    """Show who sits, when they met, what was decided and what of it stands."""
    context = {
        "program": program,
        "committee": committee_of(program),
        "in_office": request.viewer.has(*OFFICE, scope_id=program.id),
        "reads_minutes": request.viewer.has(*READERS, scope_id=program.id),
    }
    return render(request, "rollout/committee.html", context)


@require_http_methods(["GET", "POST"])
@allow(IN_OFFICE, load=program_for)
def add_seat(request: Request, program: Program) -> HttpResponse:
    """Enter who sits for whom."""
    begins = {"entry": SeatForm.new_entry(), "since_on": institution_today()}
    form = SeatForm(request.POST or None, initial=begins)
    if request.method == "POST" and form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("sits_for", "name", "since_on")}
        take_seat(program=program, entry_id=form.entry_id(), by=request.viewer, **given)
        add_toast(request, _("Entered. A seat opens nothing in Rounds; access is given under Access."))
        return _back(request, program)
    return _ask(request, program, form, _("Who sits for whom?"), _("Enter this seat"))


@require_http_methods(["GET", "POST"])
@allow(IN_OFFICE, load=seat_for)
def seat(request: Request, seat: Seat) -> HttpResponse:
    """End a seat, or move its end."""
    begins = {"until_on": seat.until_on}
    form = EndSeatForm(request.POST or None, initial=begins)
    if request.method == "POST" and form.is_valid():
        try:
            end_seat(seat_id=seat.id, until_on=form.cleaned_data["until_on"], by=request.viewer)
        except DomainError as error:
            put_error(form, error)
        else:
            add_toast(request, _("Noted until when. The seat stays in the list of former ones."))
            return _back(request, seat.program)
    title = _("Until when does %(name)s sit?") % {"name": seat.name}
    return _ask(request, seat.program, form, title, _("End this seat"))


@require_http_methods(["GET", "POST"])
@allow(IN_OFFICE, load=program_for)
def call(request: Request, program: Program) -> HttpResponse:
    """Call a meeting with its agenda."""
    form = MeetingForm(request.POST or None, initial={"entry": MeetingForm.new_entry()})
    if request.method == "POST" and form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("held_on", "agenda")}
        call_meeting(program=program, entry_id=form.entry_id(), by=request.viewer, **given)
        add_toast(request, _("Noted. No mail is sent; its minutes are written after it."))
        return _back(request, program)
    return _ask(request, program, form, _("A meeting of the committee"), _("Note this meeting"))


@require_http_methods(["GET", "POST"])
@allow(IN_OFFICE, load=meeting_for)
def meeting(request: Request, meeting: CommitteeMeeting) -> HttpResponse:
    """Show a meeting; a POST writes its minutes, once."""
    form = MinutesForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            write_minutes(meeting_id=meeting.id, by=request.viewer, **form.cleaned_data)
        except DomainError as error:
            put_error(form, error, beside="minutes")
        else:
            add_toast(request, _("Written. Minutes stay as they are."))
            return redirect(address(request, "rollout:meeting", committee_meeting_id=meeting.id))
    may_write = meeting.minuted_at is None and meeting.held_on <= institution_today()
    context = {"meeting": meeting, "program": meeting.program, "may_write": may_write}
    return show_form(request, "rollout/meeting.html", form, **context)


@require_http_methods(["GET", "POST"])
@allow(IN_OFFICE, load=program_for)
def decide(request: Request, program: Program) -> HttpResponse:
    """Write down what the committee decided; it is never changed."""
    begins = {"entry": ResolutionForm.new_entry(), "decided_on": institution_today()}
    form = ResolutionForm(request.POST or None, program=program, initial=begins)
    if request.method == "POST" and form.is_valid():
        try:
            write_resolution(
                program=program, resolution=form.resolution(), entry_id=form.entry_id(), by=request.viewer
            )
        except DomainError as error:
            put_error(form, error)
        else:
            add_toast(request, _("Written down. A later decision may supersede it; nothing changes it."))
            return _back(request, program)
    return _ask(request, program, form, _("What did the committee decide?"), _("Write the decision"))


def _ask(
    request: Request,
    program: Program,
    form: EndSeatForm | SeatForm | MeetingForm | ResolutionForm,
    title: str,
    verb: str,
) -> HttpResponse:
    return show_form(request, "rollout/committee_form.html", form, program=program, title=title, verb=verb)


def _back(request: Request, program: Program) -> HttpResponse:
    return redirect(address(request, "rollout:committee", program_id=program.id))
