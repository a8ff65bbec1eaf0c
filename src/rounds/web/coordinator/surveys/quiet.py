"""Quiet periods: days on which nobody, or nobody of a training program, is written to."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from rounds.core.access import Request, allow, holds
from rounds.core.enums import Role
from rounds.core.errors import DomainError
from rounds.people.selectors.structure import list_training_programs
from rounds.surveys.models import QuietPeriod
from rounds.surveys.quiet.forms import QuietForm
from rounds.surveys.quiet.selectors import list_periods, period_for
from rounds.surveys.quiet.services import add_period, remove_period, restore_period
from rounds.web.addresses import address
from rounds.web.frame.errors import put_error, show_form
from rounds.web.toasts import add_toast

OFFICE = holds(Role.COORDINATOR, Role.DIRECTOR)


@allow(OFFICE)
@require_http_methods(["GET", "POST"])
def periods(request: Request) -> HttpResponse:
    """Show the quiet periods that come, and enter another."""
    programs = [(row.training_program.id, row.training_program.name) for row in list_training_programs()]
    form = QuietForm(request.POST or None, programs=programs)
    if request.method == "POST" and form.is_valid():
        try:
            made = add_period(days=form.days(), by=request.viewer)
        except DomainError as error:
            put_error(form, error)
        else:
            undo = address(request, "surveys:remove_quiet", period_id=made.id)
            add_toast(request, _("Kept. What would be sent on these days waits."), undo=undo)
            return redirect(address(request, "surveys:quiet"))
    return show_form(request, "coordinator/surveys/quiet.html", form, rows=list_periods())


@allow(OFFICE, load=period_for)
@require_POST
def remove(request: Request, period: QuietPeriod) -> HttpResponse:
    """Remove a quiet period, which can be taken back."""
    remove_period(period=period, by=request.viewer)
    undo = address(request, "surveys:restore_quiet", period_id=period.id)
    add_toast(request, _("Removed: people are written to again on these days."), undo=undo)
    return redirect(address(request, "surveys:quiet"))


@allow(OFFICE, load=period_for)
@require_POST
def restore(request: Request, period: QuietPeriod) -> HttpResponse:
    """Take the removal of a quiet period back."""
    restore_period(period=period, by=request.viewer)
    add_toast(request, _("It is there again."))
    return redirect(address(request, "surveys:quiet"))
