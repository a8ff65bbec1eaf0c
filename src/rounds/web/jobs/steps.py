"""Steps that follow from what somebody did, and that failed again and again: seen, and tried again."""

from typing import Final

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from rounds.core.access import Request, allow, holds
from rounds.core.enums import Role
from rounds.core.errors import NotFound
from rounds.core.events import ATTEMPTS, failed_event, failed_events, try_event_again
from rounds.core.jobs import list_own_jobs
from rounds.core.reading import read_number
from rounds.web.addresses import address
from rounds.web.toasts import add_toast

SHOWN = 100
# What follows from each kind of event, in the words of those who wait for it; no names of people.
WORDS: Final[dict[str, Promise]] = {
    "access.asked": gettext_lazy("Messages about access that was asked for"),
    "access.decided": gettext_lazy("Messages about access that was decided"),
    "agreement.proposed": gettext_lazy("The message that an agreement waits for a signature"),
    "break_glass.asked": gettext_lazy("The messages that ask a second person in an emergency"),
    "break_glass.decided": gettext_lazy("The message to who asked for an emergency what was decided"),
    "break_glass.told": gettext_lazy("The messages that something was opened in an emergency"),
    "agreement.signed": gettext_lazy("The messages that an agreement is in force"),
    "assistant.named": gettext_lazy("The message to somebody who was named as an assistant"),
    "call.asked": gettext_lazy("The messages to who is asked to call somebody"),
    "connection.broken": gettext_lazy("The message that a connection is broken"),
    "credential.ends": gettext_lazy("The message that a credential of a machine ends soon"),
    "conversation.entry_removed": gettext_lazy("The messages about a conversation that the office removed"),
    "conversation.recorded_for_pair": gettext_lazy(
        "What follows when the office enters a conversation of a pair"
    ),
    "group_meeting.changed": gettext_lazy("The calendar messages of a group's session"),
    "meeting.changed": gettext_lazy("The calendar messages of a meeting"),
    "mentorship.mentor_left": gettext_lazy("What follows when a mentor leaves a pair"),
    "offer.accepted": gettext_lazy("The message to a mentee whose mentor said yes"),
    "offer.begun": gettext_lazy("The message to a mentor that both said yes"),
    "offer.made": gettext_lazy("The letter to a mentor who is asked"),
    "offer.meeting_proposed": gettext_lazy("The message about a first meeting"),
    "offer.mentor_left": gettext_lazy("The message to the office that a mentor left"),
    "offer.returned": gettext_lazy("The messages about a pair that will not be"),
    "pair.ended_by_office": gettext_lazy("The messages about a pair that ended"),
    "pair.ended_by_leaving": gettext_lazy("The messages about a pair of which one has left"),
    "pair.goes_on": gettext_lazy("The messages about a pair that goes on"),
    "pair.handed_over": gettext_lazy("The messages about another mentor"),
    "panel.joined": gettext_lazy("The messages about a mentor on a panel"),
    "place.opened": gettext_lazy("What follows when a mentor has a free place"),
    "place.wanted": gettext_lazy("The message to the office about an open place"),
    "programs.enrollment.withdrawn": gettext_lazy("What follows when somebody is withdrawn"),
    "times.proposed": gettext_lazy("The message that times are proposed"),
    "run.sent": gettext_lazy("The letters to program directors (PD) about a run to approve"),
    "run.published": gettext_lazy("The letters to the mentors of published pairs"),
}


@require_http_methods(["GET", "POST"])
@allow(holds(Role.COORDINATOR, Role.DIRECTOR, Role.SITE_ADMIN))
def steps(request: Request) -> HttpResponse:
    """List the steps that failed; a POST lets one be tried again at once."""
    if request.method == "POST":
        return _again(request)
    rows = [
        (event, WORDS.get(event.name, event.name), event.attempts < ATTEMPTS)
        for event in failed_events(request.viewer)[:SHOWN]
    ]
    return render(request, "jobs/steps.html", {"rows": rows, "own": list_own_jobs(request.viewer)})


def _again(request: Request) -> HttpResponse:
    try:
        event = failed_event(request.viewer, read_number(request.POST.get("event")) or 0)
        try_event_again(event=event, by=request.viewer)
        add_toast(request, _("It is tried again now. If it fails again, tell whoever runs the server."))
    except NotFound:
        add_toast(request, _("This step has gone through meanwhile."))
    return redirect(address(request, "jobs:steps"))
