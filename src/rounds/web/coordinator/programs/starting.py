"""The start of a program that has everything it needs."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from rounds.core.access import Request, allow
from rounds.core.errors import DomainError
from rounds.programs import services
from rounds.programs.models import Program
from rounds.programs.rules import is_office
from rounds.programs.selectors import cohort_of, program_for
from rounds.web.addresses import address
from rounds.web.toasts import add_toast


@allow(is_office, load=program_for)
@require_POST
def start(request: Request, program: Program) -> HttpResponse:
    """Open a program: intake can be asked for."""
    try:
        services.start_program(by=request.viewer, program=program)
    except DomainError as error:
        add_toast(request, error.message, icon="exclamation-circle")
    else:
        add_toast(request, _started_words(program))
    return redirect(address(request, "programs:detail", program_id=program.id))


def _started_words(program: Program) -> str:
    starts_on = cohort_of(program).cycle.starts_on
    if program.waits_for(starts_on):
        words = _("%(program)s starts on %(day)s. Answers can be asked for from now on.")
        return words % {"program": program.name, "day": date_format(starts_on, "j M Y")}
    return _("%(program)s is running.") % {"program": program.name}
