"""Days on which somebody is away, entered by the program office."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from rounds.core.access import Request, allow
from rounds.core.reading import NO_ID, read_id
from rounds.people.forms import AwayForm
from rounds.people.models import Leave, Person
from rounds.people.rules import can_change_people
from rounds.people.selectors import person_for
from rounds.people.selectors.leaves import leave_for, list_leaves
from rounds.web.addresses import address
from rounds.web.frame.away import days_of, end_or_remove, keep_days
from rounds.web.frame.errors import show_form
from rounds.web.toasts import add_toast


@require_http_methods(["GET", "POST"])
@allow(can_change_people, load=person_for)
def away(request: Request, person: Person) -> HttpResponse:
    """Show somebody's days away, enter others, correct those that the address names."""
    wrong = list_leaves(person.id).filter(id=read_id(request.GET.get("leave")) or NO_ID).first()
    form = AwayForm(request.POST or None, initial=days_of(wrong))
    if request.method == "POST" and form.is_valid() and keep_days(request, form, person, wrong):
        return redirect(address(request, "people:away", person_id=person.id))
    today = request.viewer.today()
    context = {"person": person, "leaves": list_leaves(person.id), "wrong": wrong, "today": today}
    return show_form(request, "coordinator/people/away.html", form, **context)


@require_POST
@allow(can_change_people, load=leave_for)
def end(request: Request, leave: Leave) -> HttpResponse:
    """Say that somebody is back today, will not be away at all, or that these days were a mistake."""
    done = end_or_remove(request, leave)
    add_toast(request, done or _("Kept. The clock of their pairs runs again."))
    return redirect(address(request, "people:away", person_id=leave.person_id))
