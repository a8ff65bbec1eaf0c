"""A decision about a program's year: what we saw, what changes and why, what stays, when we look again."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from rounds.core.access import Request, allow, holds
from rounds.core.errors import DomainError
from rounds.insights.forms import DecisionForm
from rounds.insights.selectors.claims import DECIDES
from rounds.insights.selectors.decisions import cycle_to_decide
from rounds.insights.selectors.figures import figures_of_cycle
from rounds.insights.services.deciding import write_decision
from rounds.programs.models import Cycle
from rounds.web.addresses import address
from rounds.web.evidence.pictures.cards import card_of
from rounds.web.frame.errors import put_error, show_form
from rounds.web.toasts import add_toast


@require_http_methods(["GET", "POST"])
@allow(holds(*DECIDES), load=cycle_to_decide)
def decide(request: Request, cycle: Cycle) -> HttpResponse:
    """Write down what was decided, beside the figures that it rests on."""
    form = DecisionForm(request.POST or None, initial={"entry": DecisionForm.new_entry()})
    if request.method == "POST" and form.is_valid():
        try:
            write_decision(cycle=cycle, decision=form.decision(), entry_id=form.entry_id(), by=request.viewer)
        except DomainError as error:
            put_error(form, error)
        else:
            add_toast(request, _("Written down, with the figures of today."))
            return redirect(address(request, "evidence:home"))
    cards = [card_of(one) for one in figures_of_cycle(request.viewer, cycle.id).values()]
    return show_form(request, "evidence/decide.html", form, cycle=cycle, cards=cards)
