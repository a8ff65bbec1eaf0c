"""One's own pairs: who it is and why in words, yes with a first meeting, no, a change at any time."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from rounds.core.access import Request, allow, is_member
from rounds.core.database.prepared import reading_once
from rounds.core.enums import Role
from rounds.core.errors import DomainError, OutOfOrder
from rounds.matching.models import Offer
from rounds.matching.publishing.forms import DeclineForm, MeetingForm
from rounds.matching.publishing.selectors.own_pairs import OwnPair, own_pair_for, own_pairs, reasons_of
from rounds.matching.publishing.selectors.waiting import cohorts_in_line
from rounds.matching.publishing.services.answers import (
    accept_as_mentee,
    accept_as_mentor,
    decline_as_mentee,
    decline_as_mentor,
    propose_meeting,
)
from rounds.mentorships.changes.selectors import own_change_request_of
from rounds.programs.enums import Modality
from rounds.programs.selectors.hours import shared_hours
from rounds.programs.values.hours import Span
from rounds.web.addresses import address
from rounds.web.frame.errors import put_error
from rounds.web.home.ahead import ask_for_rows
from rounds.web.home.lines import rows_of
from rounds.web.kept_pages import kept_page
from rounds.web.toasts import add_toast
from rounds.web.words.hours import free_words
from rounds.web.words.pairs import reason_list, reasons_for_mentor

# The press that says yes to a pair with a time of one's own for the first meeting.
WITH_A_TIME = "accept_at"


@kept_page
@require_GET
@allow(is_member)
@reading_once()
def mine(request: Request) -> HttpResponse:
    """Show the year of each pair of one's own, wherever it came from: open questions first, what is over last."""
    owns = own_pairs(request.viewer)
    running = [own for own in owns if own.pair.is_running]
    ask_for_rows([own.pair for own in running])
    rows = rows_of(request, [own.pair for own in running])
    context = {
        "asked": [own for own in owns if not (own.pair.is_running or own.pair.is_over)],
        "running": [(own, rows[own.pair.id]) for own in running],
        "over": [own for own in owns if own.pair.is_over],
        "in_line": request.viewer.has_anywhere(Role.MENTEE) and bool(cohorts_in_line(request.viewer)),
    }
    return render(request, "participant/pairs/mine.html", context)


@require_http_methods(["GET", "POST"])
@allow(is_member, load=own_pair_for)
def pair(request: Request, own: OwnPair) -> HttpResponse:
    """Show the other person, the state, the reasons and when both are free; take the answer that is waited for."""
    offer, go = own.offer, request.POST.get("go", "")
    zone = timezone.get_current_timezone_name()
    first = {"meeting_at": offer.meeting_at, "modality": offer.meeting_modality} if offer else None
    meeting = MeetingForm(
        request.POST if go in ("accept", WITH_A_TIME, "meeting") else None,
        zone=zone,
        needs_time=go in (WITH_A_TIME, "meeting"),
        initial=first,
    )
    decline = DeclineForm(request.POST if go == "decline" else None)
    if request.method == "POST":
        try:
            said = _answered(request, _offer_of(own), go, meeting, decline)
        except OutOfOrder:
            raise  # there is nothing to correct in the form: the page of what holds now says more
        except DomainError as error:
            put_error(meeting, error)
            said = ""
        if said:
            add_toast(request, said)
            return redirect(address(request, "pairs:mine"))
    context = {
        "own": own,
        "pair": own.pair,
        "reasons": _reasons(own),
        "free": None if own.pair.is_over else free_words(_shared_hours(own, zone)),
        "meeting": meeting,
        "decline": decline,
        "form": meeting,
        "zone": zone,
        "change": own_change_request_of(request.viewer, own.pair) if own.pair.is_running else None,
        "how": Modality(offer.meeting_modality).label if offer and offer.meeting_modality else "",
    }
    return render(request, "participant/pairs/pair.html", context)


def _offer_of(own: OwnPair) -> Offer:
    """Return the offer that is answered; a pair that came without one has nothing to answer."""
    if own.offer is None:
        raise OutOfOrder(_("Nothing is asked about this pair. The program office can change it."))
    return own.offer


def _shared_hours(own: OwnPair, zone: str) -> list[Span] | None:
    return shared_hours(own.pair.mentee_enrollment, own.pair.mentor_enrollment, zone=zone)


def _reasons(own: OwnPair) -> list[str]:
    """Say why these two, in words: no scores, no wishes, nothing about anybody else."""
    reasons = reasons_of(own)
    if reasons is None:
        return []
    found = reasons_for_mentor(reasons) if own.i_am_mentor else reason_list(reasons)
    return found or [_("no single answer of you two stands out; the whole cohort was matched together")]


def _answered(request: Request, found: Offer, go: str, meeting: MeetingForm, decline: DeclineForm) -> str:
    """Do what was asked; return the sentence to show, empty when the form has to come back."""
    by = request.viewer
    is_mentor = found.mentorship.mentor_id == by.person_id
    if go == "agree" and not is_mentor:
        offer = accept_as_mentee(offer_id=found.id, meeting_at=found.meeting_at, by=by)
        return _("Agreed. The first meeting is set.") if offer.meeting_at else _("Agreed. The pair begins.")
    if go in ("accept", WITH_A_TIME) and meeting.is_valid():
        accept = accept_as_mentor if is_mentor else accept_as_mentee
        offer = accept(offer_id=found.id, by=by, **meeting.cleaned_data)
        return _said_yes(is_mentor=is_mentor, has_time=offer.meeting_at is not None)
    if go == "meeting" and meeting.is_valid():
        propose_meeting(offer_id=found.id, by=by, **meeting.cleaned_data)
        return _("Your time for the first meeting is kept, and the other person is told.")
    if go == "decline" and decline.is_valid():
        act = decline_as_mentor if is_mentor else decline_as_mentee
        act(offer_id=found.id, reason=decline.cleaned_data["reason"], by=by)
        return _("Understood. The program office looks for somebody else; nobody is told who said no.")
    return ""


def _said_yes(*, is_mentor: bool, has_time: bool) -> str:
    if is_mentor and has_time:
        return _("Thank you. We tell the other person now, with your proposed time.")
    if is_mentor:
        return _("Thank you. We tell the other person now.")
    return _("Agreed, with your time for the first meeting.") if has_time else _("Agreed. The pair begins.")
