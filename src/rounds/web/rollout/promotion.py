"""Rules of promotion: what each department says of mentoring, and how far each wording has come."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from rounds.core.access import Request, allow
from rounds.core.errors import DomainError
from rounds.programs.rules import can_found_programs
from rounds.rollout.enums import Prompt
from rounds.rollout.forms.promotion import AdoptedForm, WordingForm
from rounds.rollout.models import PromotionRule
from rounds.rollout.selectors.promotion import adoption, rule_to_change
from rounds.rollout.services.promotion import adopt_rule, propose_rule
from rounds.web.addresses import address
from rounds.web.frame.errors import put_error, show_form
from rounds.web.toasts import add_toast


@require_safe
@allow(can_found_programs)
def rules(request: Request) -> HttpResponse:
    """Show the departments with what stands in each, and the five questions that help to ask for more."""
    return render(request, "rollout/promotion.html", {"departments": adoption(), "prompts": Prompt})


@require_http_methods(["GET", "POST"])
@allow(can_found_programs)
def propose(request: Request) -> HttpResponse:
    """Propose a wording to a department."""
    form = WordingForm(request.POST or None, initial={"entry": WordingForm.new_entry()})
    if request.method == "POST" and form.is_valid():
        try:
            propose_rule(wording=form.wording(), entry_id=form.entry_id(), by=request.viewer)
        except DomainError as error:
            put_error(form, error)
        else:
            add_toast(request, _("Proposed. Note here when the department has adopted it."))
            return redirect(address(request, "rollout:promotion"))
    return show_form(request, "rollout/wording.html", form)


@require_http_methods(["GET", "POST"])
@allow(can_found_programs, load=rule_to_change)
def adopted(request: Request, rule: PromotionRule) -> HttpResponse:
    """Show one wording; a POST notes that it was adopted, and from when on it holds."""
    form = AdoptedForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            adopt_rule(rule_id=rule.id, by=request.viewer, **form.cleaned_data)
        except DomainError as error:
            put_error(form, error)
        else:
            add_toast(request, _("Noted. Another wording is a next version."))
            return redirect(address(request, "rollout:promotion"))
    return show_form(request, "rollout/rule.html", form, rule=rule)
