"""Whom the reader is asked to call: by when, where; noted as done, which can be taken back."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rounds.core.access import Request, allow, holds
from rounds.core.clock import institution_today
from rounds.core.enums import Role
from rounds.surveys.calling.selectors import call_for, done_calls_for, open_calls_for
from rounds.surveys.calling.services import note_called, reopen_call
from rounds.surveys.models import CallRequest
from rounds.web.addresses import address
from rounds.web.toasts import add_toast

CALLS = holds(Role.COORDINATOR, Role.DIRECTOR, Role.FACULTY_DEVELOPER)
SHOWN = 50


@allow(CALLS)
@require_safe
def calls(request: Request) -> HttpResponse:
    """List who waits for a call, those due first ahead, and who was called lately."""
    waiting = open_calls_for(request.viewer)
    context = {
        "waiting": [(one, one.opened()["reach"]) for one in waiting[:SHOWN]],
        "more": max(0, len(waiting) - SHOWN),
        "done": done_calls_for(request.viewer)[:SHOWN],
        "today": institution_today(),
    }
    return render(request, "coordinator/surveys/calls.html", context)


@allow(CALLS, load=call_for)
@require_POST
def called(request: Request, call: CallRequest) -> HttpResponse:
    """Note that somebody was called, which can be taken back."""
    note_called(call=call, by=request.viewer)
    undo = address(request, "surveys:not_called", call_id=call.id)
    words = _("Noted: %(name)s reads on their home that you called.")
    add_toast(request, words % {"name": call.person.full_name}, undo=undo)
    return redirect(address(request, "surveys:calls"))


@allow(CALLS, load=call_for)
@require_POST
def not_called(request: Request, call: CallRequest) -> HttpResponse:
    """Take that back: they wait for a call again."""
    if reopen_call(call=call, by=request.viewer):
        words = _("%(name)s waits for a call again.")
    else:
        words = _("%(name)s has asked anew since: that wish stands below.")
    add_toast(request, words % {"name": call.person.full_name})
    return redirect(address(request, "surveys:calls"))
