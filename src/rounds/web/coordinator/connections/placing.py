"""What an office does with a learning platform: place a link in a course, read who is in one, end who somebody is there."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from rounds.core.access import Request, ScopedRequest, Viewer, allow
from rounds.core.errors import NotFound, OutOfOrder
from rounds.development.selectors.training import uses_plain_titles
from rounds.development.values.modules import MODULES
from rounds.integrations.connections.enums import ConnectionState
from rounds.integrations.connections.models import Connection
from rounds.integrations.connections.rules import can_confirm_connection, can_see_connections
from rounds.integrations.connections.selectors import may_confirm, platform_for, runs_of
from rounds.integrations.lti.models import LinkedIdentity, LtiCourse
from rounds.programs.models import Program
from rounds.surveys.campaigns.selectors import is_closed, is_open, list_waves
from rounds.surveys.models import Wave
from rounds.web.addresses import address
from rounds.web.frame.links import see_whose
from rounds.web.machines.platforms import ours_of
from rounds.web.participant.lti.entering import HELD, SESSION
from rounds.web.toasts import add_toast


def told_whom_to_ask(show: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Return the page of the choice; who came from "Select content" and may not choose is told whom to ask.

    Only whom the launch of this very connection has brought reads that; for everybody else the address is as any other.
    """

    @wraps(show)
    def view(request: ScopedRequest, connection_id: UUID) -> HttpResponse:
        is_office = request.viewer is not None and may_confirm(request.viewer)
        if request.user.is_authenticated and not is_office and came_to_place(request, connection_id):
            return render(request, "coordinator/connections/ask_the_office.html", status=HTTPStatus.FORBIDDEN)
        return show(request, connection_id=connection_id)

    return view


def came_to_place(request: HttpRequest, connection_id: UUID) -> bool:
    """Tell whether a launch of a connection has brought this browser to choose what a link opens."""
    came_by = (request.session.get(SESSION) or ["", ""])[1]
    return came_by == str(connection_id) and bool((request.session.get(HELD) or {}).get("placing"))


@told_whom_to_ask
@allow(can_confirm_connection, load=platform_for)
@require_http_methods(["GET", "POST"])
def place(request: Request, connection: Connection) -> HttpResponse:
    """Choose what a link in a course opens; a POST shows the button that puts it there."""
    placing = _placing(request, connection)
    if placing is not None:  # of two courses that have asked, the one whose page it is
        see_whose(request, str(connection.id), placing["return_url"], placing["data"])
    waves = _open_waves(request.viewer)
    if placing is None or request.method != "POST":
        context = {
            "connection": connection,
            "is_asked": placing is not None,
            "is_on": connection.state == ConnectionState.ON,
            "choices": choices_of(waves),
            "waves": waves,
            "ours": ours_of(request.institution.slug, connection.id),
        }
        return render(request, "coordinator/connections/place.html", context)
    return _placed(request, connection, placing, waves)


def _placing(request: Request, connection: Connection) -> dict[str, str] | None:
    is_here = came_to_place(request, connection.id) and connection.state == ConnectionState.ON
    return request.session[HELD]["placing"] if is_here else None


def _open_waves(viewer: Viewer) -> list[Wave]:
    return [one.wave for one in list_waves(viewer) if is_open(one.wave) and not is_closed(one.wave)]


@dataclass(frozen=True)
class Choice:
    """What a link can open: the custom parameter, what the office reads, what stands in the course."""

    value: str
    words: str
    title: str
    hint: str = ""


def choices_of(waves: list[Wave]) -> list[Choice]:
    """Return what a link can open: what waits for each, the open surveys, intake, training and its modules."""
    signs_in = _("asks for sign-in to Rounds; the course is not told who is done")
    trains = _("for mentors; asks for sign-in to Rounds; the course is not told who is done")
    programs: dict[Any, str] = dict(Program.objects.values_list("id", "name"))
    return [
        Choice("tasks", _("What waits for each person"), _("What waits for you in Rounds")),
        *(Choice(str(one.id), _wave_words(one, programs), one.campaign.name) for one in waves),
        Choice("intake", _("Intake"), _("Intake for mentoring"), signs_in),
        Choice("training", _("Mentor training: one’s own record and sessions"), _("Mentor training"), trains),
        *(Choice(f"training/{key}", words, words, trains) for key, words in _modules()),
    ]


def _wave_words(wave: Wave, programs: dict[Any, str]) -> str:
    """Return a survey by name, program and days: one name is asked in many programs and months."""
    return _("%(name)s, %(program)s, open until %(day)s") % {
        "name": f"{wave.campaign.name} {wave.number}",
        "program": programs.get(wave.campaign.scope_id) or _("all programs"),
        "day": date_format(wave.closes_on, "j M Y"),
    }


def _modules() -> list[tuple[str, str]]:
    is_plain = uses_plain_titles()
    words = _("Module %(key)s: %(title)s")
    return [
        (key, words % {"key": key, "title": one.title_for(is_plain=is_plain)}) for key, one in MODULES.items()
    ]


def _placed(
    request: Request, connection: Connection, held: dict[str, str], waves: list[Wave]
) -> HttpResponse:
    from rounds.integrations.lti.services.own_key import ensure_key
    from rounds.integrations.lti.services.placing import Link, answer_with
    from rounds.integrations.lti.values.launches import TASKS, Placing

    chosen = request.POST.get("wave", "")
    wave = next((one for one in waves if str(one.id) == chosen), None)
    link = next((one for one in choices_of(waves) if one.value == chosen), None)
    if link is None:
        raise OutOfOrder(_("This survey is not open any more. Go back to the course and choose again."))
    request.session.pop(HELD)  # once
    placing = Placing(**held)
    ensure_key(connection)
    answer = answer_with(
        connection=connection,
        placing=placing,
        link=Link(link.title, wave.id if wave else None, "" if wave or chosen == TASKS else chosen),
        target=ours_of(request.institution.slug, connection.id).launch,
    )
    parts = urlsplit(placing.return_url)
    response: Any = render(
        request,
        "coordinator/connections/placed.html",
        {"connection": connection, "title": link.title, "to": placing.return_url, "answer": answer},
    )
    # the one form that is answered by somebody else: by the address that the platform has signed
    response._csp_replace = {"form-action": ["'self'", f"{parts.scheme}://{parts.netloc}"]}
    return response


def course_for(viewer: Viewer, course_id: UUID) -> LtiCourse:
    """Return a course out of which somebody came; NotFound where there is none."""
    found: LtiCourse | None = LtiCourse.objects.select_related("connection").filter(id=course_id).first()
    if found is None:
        raise NotFound
    return found


@allow(can_confirm_connection, load=course_for)
@require_POST
def roster(request: Request, course: LtiCourse) -> HttpResponse:
    """Read who learns in a course, or who teaches it, and lead to the import where it is looked at."""
    from rounds.integrations.lti.services.rosters import stage_roster

    try:
        staged = stage_roster(
            course=course, by=request.viewer, teachers=request.POST.get("who") == "teachers"
        )
    except OutOfOrder as error:
        add_toast(request, error.message, icon="exclamation-triangle")
        return redirect(address(request, "connections:detail", connection_id=course.connection_id))
    add_toast(request, runs_of(course.connection)[0].sentence)
    return redirect(address(request, "imports:check", import_id=staged.id))


def identity_for(viewer: Viewer, identity_id: UUID) -> LinkedIdentity:
    """Return who somebody is at a platform; NotFound where nobody is."""
    found: LinkedIdentity | None = (
        LinkedIdentity.objects.select_related("person", "connection").filter(id=identity_id).first()
    )
    if found is None:
        raise NotFound
    return found


@allow(can_see_connections, load=identity_for)
@require_http_methods(["GET", "POST"])
def unlink(request: Request, identity: LinkedIdentity) -> HttpResponse:
    """Ask whether an account of a platform is somebody's no more; the button says so."""
    from rounds.integrations.lti.services.joining import unlink as end

    if request.method == "POST":
        end(identity=identity, by=request.viewer)
        add_toast(request, _("Ended. At the next launch this account is asked anew who it is."))
        return redirect(address(request, "connections:detail", connection_id=identity.connection_id))
    return render(request, "coordinator/connections/unlink.html", {"identity": identity})
