"""The faculty developer's desk: who has trained, whose training runs out, who leads; sessions, invitations, attendance."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rounds.core.access import Request, Viewer, allow, holds
from rounds.core.enums import Role
from rounds.core.errors import DomainError
from rounds.core.reading import read_id
from rounds.development.enums import PlaceState
from rounds.development.forms.training import SessionForm
from rounds.development.models import TrainingSession
from rounds.development.selectors.coaching import running_plans
from rounds.development.selectors.training import (
    SessionLine,
    desk_of,
    may_have_come,
    places_of,
    session_for,
    session_lines,
    to_invite,
    uses_plain_titles,
)
from rounds.development.services.training import (
    call_off,
    choose_titles,
    invite,
    plan_session,
    record_attendance,
    uninvite,
)
from rounds.development.values.modules import MODULES
from rounds.people.models import Person
from rounds.web.addresses import address
from rounds.web.frame.ask import ask_first
from rounds.web.frame.errors import put_error, show_form
from rounds.web.frame.presses import pressed
from rounds.web.toasts import add_toast

DEVELOPS = holds(Role.FACULTY_DEVELOPER)


def load_session(viewer: Viewer, training_session_id: UUID) -> TrainingSession:
    """Return a session for a faculty developer; raises NotFound."""
    return session_for(viewer, training_session_id)


@allow(DEVELOPS)
@require_safe
def desk(request: Request) -> HttpResponse:
    """Show who has no training, some, or one that runs out, and the sessions."""
    is_plain = uses_plain_titles()
    modules = [(one, one.title_for(is_plain=is_plain)) for one in MODULES.values()]
    context = {
        "desk": desk_of(request.viewer),
        "modules": modules,
        "is_plain": is_plain,
        "plans": running_plans(),
    }
    return render(request, "development/training.html", context)


@allow(DEVELOPS)
@require_POST
def titles(request: Request) -> HttpResponse:
    """Choose the plain titles of modules, or those that ship."""
    is_plain = pressed(request, "plain", "shipped") == "plain"
    choose_titles(is_plain=is_plain, by=request.viewer)
    said = (
        _("Modules have their plain titles now.") if is_plain else _("Modules have the titles that ship now.")
    )
    add_toast(request, said)
    return redirect(address(request, "development:training"))


@allow(DEVELOPS)
@require_http_methods(["GET", "POST"])
def plan(request: Request) -> HttpResponse:
    """Plan a session; nobody is invited yet."""
    is_plain = uses_plain_titles()
    begins = {"entry": SessionForm.new_entry(), "module": request.GET.get("module", "")}
    known = {key: one.title_for(is_plain=is_plain) for key, one in MODULES.items()}
    form = SessionForm(request.POST or None, titles=known, initial=begins)
    if request.method == "POST" and form.is_valid():
        try:
            found = plan_session(plan=form.plan(), entry_id=form.entry_id(), by=request.viewer)
        except DomainError as error:
            put_error(form, error)
        else:
            add_toast(request, _("Planned. Nobody is invited yet."))
            return redirect(address(request, "development:session", training_session_id=found.id))
    return show_form(request, "development/plan.html", form)


@allow(DEVELOPS, load=load_session)
@require_http_methods(["GET", "POST"])
def session(request: Request, found: TrainingSession) -> HttpResponse:
    """Show a session; a POST invites who lacks its module, or says who was there."""
    here = address(request, "development:session", training_session_id=found.id)
    if request.method == "POST":
        if pressed(request, "invite", "attend") == "invite":
            _invited(request, found)
        else:
            _attended(request, found)
        return redirect(here)
    (line,) = session_lines([found])
    context: dict[str, Any] = {
        "line": line,
        "session": found,
        "places": places_of(found),
        "lacking": _lacking(request, line),
        "came": PlaceState.CAME,
    }
    return render(request, "development/session.html", context)


def _lacking(request: Request, line: SessionLine) -> list[Person]:
    """Return whom an invitation reaches; of a session that was, who may have come uninvited."""
    if line.session.called_off_at:
        return []
    found = may_have_come if line.is_past else to_invite
    return found(request.viewer, line.session)


def _invited(request: Request, found: TrainingSession) -> None:
    invited = len(invite(session_id=found.id, by=request.viewer))
    if not invited:
        add_toast(request, _("Nobody was left to invite."))
        return
    words = ngettext(
        "%(count)s mentor is invited. It stands on their home, and in the next mail of the day.",
        "%(count)s mentors are invited. It stands on their home, and in the next mail of the day.",
        invited,
    )
    undo = address(request, "development:uninvite", training_session_id=found.id)
    add_toast(request, words % {"count": invited}, undo=undo)


def _attended(request: Request, found: TrainingSession) -> None:
    came, shown = (
        {one for text in request.POST.getlist(name) if (one := read_id(text))} for name in ("came", "shown")
    )
    count = record_attendance(session_id=found.id, came=came, shown=shown, by=request.viewer)
    words = ngettext(
        "%(count)s person was there. It is on their record of training.",
        "%(count)s people were there. It is on their record of training.",
        count,
    )
    add_toast(request, words % {"count": count})


@allow(DEVELOPS, load=load_session)
@require_POST
def take_back(request: Request, found: TrainingSession) -> HttpResponse:
    """Take the invitations of the last minutes back, of which nobody was told yet."""
    gone = uninvite(session_id=found.id, by=request.viewer)
    words = ngettext(
        "%(count)s invitation is taken back; who has answered keeps theirs.",
        "%(count)s invitations are taken back; who has answered keeps theirs.",
        gone,
    )
    add_toast(request, words % {"count": gone})
    return redirect(address(request, "development:session", training_session_id=found.id))


@allow(DEVELOPS, load=load_session)
@require_http_methods(["GET", "POST"])
def off(request: Request, found: TrainingSession) -> HttpResponse:
    """Ask, and call a session off."""
    (line,) = session_lines([found])
    if request.method == "POST":
        call_off(session_id=found.id, by=request.viewer)
        add_toast(request, _("Called off. Whoever was invited can be invited to the next one."))
        return redirect(address(request, "development:training"))
    words = ngettext(
        "%(count)s person is invited. It goes from their home; no mail is sent.",
        "%(count)s people are invited. It goes from their home; no mail is sent.",
        line.invited,
    )
    return ask_first(
        request,
        title=_("Call off “%(title)s”?") % {"title": line.title},
        words=[words % {"count": line.invited}, _("It can’t be taken back; another session can be planned.")],
        verb=_("Call it off"),
        back=address(request, "development:session", training_session_id=found.id),
    )
