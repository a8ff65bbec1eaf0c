"""The budget of a program: what it costs in cash and in kind, who checked the prices, what was spent."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from rounds.core.access import Request, allow, holds
from rounds.core.errors import DomainError
from rounds.programs.models import Program
from rounds.programs.selectors import program_for
from rounds.programs.selectors.programs import OFFICE
from rounds.rollout.forms.budget import BudgetForm, SpendingForm
from rounds.rollout.models import Spending
from rounds.rollout.selectors.budget import BudgetPage, budget_of, budget_page, prices_of, typed_of
from rounds.rollout.services.budget import book_spending, check_budget, digest_of_prices, write_budget
from rounds.rollout.values.budget import Counted as Nothing
from rounds.rollout.values.budget import Way, lines_of
from rounds.web.addresses import address
from rounds.web.frame.errors import put_error, show_form
from rounds.web.frame.presses import pressed
from rounds.web.toasts import add_toast

IN_OFFICE = holds(*OFFICE)


@require_http_methods(["GET", "POST"])
@allow(IN_OFFICE, load=program_for)
def budget(request: Request, program: Program) -> HttpResponse:
    """Show the budget; a POST says as a second person that quantities and prices are right."""
    if request.method == "POST":
        pressed(request, "check")
        check_budget(program=program, digest=request.POST.get("digest", "")[:64], by=request.viewer)
        add_toast(request, _("Checked. A later change is to be checked again."))
        return redirect(address(request, "rollout:budget", program_id=program.id))
    page = budget_page(request.viewer, program)
    found = page.budget if page else None
    context = {
        "program": program,
        "page": page,
        "digest": digest_of_prices(found) if found else "",
        "is_mine": found is not None and found.written_by_id == request.viewer.person_id,
        "cash": [one for one in page.lines if one.way == Way.CASH] if page else [],
        "kind": [one for one in page.lines if one.way == Way.KIND] if page else [],
        "spendings": _named(page) if page else [],
    }
    return render(request, "rollout/budget.html", context)


def _named(page: BudgetPage) -> list[tuple[Spending, str]]:
    titles = {one.key: str(one.title) for one in page.lines}
    return [(one, titles.get(one.line, one.line)) for one in page.spendings]


@require_http_methods(["GET", "POST"])
@allow(IN_OFFICE, load=program_for)
def prices(request: Request, program: Program) -> HttpResponse:
    """Write planned quantities and prices."""
    found = budget_of(program)
    known = prices_of(found)
    initial = {**typed_of(found), **{f"price_{key}": one for key, one in known.items() if one is not None}}
    form = BudgetForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            write_budget(program=program, typed=form.typed(), prices=form.prices(), by=request.viewer)
        except DomainError as error:
            put_error(form, error)
        else:
            add_toast(request, _("Saved. Somebody else of the office or of finance checks it."))
            return redirect(address(request, "rollout:budget", program_id=program.id))
    return show_form(request, "rollout/prices.html", form, program=program)


@require_http_methods(["GET", "POST"])
@allow(IN_OFFICE, load=program_for)
def spend(request: Request, program: Program) -> HttpResponse:
    """Book what was spent."""
    known = lines_of(Nothing(), typed_of(None), {})
    lines = [(one.key, str(one.title)) for one in known if one.way == Way.CASH]
    form = SpendingForm(request.POST or None, lines=lines, initial={"entry": SpendingForm.new_entry()})
    if request.method == "POST" and form.is_valid():
        try:
            book_spending(program=program, booked=form.booked(), entry_id=form.entry_id(), by=request.viewer)
        except DomainError as error:
            put_error(form, error)
        else:
            add_toast(request, _("Booked. A mistake is booked back with a minus."))
            return redirect(address(request, "rollout:budget", program_id=program.id))
    return show_form(request, "rollout/spend.html", form, program=program)
