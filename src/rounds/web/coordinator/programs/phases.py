"""The phases of a program's year: which one runs, and one press from it to the next."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from rounds.core.access import Request, allow
from rounds.core.errors import DomainError
from rounds.mentorships.phases.enums import Going
from rounds.mentorships.phases.forms import NextPhaseForm
from rounds.mentorships.phases.selectors import PhasesOfYear, phases_of_year
from rounds.mentorships.phases.services import PhaseOpened, open_next_phase
from rounds.programs.enums import PhaseMatch
from rounds.programs.models import Program
from rounds.programs.rules import is_office
from rounds.programs.selectors import program_for
from rounds.web.addresses import address
from rounds.web.frame.errors import put_error, show_form
from rounds.web.toasts import add_toast


@allow(is_office, load=program_for)
@require_http_methods(["GET", "POST"])
def phases(request: Request, program: Program) -> HttpResponse:
    """Show the phases of the year with the pairs of the one that runs; end it and open the next."""
    year = phases_of_year(program)
    form = NextPhaseForm(request.POST or None, year=year)
    if request.method == "POST" and form.is_valid():
        try:
            opened = open_next_phase(program=program, choices=form.choices(), by=request.viewer)
        except DomainError as error:
            put_error(form, error)
        else:
            add_toast(request, _opened(program, opened))
            return redirect(address(request, "programs:phases", program_id=program.id))
    context = {
        "program": program,
        "year": year,
        "phases": [(one, program.phase(one.number)) for one in year.phases],
        "matches": dict(PhaseMatch.choices),
        "following_name": _name(program, year),
    }
    return show_form(request, "coordinator/programs/phases.html", form, **context)


def _name(program: Program, year: PhasesOfYear) -> str:
    spec = program.phase(year.following.number) if year.following else None
    return str(spec.name) if spec else ""


def _opened(program: Program, opened: PhaseOpened) -> str:
    spec = program.phase(opened.phase.number)
    counts = opened.counts
    words = [_("%(phase)s is open.") % {"phase": spec.name if spec else opened.phase.number}]
    if counts[Going.GO_ON]:
        words.append(
            ngettext("%(count)s pair goes on.", "%(count)s pairs go on.", counts[Going.GO_ON])
            % {"count": counts[Going.GO_ON]}
        )
    if opened.to_match is not None:
        words.append(
            ngettext(
                "%(count)s mentee waits for a match in %(cohort)s.",
                "%(count)s mentees wait for a match in %(cohort)s.",
                counts[Going.MATCH],
            )
            % {"count": counts[Going.MATCH], "cohort": opened.to_match.name}
        )
    if counts[Going.STOP]:
        words.append(
            ngettext("%(count)s pair has ended.", "%(count)s pairs have ended.", counts[Going.STOP])
            % {"count": counts[Going.STOP]}
        )
    return " ".join(words)
