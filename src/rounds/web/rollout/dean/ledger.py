"""The office's ledger of a program: its hours, reports of harm as days without a word; and what is asked of the dean."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from rounds.core.access import Request, allow, holds
from rounds.core.clock import institution_today
from rounds.core.errors import DomainError
from rounds.programs.models import Program
from rounds.programs.selectors import program_for
from rounds.programs.selectors.programs import OFFICE
from rounds.rollout.enums import Answer, HarmState
from rounds.rollout.forms.ledger import DeanAskForm, HarmForm, HoursForm
from rounds.rollout.models import DeanAsk, HarmReport
from rounds.rollout.selectors.reported.ledger import ask_for, asks_of, ledger_of, report_for
from rounds.rollout.services.ledger import ask_dean, enter_hours, note_answer, note_harm, settle_harm
from rounds.web.addresses import address
from rounds.web.frame.errors import put_error, show_form
from rounds.web.frame.presses import pressed
from rounds.web.rollout.dean.asks import much_of
from rounds.web.toasts import add_toast

IN_OFFICE = holds(*OFFICE)


@require_http_methods(["GET", "POST"])
@allow(IN_OFFICE, load=program_for)
def ledger(request: Request, program: Program) -> HttpResponse:
    """Show the ledger; a POST enters hours of the office."""
    form = HoursForm(request.POST or None, initial=_today("worked_on", HoursForm))
    if request.method == "POST" and form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("hours", "worked_on")}
        try:
            enter_hours(program=program, entry_id=form.entry_id(), by=request.viewer, **given)
        except DomainError as error:
            put_error(form, error)
        else:
            add_toast(request, _("Entered. A mistake is written back with a minus."))
            return redirect(address(request, "rollout:ledger", program_id=program.id))
    return show_form(request, "rollout/dean/ledger.html", form, program=program, ledger=ledger_of(program))


@require_http_methods(["GET", "POST"])
@allow(IN_OFFICE, load=program_for)
def add_harm(request: Request, program: Program) -> HttpResponse:
    """Note that a report of harm came in: its day, no word of it."""
    form = HarmForm(request.POST or None, initial=_today("heard_on", HarmForm))
    if request.method == "POST" and form.is_valid():
        given = {"heard_on": form.cleaned_data["heard_on"], "entry_id": form.entry_id()}
        try:
            note_harm(program=program, by=request.viewer, **given)
        except DomainError as error:
            put_error(form, error)
        else:
            add_toast(request, _("Noted. Nobody is written to; say here once it is answered."))
            return redirect(address(request, "rollout:ledger", program_id=program.id))
    return show_form(request, "rollout/dean/harm.html", form, program=program)


def _today(field: str, form: type[HoursForm | HarmForm]) -> dict[str, object]:
    return {"entry": form.new_entry(), field: institution_today()}


@require_POST
@allow(IN_OFFICE, load=report_for)
def settle(request: Request, report: HarmReport) -> HttpResponse:
    """Say what became of a report of harm; Undo opens it again."""
    state = HarmState(pressed(request, *HarmState.values))
    settle_harm(report=report, state=state, by=request.viewer)
    add_toast(request, _("Noted: %(state)s.") % {"state": state.label})
    return redirect(address(request, "rollout:ledger", program_id=report.program_id))


@require_http_methods(["GET", "POST"])
@allow(IN_OFFICE, load=program_for)
def asks(request: Request, program: Program) -> HttpResponse:
    """Show what is asked of the dean for a program; a POST asks for something."""
    form = DeanAskForm(request.POST or None, initial={"entry": DeanAskForm.new_entry()})
    if request.method == "POST" and form.is_valid():
        try:
            ask_dean(program=program, asking=form.asking(), entry_id=form.entry_id(), by=request.viewer)
        except DomainError as error:
            put_error(form, error)
        else:
            add_toast(request, _("It stands on the dean’s two pages. No mail is sent."))
            return redirect(address(request, "rollout:asks", program_id=program.id))
    rows = [(one, much_of(one)) for one in asks_of(program)]
    return show_form(request, "rollout/dean/asks.html", form, program=program, rows=rows)


@require_POST
@allow(IN_OFFICE, load=ask_for)
def answered(request: Request, ask: DeanAsk) -> HttpResponse:
    """Note what became of something that was asked."""
    go = pressed(request, "given", "declined", "taken_back", "open")
    answer = Answer.NONE if go == "open" else Answer(go)
    note_answer(ask=ask, answer=answer, by=request.viewer)
    add_toast(request, _("Noted: %(answer)s.") % {"answer": answer.label})
    return redirect(address(request, "rollout:asks", program_id=ask.program_id))
