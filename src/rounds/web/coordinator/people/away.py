"""Days on which somebody is away, entered by the program office."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from rounds.core.access import Request, allow
from rounds.core.errors import DomainError
from rounds.people.forms import AwayForm
from rounds.people.models import Leave, Person
from rounds.people.rules import can_change_people
from rounds.people.selectors import person_for
from rounds.people.selectors.leaves import leave_for, list_leaves
from rounds.people.services.leaving import end_leave, enter_leave
from rounds.web.addresses import address
from rounds.web.frame.errors import put_error, show_form
from rounds.web.toasts import add_toast


@require_http_methods(["GET", "POST"])
@allow(can_change_people, load=person_for)
def away(request: Request, person: Person) -> HttpResponse:
    """Show somebody's days away, and enter others."""
    form = AwayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            enter_leave(person=person, by=request.viewer, **form.cleaned_data)
        except DomainError as error:
            put_error(form, error)
        else:
            add_toast(request, _("Kept. Nothing is due and nothing is sent on these days."))
            return redirect(address(request, "people:away", person_id=person.id))
    context = {"person": person, "leaves": list_leaves(person.id), "today": request.viewer.today()}
    return show_form(request, "coordinator/people/away.html", form, **context)


@require_POST
@allow(can_change_people, load=leave_for)
def end(request: Request, leave: Leave) -> HttpResponse:
    """Say that somebody is back today, or will not be away at all."""
    end_leave(leave=leave, to_on=request.viewer.today(), by=request.viewer)
    add_toast(request, _("Kept. The clock of their pairs runs again."))
    return redirect(address(request, "people:away", person_id=leave.person_id))
