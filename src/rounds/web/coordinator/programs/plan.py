"""The plan of a program's year: a table of rules, and what a pair that opened today would get."""

from datetime import date, timedelta

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from rounds.core.access import Request, allow
from rounds.core.clock import institution_today
from rounds.core.errors import DomainError
from rounds.core.reading import read_number
from rounds.mentorships.audiences.forms import SurveyPlanForm
from rounds.mentorships.audiences.selectors import survey_rows_of
from rounds.mentorships.audiences.services import save_survey_plan
from rounds.mentorships.dues.forms import PlanForm
from rounds.mentorships.dues.selectors.plans import foresee, plans_of
from rounds.mentorships.dues.selectors.telling import told_at_start
from rounds.mentorships.dues.services import save_plan
from rounds.programs.enums import ProgramState
from rounds.programs.models import Program
from rounds.programs.rules import is_office
from rounds.programs.selectors import program_for
from rounds.programs.selectors.programs import open_cycle_of
from rounds.programs.values.phases import phases_from
from rounds.web.frame.errors import put_error, show_form
from rounds.web.toasts import add_toast
from rounds.web.words.plan import RULES, SIDES, SURVEYS, after_words

DAYS_A_MONTH = 30.4


@allow(is_office, load=program_for)
@require_http_methods(["GET", "POST"])
def plan(request: Request, program: Program) -> HttpResponse:
    """Show and change when each thing is asked of the pairs of a program."""
    phase = phase_asked(request, program)
    rows = plans_of([program.id]).of(program.id, phase)
    form = PlanForm(request.POST or None, plan=rows)
    surveys = SurveyPlanForm(request.POST or None, rows=[] if phase else survey_rows_of(program))
    if request.method == "POST" and form.is_valid() & surveys.is_valid():
        try:
            before = _who_hears(program)
            changed = save_plan(program=program, wanted=form.wanted(), by=request.viewer, phase=phase or 0)
            changed += save_survey_plan(program=program, wanted=surveys.wanted(), by=request.viewer)
        except DomainError as error:
            put_error(form, error)
        else:
            more = _who_hears(program) - before
            add_toast(request, _saved(changed, more))
            return redirect(request.get_full_path())
    context = {
        "program": program,
        "phases": [(number, spec.name) for number, spec in enumerate(phases_from(program.phases), 1)],
        "phase": phase,
        "rows": [(*RULES[rule], fields) for rule, fields in form.rows()],
        "surveys": surveys,
        "survey_rows": [
            (
                *SURVEYS[one.row.key],
                None if one.row.is_rolling or one.row.is_offered else one.opens_on,
                fields,
            )
            for one, fields in surveys.rows()
        ],
        "foreseen": [
            (one.on, RULES[one.rule][0], SIDES[one.to])
            for one in foresee(program, _end_of(program, phase), phase)
        ],
        "after": after_words(
            rows,
            _end_of(program, phase),
            has_next=program.phase((phase or len(program.phases)) + 1) is not None,
        ),
    }
    return show_form(request, "coordinator/programs/plan.html", form, **context)


def phase_asked(request: Request, program: Program) -> int | None:
    """Return the phase that an address names; None for all of the program."""
    number = read_number(request.GET.get("phase", ""), least=1, most=99)
    return number if program.phase(number) else None


def _end_of(program: Program, phase: int | None) -> date:
    """Return until when a pair would run that opened today: to the end of the open year at most."""
    spec = program.phase(phase)
    days = spec.days if spec and spec.days else round((spec or program).months * DAYS_A_MONTH)
    today = institution_today()
    whole, cycle = today + timedelta(days=days), open_cycle_of(program)
    if cycle is None or cycle.ends_on <= today:
        return whole
    return min(whole, cycle.ends_on)


def _who_hears(program: Program) -> int:
    """Return how many people of a running program hear of something open within a day."""
    return told_at_start(program.id).people if program.state == ProgramState.RUNNING else 0


def _saved(changed: int, more: int) -> str:
    """Say what was saved, and how many more people than before hear of something open within a day."""
    words = ngettext(
        "Saved. %(count)s rule differs from the standard.",
        "Saved. %(count)s rules differ from the standard.",
        changed,
    ) % {"count": changed}
    told = ngettext(
        "%(count)s person more hears of what is open within a day; saved as before, the plan tells them nothing.",
        "%(count)s people more hear of what is open within a day; saved as before, the plan tells them nothing.",
        more,
    ) % {"count": more}
    said = words if changed else _("Saved. The plan is the standard one.")
    return f"{said} {told}" if more > 0 else said
