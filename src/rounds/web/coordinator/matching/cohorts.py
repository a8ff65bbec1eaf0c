"""Before a run: the cohort, what each rule removes, exceptions; and starting it."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rounds.core.access import Request, allow
from rounds.core.errors import DomainError
from rounds.matching.decisions.forms import ExceptionForm
from rounds.matching.decisions.services.exceptions import (
    confirm_exception,
    declare_exception,
    withdraw_exception,
)
from rounds.matching.enums import Rule
from rounds.matching.input.selectors.preview import list_cohorts, preview_of
from rounds.matching.models import ConflictException, MatchRun
from rounds.matching.runs.services.runs import give_places, start_run
from rounds.programs.models import Cohort
from rounds.programs.values.templates import usual_exception_of
from rounds.web.addresses import address
from rounds.web.coordinator.matching.loading import OFFICE, cohort_for, exception_for, run_for
from rounds.web.frame.ask import ask_first
from rounds.web.frame.errors import put_error
from rounds.web.toasts import add_toast
from rounds.web.words.pairs import RULE_MEANINGS, rule_names


@require_GET
@allow(OFFICE)
def list_page(request: Request) -> HttpResponse:
    """Show the cohorts of the viewer's programs; a single one opens at once."""
    cohorts = list_cohorts(request.viewer)
    if len(cohorts) == 1:
        return redirect(address(request, "matching:cohort", cohort_id=cohorts[0].cohort.id))
    return render(request, "coordinator/matching/home.html", {"cohorts": cohorts})


@require_GET
@allow(OFFICE, load=cohort_for)
def detail(request: Request, cohort: Cohort) -> HttpResponse:
    """Show who is here, which rules would remove what, and the runs so far."""
    preview = preview_of(cohort, request.viewer)
    effects = [
        {
            "name": Rule(one.rule).label,
            "meaning": RULE_MEANINGS[one.rule],
            "pairs": one.pairs,
            "alone": one.alone,
            "left_out": one.left_out,
        }
        for one in preview.effects
    ]
    context = {"cohort": cohort, "preview": preview, "effects": effects}
    return render(request, "coordinator/matching/cohort.html", context)


@require_POST
@allow(OFFICE, load=cohort_for)
def start(request: Request, cohort: Cohort) -> HttpResponse:
    """Start a run over the cohort as it is now."""
    run = start_run(cohort=cohort, by=request.viewer)
    return redirect(address(request, "matching:run", run_id=run.id))


@require_POST
@allow(OFFICE, load=cohort_for)
def places(request: Request, cohort: Cohort) -> HttpResponse:
    """Give every mentor who never said how many one place."""
    count = give_places(cohort=cohort, by=request.viewer)
    add_toast(
        request,
        ngettext("%(count)s mentor has one place now.", "%(count)s mentors have one place each now.", count)
        % {"count": count},
    )
    return redirect(address(request, "matching:cohort", cohort_id=cohort.id))


@require_POST
@allow(OFFICE, load=run_for)
def again(request: Request, run: MatchRun) -> HttpResponse:
    """Run again around the decisions, with the same aim and the weights of this run."""
    new = start_run(cohort=run.cohort, by=request.viewer, aim=run.aim, weights=run.weights)
    return redirect(address(request, "matching:run", run_id=new.id))


@require_http_methods(["GET", "POST"])
@allow(OFFICE, load=cohort_for)
def exceptions(request: Request, cohort: Cohort) -> HttpResponse:
    """List conflicts by name; declare an exception with a reason."""
    preview = preview_of(cohort, request.viewer)
    choices = [
        (
            f"{one.mentee_id} {one.mentor_id}",
            _("%(mentee)s with %(mentor)s: %(words)s")
            % {"mentee": one.mentee, "mentor": one.mentor, "words": "; ".join(rule_names(one.rules))},
        )
        for one in preview.conflicts
    ]
    usual = usual_exception_of(cohort.cycle.program.template)
    form, status = ExceptionForm(request.POST or None, choices=choices, initial={"reason": usual}), 200
    if request.method == "POST" and form.is_valid():
        mentee, mentor = map(UUID, form.cleaned_data["pair"].split(" "))
        try:
            declare_exception(
                cohort=cohort,
                pair=(mentee, mentor),
                reason=form.cleaned_data["reason"],
                by=request.viewer,
            )
        except DomainError as error:
            status = put_error(form, error)
        else:
            add_toast(request, _("Declared. It counts once a second person has confirmed it."))
            return redirect(address(request, "matching:exceptions", cohort_id=cohort.id))
    context = {"cohort": cohort, "preview": preview, "form": form, "usual": usual}
    return render(request, "coordinator/matching/exceptions.html", context, status=status)


@require_POST
@allow(OFFICE, load=exception_for)
def confirm(request: Request, found: ConflictException) -> HttpResponse:
    """Confirm an exception as the second person."""
    confirm_exception(exception_id=found.id, by=request.viewer)
    add_toast(request, _("Confirmed. The next run may make this pair."))
    return redirect(address(request, "matching:exceptions", cohort_id=found.cohort_id))


@require_http_methods(["GET", "POST"])
@allow(OFFICE, load=exception_for)
def withdraw(request: Request, found: ConflictException) -> HttpResponse:
    """Take an exception back; asks first."""
    if request.method == "GET":
        names = {"mentee": found.mentee.person.full_name, "mentor": found.mentor.person.full_name}
        return ask_first(
            request,
            title=_("Take this exception back?"),
            words=[
                _("%(mentee)s and %(mentor)s are kept apart by the rule again, from the next run on.")
                % names,
                _("To allow the pair later, the exception is declared and confirmed anew."),
            ],
            verb=_("Take the exception back"),
            back=address(request, "matching:exceptions", cohort_id=found.cohort_id),
        )
    withdraw_exception(exception_id=found.id, by=request.viewer)
    add_toast(request, _("Taken back. The rule counts again."))
    return redirect(address(request, "matching:exceptions", cohort_id=found.cohort_id))
