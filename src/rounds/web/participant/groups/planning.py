"""A session of a group to come: planned by its mentor, in the calendars of all, moved or called off, each with a way back."""

from datetime import datetime, time
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rounds.core.access import Request, allow, is_member
from rounds.core.clock import institution_day, institution_today, now
from rounds.core.errors import DomainError
from rounds.core.reading import read_day
from rounds.mentorships.conversations.forms import MoveForm, PlanForm
from rounds.mentorships.conversations.services.planning import Plan
from rounds.mentorships.groups.selectors import (
    OwnGroup,
    held_group_for,
    held_group_meeting_for,
    own_group_meeting_for,
)
from rounds.mentorships.groups.services import planning
from rounds.mentorships.models import GroupMeeting
from rounds.web.addresses import address
from rounds.web.frame.errors import put_error, show_form
from rounds.web.toasts import add_toast
from rounds.web.words.times import at_words

USUAL_MINUTES = 60
Found = tuple[OwnGroup, GroupMeeting]


@require_http_methods(["GET", "POST"])
@allow(is_member, load=held_group_for)
def plan(request: Request, own: OwnGroup) -> HttpResponse:
    """Plan a session for the whole group."""
    first: dict[str, Any] = {"entry": PlanForm.new_entry()}
    day = read_day(request.GET.get("day"))
    if day is not None:
        first["starts_at"] = datetime.combine(day, time(17))
    form = PlanForm(request.POST or None, agreed=USUAL_MINUTES, initial=first)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        wanted = Plan(
            starts_at=data["starts_at"], minutes=data["minutes"], mode=data["mode"], entry_id=form.entry_id()
        )
        try:
            planned = planning.plan_group_meeting(group_id=own.group.id, plan=wanted, by=request.viewer)
        except DomainError as error:
            put_error(form, error)
        else:
            undo = address(request, "groups:call_off", held_meeting_id=planned.id)
            add_toast(request, _("Planned for %(at)s.") % {"at": at_words(planned.starts_at)}, undo=undo)
            return _page_of(request, planned)
    return show_form(request, "participant/groups/plan.html", form, own=own, group=own.group, zone=_zone())


@require_GET
@allow(is_member, load=own_group_meeting_for)
def meeting(request: Request, found: Found) -> HttpResponse:
    """Show a planned session, the same address over every move: the one that stands in the calendar's entry."""
    own, one = found
    context = {
        "own": own,
        "group": own.group,
        "one": one,
        "at": at_words(one.starts_at),
        "before": at_words(one.moved_from) if one.moved_from and one.moved_from > now() else "",
        "zone": _zone(),
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
    """Call a planned session off."""
    off = planning.call_off_group_meeting(meeting_id=found[1].id, by=request.viewer)
    undo = address(request, "groups:plan_again", held_meeting_id=off.id)
    add_toast(request, _("Called off. Calendars take it out; no reason is asked."), undo=undo)
    return _page_of(request, off)


@require_POST
@allow(is_member, load=held_group_meeting_for)
def plan_again(request: Request, found: Found) -> HttpResponse:
    """Let a session stand again that was called off."""
    again = planning.plan_group_meeting_again(meeting_id=found[1].id, by=request.viewer)
    add_toast(request, _("Taken back: the session stands again."))
    return _page_of(request, again)


def _page_of(request: Request, one: GroupMeeting) -> HttpResponse:
    return redirect(address(request, "groups:meeting", group_meeting_id=one.id))


def _zone() -> str:
    return timezone.get_current_timezone_name()
