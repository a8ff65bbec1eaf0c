"""Arranging a meeting: proposing times, taking one, the page of a meeting, and the way back of each step."""

from datetime import datetime
from itertools import groupby
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rounds.core.access import Request, allow, is_member
from rounds.core.clock import now
from rounds.core.errors import DomainError
from rounds.mentorships.conversations.selectors import own_conversation_for
from rounds.mentorships.conversations.services import planning
from rounds.mentorships.conversations.services.log import is_of_a_later_day
from rounds.mentorships.enums import ProposalState
from rounds.mentorships.meetings.forms import TimesForm, read_moment
from rounds.mentorships.meetings.selectors import (
    OpenTimes,
    occurrences_of,
    open_proposals_of,
    open_times_of,
    own_meeting_for,
    own_proposal_for,
    proposers_of,
    was_moved,
    zones_of,
)
from rounds.mentorships.meetings.services import (
    MOST_TIMES,
    Proposal,
    give_time_back,
    propose_times,
    take_time,
    withdraw_times,
)
from rounds.mentorships.models import Conversation, Mentorship, ProposedTimes
from rounds.mentorships.selectors import own_mentorship_for
from rounds.web.addresses import address
from rounds.web.frame.errors import put_error, show_form
from rounds.web.toasts import add_toast
from rounds.web.words.series import agreed_words, series_of
from rounds.web.words.times import TIME, at_words, elsewhere_words

# At most so many times of a day are shown, and so many days.
A_DAY, DAYS = 6, 10


@require_http_methods(["GET", "POST"])
@allow(is_member, load=own_mentorship_for)
def times(request: Request, pair: Mentorship) -> HttpResponse:
    """Propose up to three times to the other one."""
    found = open_times_of([pair])[pair.id] if pair.is_running else OpenTimes(30, None)
    shown = shown_times(found)
    first = {
        "entry": TimesForm.new_entry(),
        "times": [one.isoformat() for text in request.GET.getlist("at") if (one := read_moment(text))],
    }
    choices = [(one.isoformat(), at_words(one)) for one in shown]
    form = TimesForm(request.POST or None, choices=choices, minutes=found.minutes, initial=first)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        wanted = Proposal(
            times=form.wanted(),
            minutes=data["minutes"],
            mode=data["mode"],
            entry_id=form.entry_id(),
            repeats=form.repeats(),
            until=data["until"],
            zone=timezone.get_current_timezone_name(),
        )
        try:
            made = propose_times(mentorship_id=pair.id, proposal=wanted, by=request.viewer)
        except DomainError as error:
            put_error(form, error)
        else:
            return _proposed(request, pair, made)
    context = {
        "pair": pair,
        "other": other_name(request, pair),
        "days": _days(request, pair, shown, set(form["times"].value() or ())),
        "is_known": found.moments is not None,
        "zone": timezone.get_current_timezone_name(),
        "proposer": _proposer_words(request, pair),
        "open": open_proposals_of([pair]).get(pair.id),
        "most": MOST_TIMES,
    }
    return show_form(request, "participant/meetings/times.html", form, **context)


def _proposed(request: Request, pair: Mentorship, made: ProposedTimes) -> HttpResponse:
    words = ngettext(
        "%(count)s time proposed to %(name)s.", "%(count)s times proposed to %(name)s.", len(made.times)
    )
    said = words % {"count": len(made.times), "name": other_name(request, pair)}
    undo = address(request, "pairs:withdraw_times", proposal_id=made.id)
    add_toast(request, said, undo=f"{undo}?undo")
    return _log_of(request, pair)


def shown_times(found: OpenTimes) -> list[datetime]:
    """Return those of the free times that a page shows, by day."""
    days = groupby(found.moments or (), key=lambda one: timezone.localtime(one).date())
    kept = [list(of_day)[:A_DAY] for _day, of_day in days]
    return [one for of_day in kept[:DAYS] for one in of_day]


def _days(
    request: Request, pair: Mentorship, shown: list[datetime], ticked: set[str]
) -> list[dict[str, Any]]:
    """Return the times by day, each with what the other's clocks show."""
    other_id = _other_id(request, pair)
    zone = zones_of([other_id])[other_id]
    name = other_name(request, pair)
    days = groupby(shown, key=lambda one: timezone.localtime(one).date())
    return [
        {
            "day": day,
            "times": [
                {
                    "value": one.isoformat(),
                    "words": at_words(one, shape=TIME),
                    "elsewhere": elsewhere_words(one, zone, name),
                    "is_ticked": one.isoformat() in ticked,
                }
                for one in of_day
            ],
        }
        for day, of_day in days
    ]


def _proposer_words(request: Request, pair: Mentorship) -> str:
    """Say who proposes times by the agreement, where that is the other one."""
    side = proposers_of([pair])[pair.id]
    mine = "mentor" if pair.mentor_id == request.viewer.person_id else "mentee"
    if side in ("", mine):
        return ""
    return _("By your agreement %(name)s proposes times; you can do so too.") % {
        "name": other_name(request, pair)
    }


@require_http_methods(["GET", "POST"])
@allow(is_member, load=own_proposal_for)
def proposal(request: Request, made: ProposedTimes) -> HttpResponse:
    """Show proposed times to one of the two; the other one takes one in one press."""
    pair = made.mentorship
    moment = read_moment(request.POST.get("at"))
    if request.method == "POST" and moment:
        planned = take_time(proposal_id=made.id, moment=moment, by=request.viewer)
        undo = address(request, "pairs:give_back", proposal_id=made.id)
        said = agreed_words(occurrences_of(made, moment))
        add_toast(request, said, undo=undo)
        return redirect(address(request, "pairs:meeting", meeting_id=planned.meeting_id))
    other_id = _other_id(request, pair)
    zone, name = zones_of([other_id])[other_id], other_name(request, pair)
    context = {
        "made": made,
        "pair": pair,
        "other": name,
        "is_mine": made.proposed_by_id == request.viewer.person_id,
        "is_open": made.state == ProposalState.OPEN and pair.is_running,
        "times": [
            (one, at_words(one), elsewhere_words(one, zone, name), one > now(), series_of(made, one))
            for one in made.moments
        ],
    }
    return render(request, "participant/meetings/proposal.html", context)


@require_POST
@allow(is_member, load=own_proposal_for)
def withdraw(request: Request, made: ProposedTimes) -> HttpResponse:
    """Withdraw what one has proposed."""
    again = withdraw_times(proposal_id=made.id, by=request.viewer, is_undo="undo" in request.GET)
    if again is None:
        said = _("Withdrawn: nobody is asked for a time now.")
    elif again.proposed_by_id == request.viewer.person_id:
        said = _("Withdrawn: the times that you proposed before wait for an answer again.")
    else:
        said = _("Withdrawn: the times that were proposed to you wait for your answer again.")
    add_toast(request, said)
    return _log_of(request, made.mentorship)


@require_POST
@allow(is_member, load=own_proposal_for)
def give_back(request: Request, made: ProposedTimes) -> HttpResponse:
    """Take back that one has taken a time."""
    give_time_back(proposal_id=made.id, by=request.viewer)
    add_toast(request, _("Taken back: the times wait for your answer again."))
    return redirect(address(request, "pairs:proposal", proposal_id=made.id))


@require_GET
@allow(is_member, load=own_meeting_for)
def meeting(request: Request, conversation: Conversation) -> HttpResponse:
    """Show a meeting, the same address over every move: the one that stands in the calendar's entry."""
    pair = conversation.mentorship
    other_id = _other_id(request, pair)
    moment = conversation.starts_at or now()
    context = {
        "one": conversation,
        "pair": pair,
        "other": other_name(request, pair),
        "at": at_words(moment),
        "elsewhere": elsewhere_words(moment, zones_of([other_id])[other_id], other_name(request, pair)),
        "zone": timezone.get_current_timezone_name(),
        "is_past": moment <= now(),
        "can_log": not is_of_a_later_day(conversation),
        "was_moved": was_moved(conversation),
    }
    return render(request, "participant/meetings/meeting.html", context)


@require_POST
@allow(is_member, load=own_conversation_for)
def move_back(request: Request, conversation: Conversation) -> HttpResponse:
    """Let a meeting be at the time again from which it was moved last."""
    back = planning.take_back_move(conversation_id=conversation.id, by=request.viewer)
    add_toast(request, _("Taken back: it is on %(at)s again.") % {"at": at_words(back.starts_at or now())})
    return _log_of(request, conversation.mentorship)


@require_POST
@allow(is_member, load=own_conversation_for)
def plan_again(request: Request, conversation: Conversation) -> HttpResponse:
    """Let a meeting stand again that was called off."""
    planning.plan_again(conversation_id=conversation.id, by=request.viewer)
    add_toast(request, _("Taken back: the meeting stands again."))
    return _log_of(request, conversation.mentorship)


@require_POST
@allow(is_member, load=own_conversation_for)
def unplan(request: Request, conversation: Conversation) -> HttpResponse:
    """Take back that one has planned a conversation: it counts as nothing."""
    planning.take_back_plan(conversation_id=conversation.id, by=request.viewer)
    add_toast(request, _("Taken back: nothing is planned."))
    return _log_of(request, conversation.mentorship)


def other_name(request: Request, pair: Mentorship) -> str:
    """Return the name of the other one, as one of the two says it."""
    name: str = (
        pair.mentee.full_name if pair.mentor_id == request.viewer.person_id else pair.mentor.display_name
    )
    return name


def _other_id(request: Request, pair: Mentorship) -> Any:
    return pair.mentee_id if pair.mentor_id == request.viewer.person_id else pair.mentor_id


def _log_of(request: Request, pair: Mentorship) -> HttpResponse:
    return redirect(address(request, "pairs:conversations", mentorship_id=pair.id))
