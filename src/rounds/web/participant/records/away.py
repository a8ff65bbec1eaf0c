"""Days on which one is away: entered by oneself, without a reason; meanwhile nothing is due and nothing is sent."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from rounds.core.access import Request, allow, is_member
from rounds.core.reading import NO_ID, read_id
from rounds.people.forms import AwayForm
from rounds.people.models import Leave
from rounds.people.selectors import own_person
from rounds.people.selectors.leaves import list_leaves, own_leave_for
from rounds.web.addresses import address
from rounds.web.frame.away import days_of, end_or_remove, keep_days
from rounds.web.frame.errors import show_form
from rounds.web.toasts import add_toast


@require_http_methods(["GET", "POST"])
@allow(is_member)
def mine(request: Request) -> HttpResponse:
    """Show one's days away, enter others, correct those that the address names."""
    viewer = request.viewer
    wrong = list_leaves(viewer.own_id).filter(id=read_id(request.GET.get("leave")) or NO_ID).first()
    form = AwayForm(request.POST or None, initial=days_of(wrong))
    if request.method == "POST" and form.is_valid() and keep_days(request, form, own_person(viewer), wrong):
        return redirect(address(request, "record:away"))
    context = {"leaves": list_leaves(viewer.own_id), "today": viewer.today(), "wrong": wrong}
    return show_form(request, "participant/record/away.html", form, **context)


@require_POST
@allow(is_member, load=own_leave_for)
def end(request: Request, leave: Leave) -> HttpResponse:
    """Say that one is back today, will not be away at all, or that these days were a mistake."""
    done = end_or_remove(request, leave)
    add_toast(request, done or _("Kept. The clock of your pairs runs again."))
    return redirect(address(request, "record:away"))
