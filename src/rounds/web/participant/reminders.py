"""Reminders by mail: when they come, stopping them, and the one press from a message that needs no sign-in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from rounds.core.access import Request, allow, is_member, public, system
from rounds.core.database.scope import scope
from rounds.core.errors import NotFound
from rounds.core.mail import choices
from rounds.core.models import Institution
from rounds.people.forms import RemindersForm
from rounds.people.models import Person
from rounds.surveys.budget.selectors import spent_of
from rounds.web.addresses import address
from rounds.web.frame.errors import show_form
from rounds.web.mail.day import read_stop_token
from rounds.web.toasts import add_toast


@require_http_methods(["GET", "POST"])
@allow(is_member)
def choose(request: Request) -> HttpResponse:
    """Choose when reminders come; to save is to get them."""
    person_id = request.viewer.own_id
    chosen = choices.choice_of(person_id)
    initial = {"rhythm": chosen.rhythm, "weekday": chosen.weekday, "hour": chosen.hour}
    form = RemindersForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        choices.choose_rhythm(person_id=person_id, by=request.viewer, **form.cleaned_data)
        add_toast(request, _("Kept. Reminders come as you chose."))
        return redirect(address(request, "reminders:choose"))
    context = {"stopped_at": chosen.stopped_at, "spent": spent_of(person_id)}
    return show_form(request, "participant/reminders/choose.html", form, **context)


@require_POST
@allow(is_member)
def stop(request: Request) -> HttpResponse:
    """Get no more reminders."""
    choices.stop_reminders(person_id=request.viewer.own_id, by=request.viewer)
    add_toast(request, _("No more reminders. What waits for you stays on your home page."))
    return redirect(address(request, "reminders:choose"))


@public
@require_http_methods(["GET", "POST"])
def stop_from_mail(request: HttpRequest, token: str) -> HttpResponse:
    """Stop the reminders of whom a message was for: the address alone changes nothing, the button does."""
    found = read_stop_token(token)
    institution = Institution.objects.filter(id=found[0]).first() if found else None
    if found is None or institution is None:
        raise NotFound
    with scope(institution.id, institution.timezone):
        if not Person.objects.filter(id=found[1]).exists():
            raise NotFound
        if request.method == "POST":
            choices.stop_reminders(person_id=found[1], by=system(institution.id))
        is_stopped = choices.choice_of(found[1]).stopped_at is not None
    context = {"is_stopped": is_stopped, "organization": institution}
    return render(request, "participant/reminders/stop.html", context)
