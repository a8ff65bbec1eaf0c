"""Days on which one is away: entered by oneself, without a reason; meanwhile nothing is due and nothing is sent."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from rounds.core.access import Request, allow, is_member
from rounds.core.errors import DomainError
from rounds.people.forms import AwayForm
from rounds.people.models import Leave
from rounds.people.selectors import own_person
from rounds.people.selectors.leaves import list_leaves, own_leave_for
from rounds.people.services.leaving import end_leave, enter_leave
from rounds.web.addresses import address
from rounds.web.frame.errors import put_error, show_form
from rounds.web.toasts import add_toast


@require_http_methods(["GET", "POST"])
@allow(is_member)
def mine(request: Request) -> HttpResponse:
    """Show one's days away, and enter others."""
    viewer = request.viewer
    form = AwayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            enter_leave(person=own_person(viewer), by=viewer, **form.cleaned_data)
        except DomainError as error:
            put_error(form, error)
        else:
            add_toast(request, _("Kept. Nothing is due and nothing is sent on these days."))
            return redirect(address(request, "record:away"))
    context = {"leaves": list_leaves(viewer.own_id), "today": viewer.today()}
    return show_form(request, "participant/record/away.html", form, **context)


@require_POST
@allow(is_member, load=own_leave_for)
def end(request: Request, leave: Leave) -> HttpResponse:
    """Say that one is back today, or that one will not be away at all."""
    end_leave(leave=leave, to_on=request.viewer.today(), by=request.viewer)
    add_toast(request, _("Kept. The clock of your pairs runs again."))
    return redirect(address(request, "record:away"))
