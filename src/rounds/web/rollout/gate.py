"""The plan of a pilot, what it can show, and its gate: read once, decided, confirmed by a second person."""

from datetime import date

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from rounds.core.access import Request, allow, holds
from rounds.core.clock import institution_today
from rounds.core.errors import DomainError, OutOfOrder
from rounds.programs.models import Program
from rounds.programs.selectors import program_for
from rounds.programs.selectors.programs import OFFICE
from rounds.rollout.enums import Kind
from rounds.rollout.forms.gate import DecideForm, PlanForm, ReadForm
from rounds.rollout.models import GateDecision, PilotPlan
from rounds.rollout.selectors.gate import decision_for, gate_of, plan_of, said_of
from rounds.rollout.selectors.ladder import launch_of
from rounds.rollout.selectors.objectives import taking_part
from rounds.rollout.selectors.pitch import versions_of
from rounds.rollout.selectors.reported.ledger import ledger_of
from rounds.rollout.services.gate import confirm, decide, facts_now, lock_plan, take_reading, write_plan
from rounds.rollout.values.pitch import digest_of
from rounds.rollout.values.plan import begins_with, what_it_shows
from rounds.web.addresses import address
from rounds.web.frame.errors import put_error, show_form, status_of
from rounds.web.frame.presses import pressed
from rounds.web.toasts import add_toast

IN_OFFICE = holds(*OFFICE)


@require_http_methods(["GET", "POST"])
@allow(IN_OFFICE, load=program_for)
def plan(request: Request, program: Program) -> HttpResponse:
    """Write the plan of a pilot, see what it can show, and lock it."""
    found = plan_of(program)
    form = PlanForm(request.POST or None, initial=_said(program, found))
    if request.method == "POST":
        go = pressed(request, "save", "lock")
        if go == "lock":
            lock_plan(program=program, digest=request.POST.get("digest", "")[:64], by=request.viewer)
            add_toast(request, _("Locked and issued. The gate is read by it."))
            return redirect(address(request, "rollout:plan", program_id=program.id))
        if form.is_valid() and _is_written(request, program, form):
            add_toast(request, _("Saved. Look what it can show before you lock it."))
            return redirect(address(request, "rollout:plan", program_id=program.id))
    facts = facts_now(program, found) if found else None
    return show_form(
        request,
        "rollout/plan.html",
        form,
        program=program,
        plan=found,
        facts=facts,
        digest=digest_of(facts) if facts else "",
        shows=what_it_shows(said_of(found)) if found else [],
        versions=versions_of(program, Kind.PLAN),
    )


def _is_written(request: Request, program: Program, form: PlanForm) -> bool:
    """Write the plan; False where its analysis day does not stand, and the form says why."""
    try:
        write_plan(program=program, plan=form.plan(), by=request.viewer)
    except OutOfOrder:
        raise
    except DomainError as error:
        put_error(form, error)
        return False
    return True


def _said(program: Program, found: PilotPlan | None) -> dict[str, object]:
    if found is not None:
        return dict(vars(said_of(found)))
    launch = launch_of(program)
    ends_on: date = launch.ends_on if launch else institution_today()
    return begins_with(ends_on) | taking_part(program)


@require_http_methods(["GET", "POST"])
@allow(IN_OFFICE, load=program_for)
def gate(request: Request, program: Program) -> HttpResponse:
    """Read the gate on the analysis day, and decide on what it says."""
    read, form = ReadForm(), DecideForm(initial={"entry": DecideForm.new_entry()})
    if request.method == "POST":
        go = pressed(request, "read", "decide")
        if go == "read":
            read = ReadForm(request.POST)
        else:
            form = DecideForm(request.POST)
        if _is_done(request, program, read if go == "read" else form):
            return redirect(address(request, "rollout:gate", program_id=program.id))
    context = {
        "program": program,
        "gate": gate_of(program),
        "ledger": ledger_of(program),
        "read": read,
        "form": form,
        "today": institution_today(),
        "viewer_id": request.viewer.person_id,
    }
    return render(request, "rollout/gate.html", context, status=max(status_of(read), status_of(form)))


def _is_done(request: Request, program: Program, form: ReadForm | DecideForm) -> bool:
    """Read or decide; False where the form has to be shown again."""
    if not form.is_valid():
        return False
    try:
        if isinstance(form, ReadForm):
            take_reading(program=program, is_complete=form.cleaned_data["is_complete"], by=request.viewer)
            add_toast(request, _("Read, once. What it says stays as it is."))
        else:
            decide(program=program, decided=form.decided(), entry_id=form.entry_id(), by=request.viewer)
            add_toast(request, _("Written. It counts once somebody else has confirmed it."))
    except DomainError as error:
        put_error(form, error)
        return False
    return True


@require_POST
@allow(IN_OFFICE, load=decision_for)
def confirmed(request: Request, decision: GateDecision) -> HttpResponse:
    """Confirm a decision as the second person; it is issued."""
    confirm(decision_id=decision.id, by=request.viewer)
    add_toast(request, _("Confirmed and issued. It stands beside what the gate said."))
    return redirect(address(request, "rollout:gate", program_id=decision.reading.plan.program_id))
