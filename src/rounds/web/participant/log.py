"""The one form by which a conversation is logged: that it was held and how long, a note, a line that was agreed."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from rounds.core.access import Request, Viewer, allow, is_member
from rounds.core.clock import institution_day, institution_today
from rounds.core.errors import DomainError, OutOfOrder
from rounds.core.reading import read_id
from rounds.mentorships.agreements.selectors import signed_terms_of
from rounds.mentorships.conversations.forms import SELF, LogForm
from rounds.mentorships.conversations.selectors import own_conversation_for
from rounds.mentorships.conversations.services.log import (
    FutureDay,
    Held,
    SameDay,
    check_day,
    is_of_a_later_day,
    log_conversation,
)
from rounds.mentorships.conversations.services.notes import Line, Writing, add_to_conversation
from rounds.mentorships.conversations.values.patients import patient_words
from rounds.mentorships.dues.selectors import counts_of
from rounds.mentorships.enums import Audience, ConversationState
from rounds.mentorships.growth.selectors.goals import goals_of_pair
from rounds.mentorships.models import Conversation, Mentorship
from rounds.mentorships.selectors import own_mentorship_for
from rounds.web.addresses import address
from rounds.web.frame.errors import put_error, status_of
from rounds.web.toasts import add_toast
from rounds.web.words.counts import counts_words_of, what_it_would_count_as

# A day so far back is asked about: it may be a slip of the hand.
ASKED_AFTER = timedelta(days=60)
AGREED_MINUTES = 30


@dataclass
class LogPage:
    """One log page: whose pair, which planned conversation if any, and what is asked before saving."""

    request: Request
    pair: Mentorship
    planned: Conversation | None = None
    questions: dict[str, str] = field(default_factory=dict)
    twin: Conversation | None = None
    # the day of a conversation that has not been: it can be planned instead
    future_on: date | None = None

    @property
    def viewer(self) -> Viewer:
        return self.request.viewer

    @property
    def other_name(self) -> str:
        is_mentor = self.pair.mentor_id == self.viewer.person_id
        return self.pair.mentee.full_name if is_mentor else self.pair.mentor.display_name

    @property
    def other_id(self) -> UUID:
        pair: Mentorship = self.pair
        other: UUID = pair.mentee_id if pair.mentor_id == self.viewer.person_id else pair.mentor_id
        return other

    @cached_property
    def day(self) -> date:
        """Return the day that is likely: the planned one, else today."""
        day = self.viewer.last_day()
        if self.planned and self.planned.starts_at:
            day = min(day, institution_day(self.planned.starts_at))
        return day

    @cached_property
    def agreed_minutes(self) -> int:
        """Return the length that is likely."""
        if self.planned and self.planned.minutes:
            return int(self.planned.minutes)
        signed = signed_terms_of([self.pair.id]).get(self.pair.id)
        return signed.minutes if signed else AGREED_MINUTES

    def counts(self, form: LogForm) -> str:
        """Say what it will count as, when that is more than a meeting: on the likely day, or on the one that was sent."""
        if not form.is_bound:
            return what_it_would_count_as(self.pair, self.day, self.agreed_minutes)
        day, minutes = form.cleaned_data.get("held_on"), form.cleaned_data.get("minutes")
        if day is None:
            return ""  # another day comes
        return what_it_would_count_as(self.pair, day, minutes or self.agreed_minutes)

    def form(self, data: Any = None) -> LogForm:
        """Return the form, filled with what is sent, else with what is likely."""
        first = {
            "held_on": self.day,
            "entry": LogForm.new_entry(),
            "mode": self.planned.mode if self.planned else "",
        }
        goals = goals_of_pair(self.viewer, self.pair)
        return LogForm(data, other=self.other_name, agreed=self.agreed_minutes, goals=goals, initial=first)


@require_http_methods(["GET", "POST"])
@allow(is_member, load=own_mentorship_for)
def new(request: Request, pair: Mentorship) -> HttpResponse:
    """Log a conversation that nobody had planned here."""
    return _log(LogPage(request, pair))


@require_http_methods(["GET", "POST"])
@allow(is_member, load=own_conversation_for)
def outcome(request: Request, conversation: Conversation) -> HttpResponse:
    """Ask how a planned conversation went."""
    if request.method == "GET" and conversation.state != ConversationState.PLANNED:
        return redirect(address(request, "pairs:conversations", mentorship_id=conversation.mentorship_id))
    if request.method == "GET" and conversation.meeting_id and is_of_a_later_day(conversation):
        return redirect(address(request, "pairs:meeting", meeting_id=conversation.meeting_id))
    return _log(LogPage(request, conversation.mentorship, conversation))


def _log(page: LogPage) -> HttpResponse:
    request = page.request
    if not page.pair.is_running:
        raise OutOfOrder(_("This pair does not run now, so nothing can be logged."))
    if request.method == "GET":
        return _shown(page, page.form())
    form = page.form(request.POST)
    if not form.is_valid():
        _look_at_the_day(page, form)
        return _shown(page, form)
    page.questions = _questions(form, set(request.POST.get("sure", "").split()))
    if page.questions:
        return _shown(page, form)
    try:
        logged = _saved(page, form)
    except SameDay as error:
        page.twin = error.other
    except FutureDay as error:
        page.future_on = form.cleaned_data["held_on"]
        put_error(form, error)
    except OutOfOrder:
        raise
    except DomainError as error:
        put_error(form, error)
    else:
        return _onward(page, logged)
    return _shown(page, form)


def _look_at_the_day(page: LogPage, form: LogForm) -> None:
    """Say what is wrong with the day together with all else that is wrong."""
    day = form.cleaned_data.get("held_on")
    try:
        if day:
            check_day(page.pair, day)
    except DomainError as error:
        page.future_on = day if isinstance(error, FutureDay) else None
        put_error(form, error)


def _questions(form: LogForm, sure: set[str]) -> dict[str, str]:
    """Return what is asked before saving, by key, unless the reader is sure of it. Nothing of it is kept."""
    asked = {}
    day = form.cleaned_data["held_on"]
    if institution_today() - day > ASKED_AFTER and f"day:{day}" not in sure:
        ago = (institution_today() - day).days
        asked[f"day:{day}"] = ngettext(
            "Really %(day)s? That is %(days)s day ago.", "Really %(day)s? That is %(days)s days ago.", ago
        ) % {"day": date_format(day, "j F Y"), "days": ago}
    words = patient_words(f"{form.cleaned_data['note']}\n{form.cleaned_data['agreed']}")
    if words and "patient" not in sure:
        asked["patient"] = _(
            "Could this be about a patient: %(words)s? Please leave out what could name one."
        ) % {"words": ", ".join(f"“{word}”" for word in words[:4])}
    return asked


def _saved(page: LogPage, form: LogForm) -> Conversation:
    data, go = form.cleaned_data, page.request.POST.get("go")
    writing = _writing(page, form)
    twin_id = read_id(page.request.POST.get("twin"))
    if go == "same" and twin_id:
        twin = own_conversation_for(page.viewer, twin_id)
        add_to_conversation(conversation=twin, writing=writing, by=page.viewer)
        return twin
    held = Held(
        entry_id=form.entry_id(),
        held_on=data["held_on"],
        minutes=data["minutes"],
        mode=data["mode"],
        planned_id=page.planned.id if page.planned else None,
        is_another=go == "another",
    )
    return log_conversation(mentorship_id=page.pair.id, held=held, by=page.viewer, writing=writing)


def _writing(page: LogPage, form: LogForm) -> Writing:
    data = form.cleaned_data
    lines: tuple[Line, ...] = ()
    if data["agreed"].strip():
        owner = page.viewer.own_id if data["whose"] in ("", SELF) else page.other_id
        lines = (Line(data["agreed"], owner, data["due_on"]),)
    audience = data["audience"] or Audience.PRIVATE
    return Writing(
        data["note"], audience, lines, goals=form.touched(), steps=form.ticked(), entry_id=form.entry_id()
    )


def _onward(page: LogPage, logged: Conversation) -> HttpResponse:
    request = page.request
    words = {"minutes": logged.minutes, "day": date_format(logged.held_on, "j M") if logged.held_on else ""}
    is_own = logged.logged_by_id == page.viewer.person_id
    undo = address(request, "pairs:take_back", conversation_id=logged.id) if is_own else ""
    every = Conversation.objects.filter(mentorship=page.pair, taken_back_at=None)
    counts = counts_words_of(page.pair, counts_of(page.pair, every).get(logged.id, ()))
    add_toast(request, f"{_('Logged: %(minutes)s minutes on %(day)s.') % words} {counts}".strip(), undo=undo)
    return redirect(address(request, "pairs:conversations", mentorship_id=page.pair.id))


def _shown(page: LogPage, form: LogForm) -> HttpResponse:
    context = {"log": page, "form": form, "pair": page.pair, "counts": page.counts(form)}
    status = 409 if page.twin else status_of(form)
    return render(page.request, "participant/conversations/new.html", context, status=status)
