"""One's own calendar: the address to subscribe to, assistants; and for an assistant, the times of who named them."""

from datetime import datetime

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rounds.core.access import Request, Viewer, allow, holds, is_member
from rounds.core.enums import Role
from rounds.core.errors import DomainError
from rounds.integrations.calendars.selectors import own_feed
from rounds.integrations.calendars.services import renew_feed, revoke_feed
from rounds.mentorships.conversations.forms import MoveForm
from rounds.mentorships.conversations.services import planning
from rounds.mentorships.groups.services import planning as sessions
from rounds.mentorships.meetings.forms import AssistantForm
from rounds.mentorships.meetings.selectors import (
    KeptTime,
    assistants_of,
    called_off_time_for,
    kept_time_for,
    named_by,
    own_delegation_for,
    times_called_off_by,
    times_kept_by,
)
from rounds.mentorships.meetings.services import end_assistant, name_assistant
from rounds.mentorships.models import Conversation, Delegation, GroupMeeting
from rounds.web.addresses import address
from rounds.web.frame.errors import put_error, show_form
from rounds.web.participant.groups.overlaps import ask_about_overlap
from rounds.web.toasts import add_toast
from rounds.web.words.times import at_words, zone_words

OWN = "participant/calendar/mine.html"


@require_http_methods(["GET", "POST"])
@allow(is_member)
def mine(request: Request) -> HttpResponse:
    """Show how one's calendar subscribes, and one's assistants; a POST names one."""
    form = AssistantForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            named = name_assistant(email=form.cleaned_data["email"], by=request.viewer)
        except DomainError as error:
            put_error(form, error)
        else:
            undo = address(request, "calendar:end_assistant", delegation_id=named.id)
            said = _(
                "Whoever here has %(address)s now sees and moves the times of your meetings. Is it spelled right? "
                "It is not checked, and with a typing error nobody has it."
            )
            add_toast(request, said % {"address": named.address}, undo=undo)
            return redirect(address(request, "calendar:mine"))
    return show_form(request, OWN, form, **_about(request))


@require_POST
@allow(is_member)
def renew(request: Request) -> HttpResponse:
    """Make the address to subscribe to, or a new one: it is on this page once, and kept nowhere."""
    token = renew_feed(by=request.viewer)
    to = settings.BASE_URL.rstrip("/") + address(request, "feed", feed_token=token)
    addresses = {"new_address": to, "webcal_address": f"webcal://{to.partition('://')[2]}"}
    response = render(request, OWN, {"form": AssistantForm(), **addresses, **_about(request)})
    response.headers["Cache-Control"] = "no-store"
    return response


@require_POST
@allow(is_member)
def revoke(request: Request) -> HttpResponse:
    """End the address: calendars that subscribed get nothing more."""
    had = revoke_feed(by=request.viewer)
    said = _("The address has ended. Calendars that used it get nothing more.")
    add_toast(request, said if had else _("There was no address."))
    return redirect(address(request, "calendar:mine"))


def _about(request: Request) -> dict[str, object]:
    viewer = request.viewer
    return {
        "feed": own_feed(viewer),
        "assistants": assistants_of(viewer.own_id),
        "named_by": named_by(viewer),
    }


@require_POST
@allow(is_member, load=own_delegation_for)
def end(request: Request, named: Delegation) -> HttpResponse:
    """End it that somebody sees and moves one's times."""
    end_assistant(delegation=named, by=request.viewer)
    add_toast(request, _("%(address)s no longer sees your times.") % {"address": named.address})
    return redirect(address(request, "calendar:mine"))


@require_GET
@allow(holds(Role.DELEGATE))
def times(request: Request) -> HttpResponse:
    """Show an assistant the meetings to come of those who named them: whose, with whom, when."""
    viewer = request.viewer
    lines = [(one, at_words(one.starts_at), with_words(one)) for one in times_kept_by(viewer)]
    zone = zone_words(timezone.now(), timezone.get_current_timezone_name())
    off = [(one, at_words(one.starts_at), with_words(one)) for one in times_called_off_by(viewer)]
    context = {"lines": lines, "off": off, "people": named_by(viewer), "zone": zone}
    return render(request, "participant/times/list.html", context)


@require_http_methods(["GET", "POST"])
@allow(is_member, load=kept_time_for)
def move(request: Request, kept: KeptTime) -> HttpResponse:
    """Move a meeting of somebody who has named the viewer."""
    form = MoveForm(request.POST or None, initial={"starts_at": kept.starts_at})
    if request.method == "POST" and form.is_valid() and form.cleaned_data["starts_at"] == kept.starts_at:
        add_toast(request, _("It is at that time already: nothing was moved, and nobody is told."))
        return redirect(address(request, "calendar:times"))
    if request.method == "POST" and form.is_valid() and kept.is_of_group:
        meant = [form.cleaned_data["starts_at"]]
        ask_about_overlap(form, kept.person.id, meant, kept.minutes, but=kept.id)
    if request.method == "POST" and form.is_valid():
        try:
            moved = _moved(kept, form.cleaned_data["starts_at"], request.viewer)
        except DomainError as error:
            put_error(form, error)
        else:
            at = at_words(moved.starts_at) if moved.starts_at else ""
            undo = address(request, "calendar:move_back", kept_id=moved.id)
            said = _("Moved to %(at)s. %(told)s") % {"at": at, "told": _told_words(kept)}
            add_toast(request, said, undo=undo)
            return redirect(address(request, "calendar:times"))
    context = {
        "kept": kept,
        "at": at_words(kept.starts_at),
        "zone": zone_words(kept.starts_at, timezone.get_current_timezone_name()),
        "what": with_words(kept),
        "told": _told_words(kept),
    }
    return show_form(request, "participant/times/move.html", form, **context)


@require_POST
@allow(is_member, load=kept_time_for)
def move_back(request: Request, kept: KeptTime) -> HttpResponse:
    """Let a meeting be at the time again from which it was moved."""
    old = _moved_back(kept, request.viewer)
    at = at_words(old.starts_at) if old.starts_at else ""
    said = _("It is at %(at)s again. %(told)s") % {"at": at, "told": _told_words(kept)}
    add_toast(request, said)
    return redirect(address(request, "calendar:times"))


@require_POST
@allow(is_member, load=kept_time_for)
def call_off(request: Request, kept: KeptTime) -> HttpResponse:
    """Call a meeting off of somebody who has named the viewer."""
    if kept.is_of_group:
        sessions.call_off_group_meeting(meeting_id=kept.id, by=request.viewer)
    else:
        planning.call_off_conversation(conversation_id=kept.id, by=request.viewer)
    undo = address(request, "calendar:plan_again", called_off_id=kept.id)
    add_toast(request, _("Called off. %(told)s") % {"told": _told_words(kept)}, undo=undo)
    return redirect(address(request, "calendar:times"))


@require_POST
@allow(holds(Role.DELEGATE), load=called_off_time_for)
def plan_again(request: Request, kept: KeptTime) -> HttpResponse:
    """Let a meeting stand again that was called off, at its time."""
    if kept.is_of_group:
        sessions.plan_group_meeting_again(meeting_id=kept.id, by=request.viewer)
    else:
        planning.plan_again(conversation_id=kept.id, by=request.viewer)
    said = _("It stands again: %(at)s. %(told)s")
    add_toast(request, said % {"at": at_words(kept.starts_at), "told": _told_words(kept)})
    return redirect(address(request, "calendar:times"))


def _moved(kept: KeptTime, starts_at: datetime, by: Viewer) -> Conversation | GroupMeeting:
    if kept.is_of_group:
        return sessions.move_group_meeting(meeting_id=kept.id, starts_at=starts_at, by=by)
    return planning.move_conversation(conversation_id=kept.id, starts_at=starts_at, by=by)


def _moved_back(kept: KeptTime, by: Viewer) -> Conversation | GroupMeeting:
    if kept.is_of_group:
        return sessions.move_group_meeting_back(meeting_id=kept.id, by=by)
    return planning.take_back_move(conversation_id=kept.id, by=by)


def _told_words(kept: KeptTime) -> str:
    if kept.is_of_group:
        return _("The whole group is told by a calendar message.")
    return _("Both are told by a calendar message.")


def with_words(kept: KeptTime) -> str:
    """Return what it is for whom, as calendars name it: with whom, never what a group is called."""
    if kept.other is None:
        return _("Session of the group")
    name = {"name": kept.other.display_name}
    return _("Group session with %(name)s") % name if kept.is_of_group else _("Meeting with %(name)s") % name
