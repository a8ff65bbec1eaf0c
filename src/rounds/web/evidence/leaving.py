"""Being left out of outcomes: asked for by the person or by the office for them, taken back within a week."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from rounds.core.access import Request, allow, is_member
from rounds.insights.selectors.leaving_out import holding_of, wish_of
from rounds.insights.services.leaving_out import WAIT, ask_to_be_left_out, stay_in
from rounds.people.models import Person
from rounds.people.rules import can_change_people
from rounds.people.selectors import person_for
from rounds.web.addresses import address
from rounds.web.frame.presses import pressed
from rounds.web.toasts import add_toast

LEAVE, STAY = "leave", "stay"


@require_http_methods(["GET", "POST"])
@allow(can_change_people, load=person_for)
def person(request: Request, person: Person) -> HttpResponse:
    """Say what leaving somebody out takes away; a POST asks for it, or takes it back."""
    to = address(request, "evidence:leave_out", person_id=person.id)
    return _page(request, person, "evidence/leave_out.html", to)


@require_http_methods(["GET", "POST"])
@allow(is_member)
def mine(request: Request) -> HttpResponse:
    """Say what leaving oneself out takes away; a POST asks for it, or takes it back."""
    oneself = Person.objects.get(id=request.viewer.own_id)
    return _page(request, oneself, "evidence/leave_out_mine.html", address(request, "record:leave_out"))


def _page(request: Request, person: Person, template: str, to: str) -> HttpResponse:
    if request.method == "POST":
        _done(request, person)
        return redirect(to)
    context = {
        "person": person,
        "held": holding_of(person.id),
        "wish": wish_of(person.id),
        "days": WAIT.days,
        "to": to,
    }
    return render(request, template, context)


def _done(request: Request, person: Person) -> None:
    if pressed(request, LEAVE, STAY) == STAY:
        stay_in(person=person, by=request.viewer)
        add_toast(request, _("Taken back. Nothing has changed."))
        return
    wish = ask_to_be_left_out(person=person, by=request.viewer)
    day = date_format(wish.due_on, "j M Y")
    add_toast(request, _("It is done on %(day)s. Until then it can be taken back here.") % {"day": day})
