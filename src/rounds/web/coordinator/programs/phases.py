"""The phases of a program's year: which one runs, and one press from it to the next."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from rounds.core.access import Request, allow
from rounds.core.errors import DomainError
from rounds.mentorships.models import PhaseOpening
from rounds.mentorships.phases.enums import Going
from rounds.mentorships.phases.forms import NextPhaseForm
from rounds.mentorships.phases.selectors import (
    PhasesOfYear,
    newest_opening,
    opening_for,
    pairs_by_way,
    phases_of_year,
    why_it_stays,
)
from rounds.mentorships.phases.services import PhaseOpened, open_next_phase, take_back_opening
from rounds.programs.enums import PhaseMatch
from rounds.programs.forms.phases import PhaseForm
from rounds.programs.models import Program
from rounds.programs.rules import is_office
from rounds.programs.selectors import program_for
from rounds.programs.selectors.phases import PhaseOfProgram, phase_for
from rounds.programs.services.phases import BEGUN, change_phase
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
    found = newest_opening(program)
    context = {
        "program": program,
        "year": year,
        "opened": found,
        "ways": [(going.label, pairs) for going, pairs in pairs_by_way(found).items()] if found else [],
        "stays": why_it_stays(found) if found else [],
        "phases": [(one, program.phase(one.number)) for one in year.phases],
        "matches": dict(PhaseMatch.choices),
        "following_name": _name(program, year),
    }
    return show_form(request, "coordinator/programs/phases.html", form, **context)


@allow(is_office, load=phase_for)
@require_http_methods(["GET", "POST"])
def phase(request: Request, found: PhaseOfProgram) -> HttpResponse:
    """Change a phase that has not begun; say of one that has why not."""
    program = found.program
    form = PhaseForm.of(found.spec, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            change_phase(program=program, number=found.number, wanted=form.wanted(), by=request.viewer)
        except DomainError as error:
            put_error(form, error)
        else:
            add_toast(request, _("“%(name)s” is saved.") % {"name": form.wanted().name})
            return redirect(address(request, "programs:phases", program_id=program.id))
    context = {"program": program, "spec": found.spec, "begun": BEGUN if found.has_begun else ""}
    return show_form(request, "coordinator/programs/phase.html", form, **context)


@allow(is_office, load=opening_for)
@require_POST
def undo(request: Request, opening: PhaseOpening) -> HttpResponse:
    """Take back that a phase was opened, while nothing has happened in it."""
    program = opening.following.cycle.program
    take_back_opening(opening=opening, by=request.viewer)
    spec = program.phase(opening.ended.number)
    add_toast(request, _("Taken back: %(phase)s runs as before.") % {"phase": spec.name if spec else ""})
    return redirect(address(request, "programs:phases", program_id=program.id))


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
