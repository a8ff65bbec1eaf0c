"""Please call me: a page of its own, reached from every page of a survey and from the page of help; it knows of no survey."""

from collections.abc import Iterable
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from rounds.core.access import Request, Viewer, allow, is_member, public
from rounds.core.clock import institution_today
from rounds.core.database.scope import scope
from rounds.core.errors import NotFound
from rounds.people.models import Person
from rounds.people.selectors.two_hats import who_judges
from rounds.programs.models import Program
from rounds.programs.selectors.inviting import programs_of_people
from rounds.programs.selectors.office import NAMED, holders_of
from rounds.surveys.answering.selectors import request_by_id, scopes_that_asked
from rounds.surveys.calling.forms import Callers, CallForm, ReachForm
from rounds.surveys.calling.selectors import READERS, own_call
from rounds.surveys.calling.services import ask_for_call, say_reach, take_back_call
from rounds.surveys.calling.values import due_after
from rounds.surveys.enums import CallTo
from rounds.surveys.models import CallRequest
from rounds.web.addresses import address
from rounds.web.frame.errors import show_form
from rounds.web.frame.links import opened_row
from rounds.web.frame.presses import pressed
from rounds.web.participant.surveys.ways import CAME_FROM, SESSION
from rounds.web.toasts import add_toast


@require_http_methods(["GET", "POST"])
@allow(is_member)
def call(request: Request) -> HttpResponse:
    """Ask to be called, signed in; a POST asks, or takes it back."""
    return _answer(request, request.viewer, address(request, "answering:call"), "participant.html")


@public
@require_http_methods(["GET", "POST"])
def linked_call(request: HttpRequest) -> HttpResponse:
    """Ask to be called where a link has let somebody in; who is outside has no office here."""
    institution, request_id = opened_row(request, SESSION)
    with scope(institution.id, institution.timezone):
        person = request_by_id(request_id).person
        if person is None:
            raise NotFound
        viewer = Viewer(institution.id, None, person.id, person.display_name)
        return _answer(request, viewer, reverse("survey_call"), "bare.html")


def _answer(request: HttpRequest, viewer: Viewer, to: str, layout: str) -> HttpResponse:
    callers = callers_of(viewer.own_id)
    own = own_call(viewer.own_id)
    reach = own.opened()["reach"] if own else ""
    typed = request.POST if _asks(request) else None
    form: ReachForm
    if own is not None and own.done_on is None:
        form = ReachForm(typed, initial={"reach": reach})
    else:
        form = CallForm(typed, callers=callers, initial=_first(callers))
    if request.method == "POST" and not form.is_bound:
        is_back = take_back_call(by=viewer)
        add_toast(request, _("Taken back: nothing of it is kept.") if is_back else _("Nothing was open."))
        return redirect(to)
    if form.is_bound and form.is_valid():
        if isinstance(form, CallForm):
            ask_for_call(wish=form.wish(), by=viewer)
        elif say_reach(reach=form.cleaned_data["reach"].strip(), by=viewer):
            add_toast(request, _("Saved. They read it beside your name."))
        return redirect(to)
    context = {
        "layout": layout,
        "own": own,
        "named": own and names_of(own),
        "callers": callers,
        "due_on": date_format(due_after(institution_today()), "l, M j"),
        "back": request.session.get(CAME_FROM, ""),
    }
    return show_form(request, "participant/surveys/call.html", form, **context)


def _asks(request: HttpRequest) -> bool:
    return request.method == "POST" and pressed(request, "ask", "back") == "ask"


def _first(callers: list[Callers]) -> dict[str, str]:
    """Choose beforehand where there is no choice."""
    return {"to": callers[0].key} if len(callers) == 1 else {}


def callers_of(person_id: UUID) -> list[Callers]:
    """Return who may call somebody: the office and the faculty developers of each program that knows them.

    Whoever judges their training is left out, and so is a group of whom nobody is left.
    """
    programs = programs_of_people([person_id]).get(person_id, [])
    known = {one.id for one in programs}
    others = Program.objects.filter(id__in=scopes_that_asked(person_id) - known).order_by("name")
    found: dict[tuple[str, ...], Callers] = {}
    for program in [*programs, *others]:
        for to in READERS:
            people = readers_in(program.id, to, person_id)
            same = (to, *(str(one.id) for one in people))
            if people and same not in found:  # the same people of several programs are one choice
                found[same] = Callers(program.id, to, _words(to, people, program))
    return list(found.values())


def readers_in(scope_id: UUID, to: str, person_id: UUID) -> list[Person]:
    """Return who reads a wish of somebody: who holds the role there, is not that person, and does not judge their training."""
    people = [one for one in holders_of(scope_id, READERS[CallTo(to)]) if one.id != person_id]
    judging = who_judges(person_id, [one.id for one in people]) if people else set()
    return [one for one in people if one.id not in judging]


def names_of(call: CallRequest) -> str:
    """Return by name who reads a wish today."""
    people = readers_in(call.scope_id, call.to, call.person_id)
    return _named(people) or str(CallTo(call.to).label)


def _words(to: str, people: Iterable[Person], program: Program) -> str:
    known = {"names": _named(people), "program": program.name}
    if to == CallTo.OFFICE:
        return _("%(names)s, program office of %(program)s") % known
    return _("%(names)s, faculty development, outside the program office") % known


def _named(people: Iterable[Person]) -> str:
    names = [one.display_name for one in people]
    more = len(names) - NAMED
    shown = ", ".join(names[:NAMED])
    return _("%(names)s and %(more)s more") % {"names": shown, "more": more} if more > 0 else shown
