"""A session of a group to come: planned, in the calendars of all, moved or called off, each with a way back; signed in to."""

from datetime import datetime, time
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rounds.core.access import Request, allow, is_member
from rounds.core.clock import institution_day, institution_today, now
from rounds.core.errors import DomainError
from rounds.core.reading import read_day
from rounds.mentorships.conversations.forms import MoveForm
from rounds.mentorships.groups.forms import SessionPlanForm
from rounds.mentorships.groups.selectors import (
    OwnGroup,
    held_group_for,
    held_group_meeting_for,
    own_group_meeting_for,
    signed_in_at,
)
from rounds.mentorships.groups.services import planning, sessions
from rounds.mentorships.meetings.selectors import zones_of
from rounds.mentorships.models import GroupMeeting
from rounds.web.addresses import address
from rounds.web.drawing.qr import code_of
from rounds.web.frame.errors import put_error, show_form
from rounds.web.participant.groups.overlaps import ask_about_overlap
from rounds.web.toasts import add_toast
from rounds.web.words.times import at_words, each_elsewhere

USUAL_MINUTES = 60
# asked for in the address: with those that repeat it
REST = "rest"
Found = tuple[OwnGroup, GroupMeeting]


@require_http_methods(["GET", "POST"])
@allow(is_member, load=held_group_for)
def plan(request: Request, own: OwnGroup) -> HttpResponse:
    """Plan a session for the whole group."""
    first: dict[str, Any] = {"entry": SessionPlanForm.new_entry()}
    day = read_day(request.GET.get("day"))
    if day is not None:
        first["starts_at"] = datetime.combine(day, time(17))
    form = SessionPlanForm(request.POST or None, agreed=USUAL_MINUTES, initial=first)
    if request.method == "POST" and form.is_valid():
        meant = form.moments(_zone())
        ask_about_overlap(form, own.group.mentor_id, meant, form.cleaned_data["minutes"])
    if request.method == "POST" and form.is_valid():
        try:
            planned = planning.plan_group_meeting(
                group_id=own.group.id, plan=form.plan(), series=form.series(_zone()), by=request.viewer
            )
        except DomainError as error:
            put_error(form, error)
        else:
            undo = address(request, "groups:call_off", held_meeting_id=planned[0].id)
            add_toast(request, _planned_words(planned), undo=f"{undo}?{REST}")
            return _page_of(request, planned[0])
    return show_form(request, "participant/groups/plan.html", form, own=own, group=own.group, zone=_zone())


def _planned_words(planned: list[GroupMeeting]) -> str:
    words = ngettext(
        "Planned for %(at)s.",
        "%(count)s sessions planned from %(at)s on. They come into calendars, each by itself.",
        len(planned),
    )
    return words % {"at": at_words(planned[0].starts_at), "count": len(planned)}


def clocks_of(own: OwnGroup, moments: list[datetime]) -> dict[datetime, list[str]]:
    """Return for each moment what the clocks of those in the group show whose clocks are not the reader's."""
    if not moments:
        return {}
    names = {own.group.mentor_id: own.group.mentor.display_name}
    names |= {member.person_id: member.person.full_name for member in own.members}
    named = [(zone, names[person_id]) for person_id, zone in zones_of(names).items()]
    return {moment: each_elsewhere(moment, named) for moment in moments}


@require_GET
@allow(is_member, load=own_group_meeting_for)
def meeting(request: Request, found: Found) -> HttpResponse:
    """Show a planned session, the same address over every move: the one that stands in the calendar's entry."""
    own, one = found
    is_today = institution_day(one.starts_at) == institution_today()
    signed_in = signed_in_at(one)
    context = {
        "own": own,
        "group": own.group,
        "one": one,
        "at": at_words(one.starts_at),
        "rest": len(planning.rest_of_series(one)),
        "can_sign_in": is_today and one.is_planned and own.is_open and not own.i_am_mentor,
        "i_am_here": request.viewer.own_id in signed_in,
        "here": [member.person for member in own.members if member.person_id in signed_in],
        "before": at_words(one.moved_from) if one.moved_from and one.moved_from > now() else "",
        "zone": _zone(),
        "elsewhere": clocks_of(own, [one.starts_at])[one.starts_at],
        "is_past": one.starts_at <= now(),
        "can_log": institution_day(one.starts_at) <= institution_today(),
    }
    return render(request, "participant/groups/meeting.html", context)


@require_http_methods(["GET", "POST"])
@allow(is_member, load=held_group_meeting_for)
def move(request: Request, found: Found) -> HttpResponse:
    """Move a planned session to another time."""
    own, one = found
    form = MoveForm(request.POST or None, initial={"starts_at": one.starts_at})
    if request.method == "POST" and form.is_valid() and form.cleaned_data["starts_at"] != one.starts_at:
        meant = [form.cleaned_data["starts_at"]]
        ask_about_overlap(form, own.group.mentor_id, meant, one.minutes, but=one.id)
    if request.method == "POST" and form.is_valid():
        try:
            moved = planning.move_group_meeting(
                meeting_id=one.id, starts_at=form.cleaned_data["starts_at"], by=request.viewer
            )
        except DomainError as error:
            put_error(form, error)
        else:
            undo = address(request, "groups:move_back", held_meeting_id=moved.id)
            add_toast(request, _("Moved to %(at)s.") % {"at": at_words(moved.starts_at)}, undo=undo)
            return _page_of(request, moved)
    context = {"own": own, "group": own.group, "one": one, "at": at_words(one.starts_at), "zone": _zone()}
    return show_form(request, "participant/groups/move.html", form, **context)


@require_POST
@allow(is_member, load=held_group_meeting_for)
def move_back(request: Request, found: Found) -> HttpResponse:
    """Let a session be at the time again from which it was moved last."""
    back = planning.move_group_meeting_back(meeting_id=found[1].id, by=request.viewer)
    add_toast(request, _("Taken back: it is on %(at)s again.") % {"at": at_words(back.starts_at)})
    return _page_of(request, back)


@require_POST
@allow(is_member, load=held_group_meeting_for)
def call_off(request: Request, found: Found) -> HttpResponse:
    """Call a planned session off, or with it those that repeat it."""
    if REST in request.GET:
        off = planning.call_off_rest(meeting_id=found[1].id, by=request.viewer)
    else:
        off = [planning.call_off_group_meeting(meeting_id=found[1].id, by=request.viewer)]
    undo = address(request, "groups:plan_again", held_meeting_id=off[0].id)
    words = ngettext(
        "Called off. Calendars take it out; no reason is asked.",
        "%(count)s sessions called off. Calendars take them out; no reason is asked.",
        len(off),
    )
    add_toast(request, words % {"count": len(off)}, undo=undo)
    return _page_of(request, off[0])


@require_POST
@allow(is_member, load=held_group_meeting_for)
def plan_again(request: Request, found: Found) -> HttpResponse:
    """Let a session stand again that was called off, with what was called off by the same press."""
    again = planning.plan_group_meeting_again(meeting_id=found[1].id, by=request.viewer)
    words = ngettext(
        "Taken back: the session stands again.", "Taken back: %(count)s sessions stand again.", len(again)
    )
    add_toast(request, words % {"count": len(again)})
    return _page_of(request, again[0])


@require_GET
@allow(is_member, load=held_group_meeting_for)
def sheet(request: Request, found: Found) -> HttpResponse:
    """Show the sheet of a session, made to be printed or put on a wall: its code leads to "I am here"."""
    own, one = found
    to = settings.BASE_URL.rstrip("/") + address(request, "groups:meeting", group_meeting_id=one.id)
    context = {
        "group": own.group,
        "one": one,
        "at": at_words(one.starts_at),
        "zone": _zone(),
        "to": to,
        "code": code_of(to),
    }
    return render(request, "participant/groups/sheet.html", context)


@require_POST
@allow(is_member, load=own_group_meeting_for)
def here(request: Request, found: Found) -> HttpResponse:
    """Say on the day of a session that one is there, or take that back."""
    one = found[1]
    is_here = request.POST.get("here") != "no"
    sessions.sign_in(meeting_id=one.id, is_here=is_here, by=request.viewer)
    add_toast(request, _("Noted: you are here.") if is_here else _("Taken back: you are not signed in."))
    return _page_of(request, one)


def _page_of(request: Request, one: GroupMeeting) -> HttpResponse:
    return redirect(address(request, "groups:meeting", group_meeting_id=one.id))


def _zone() -> str:
    return timezone.get_current_timezone_name()
