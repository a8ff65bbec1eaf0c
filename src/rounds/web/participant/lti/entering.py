"""From a launch that was checked to one's own questions: a session that opens these pages and nothing else of Rounds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from rounds.core.access import Viewer, public
from rounds.core.database.scope import scope
from rounds.core.errors import NotFound
from rounds.core.models import Institution
from rounds.core.reading import read_id
from rounds.integrations.connections.enums import ConnectionState
from rounds.integrations.connections.models import Connection
from rounds.people.models import Person
from rounds.surveys.answering.selectors import minutes_of_request, own_requests, request_for
from rounds.surveys.enums import RequestState
from rounds.surveys.models import Request as Asked
from rounds.web.account.sign_in.codes import forget_code
from rounds.web.frame.links import let_in, opened_by, opened_row, see_whose
from rounds.web.participant.surveys.views import SESSION as SURVEY

# the connection by which a browser came, and in HELD who came and where to
SESSION, HELD = "lti_connection", "lti_held"
# what a mailed code is for that joins an account of a platform
JOINING = "lti_join"


@dataclass(frozen=True)
class Visitor:
    """Somebody whom a platform has let in: their account there, and who they are here, if that is known."""

    institution: Institution
    connection: Connection
    subject: str
    person: Person | None
    wave_id: UUID | None
    line_item: str = ""
    context_id: str = ""

    @property
    def viewer(self) -> Viewer:
        """Return them without any role: what they hold in Rounds is not open here."""
        person = self.known
        return Viewer(self.institution.id, None, person.id, person.display_name)

    @property
    def known(self) -> Person:
        """Return who they are; NotFound for who has not joined yet."""
        if self.person is None:
            raise NotFound
        return self.person


Shown = Callable[..., HttpResponse]


def for_visitors(show: Shown) -> Shown:
    """Return a page for whom a platform has let in; NotFound for everybody else, and once the connection is paused."""

    def view(request: HttpRequest, **more: Any) -> HttpResponse:
        institution, connection_id = opened_row(request, SESSION)
        with scope(institution.id, institution.timezone):
            visitor = _visitor(request, institution, connection_id)
            see_whose(request, str(connection_id), visitor.subject)
            return show(request, visitor, **more)

    return public(view)


def _visitor(request: HttpRequest, institution: Institution, connection_id: UUID) -> Visitor:
    from rounds.integrations.lti.selectors import identity_of, may_come_in

    connection: Connection | None = Connection.objects.filter(id=connection_id).first()
    held = request.session.get(HELD) or {}
    if connection is None or connection.state != ConnectionState.ON or not held:
        raise NotFound
    subject = str(held.get("subject", ""))
    identity = identity_of(connection, subject)
    if identity is not None and not may_come_in(identity.person):
        raise NotFound
    person = identity.person if identity else None
    wave_id = read_id(held.get("wave", ""))
    counted = str(held.get("line_item", "")), str(held.get("context", ""))
    return Visitor(institution, connection, subject, person, wave_id, *counted)


@public
@require_GET  # a look ahead (HEAD) would use it up
def follow(request: HttpRequest, entry_code: str) -> HttpResponse:
    """Take the code of a launch, once, and lead to what it is for."""
    from rounds.integrations.lti.selectors import entry_of
    from rounds.integrations.lti.services.launching import use_entry

    entry = entry_of(entry_code)
    if entry is None:
        return render(request, "participant/lti/over.html", status=400)
    institution = entry.institution
    with scope(institution.id, institution.timezone):
        held = use_entry(entry)
        if held is None:
            return render(request, "participant/lti/over.html", status=400)
        if held.get("page"):
            return redirect(_page(institution, *held["page"].split("/")))
        _end_another(request, str(held.get("subject", "")))
        let_in(request, SESSION, institution, entry.connection_id)
        request.session[HELD] = held
        if held.get("placing"):
            where = {"institution": institution.slug, "connection_id": entry.connection_id}
            return redirect(reverse("connections:place", kwargs=where))
        visitor = _visitor(request, institution, entry.connection_id)
        return redirect(reverse("lti_join")) if visitor.person is None else onward(request, visitor)


def _page(institution: Institution, kind: str, module: str = "") -> str:
    """Return the address of a page that asks for sign-in itself: intake, one's own training, or a module of it."""
    where = {"institution": institution.slug}
    if module:
        return reverse("development:module", kwargs={**where, "module": module})
    return reverse("intake:mine" if kind == "intake" else "development:mine", kwargs=where)


def onward(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Lead to the questions that a launch was for, where they wait; else to what else does."""
    from rounds.integrations.lti.services.noting import Counted, note_tasks

    waiting = own_requests(visitor.viewer)
    note_tasks(
        connection=visitor.connection,
        subject=visitor.subject,
        person_id=visitor.known.id,
        wave_ids=[one.wave_id for one in waiting],
        counted=Counted(visitor.context_id, visitor.line_item, visitor.wave_id),
    )
    meant = [one for one in waiting if one.wave_id == visitor.wave_id]
    for one in sorted(meant, key=lambda row: row.state == RequestState.ANSWERED):
        try:
            return _open(request, visitor, request_for(visitor.viewer, one.id))
        except NotFound:
            continue
    return redirect(reverse("lti_tasks"))


def _end_another(request: HttpRequest, subject: str) -> None:
    """End what somebody else has opened in this browser: a computer of a ward has many hands."""
    came = (request.session.get(HELD) or {}).get("subject")
    if came not in (None, subject) and not request.user.is_authenticated:
        request.session.flush()
    for name in (SURVEY, HELD, SESSION):
        request.session.pop(name, None)
    if came != subject:
        forget_code(request, JOINING)


def came_by(request: HttpRequest, institution: Institution, asked: Asked) -> Connection | None:
    """Return the connection by which a browser came to these questions; None for the link of a mail.

    NotFound where the way is closed since: paused, or that account is somebody else's.
    """
    if opened_by(request, SURVEY) != SESSION:
        return None
    _institution, connection_id = opened_row(request, SESSION)
    visitor = _visitor(request, institution, connection_id)
    if visitor.person is None or visitor.person.id != asked.person_id:
        raise NotFound
    return visitor.connection


def _open(request: HttpRequest, visitor: Visitor, asked: Asked) -> HttpResponse:
    let_in(request, SURVEY, visitor.institution, asked.id, by=SESSION)
    return redirect(reverse("survey_page", kwargs={"page": 1}))


def _tasks(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Show what waits for somebody, each with a button that opens it."""
    rows = [
        {"asked": one, "minutes": minutes_of_request(one), "is_done": one.state == RequestState.ANSWERED}
        for one in own_requests(visitor.viewer)
    ]
    context = {
        "rows": rows,
        "name": visitor.known.display_name,
        "organization": visitor.institution,
        "is_of_one": visitor.wave_id is not None,
    }
    return render(request, "participant/lti/tasks.html", context)


def _task(request: HttpRequest, visitor: Visitor, own_request_id: UUID) -> HttpResponse:
    """Open one's own questions."""
    return _open(request, visitor, request_for(visitor.viewer, own_request_id))


tasks = require_safe(for_visitors(_tasks))
task = require_http_methods(["POST"])(for_visitors(_task))
