"""What went with good pairs, criterion by criterion; and proposed weights, which a person adopts or declines."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rounds.core.access import Request, allow, holds
from rounds.core.errors import DomainError
from rounds.insights.forms import WeightsAnswerForm
from rounds.insights.models import WeightProposal
from rounds.insights.selectors.claims import DECIDES
from rounds.insights.selectors.learning import newest_finding, proposal_for, run_to_try
from rounds.insights.services.learning import adopt_proposal, decline_proposal, take_back_decline
from rounds.programs.models import Program
from rounds.programs.selectors.programs import program_for
from rounds.web.addresses import address
from rounds.web.evidence.learning.words import changes_in, found_words, lines_of, try_address
from rounds.web.frame.errors import put_error, show_form
from rounds.web.frame.presses import pressed
from rounds.web.toasts import add_toast

OFFICE = holds(*DECIDES)


@require_safe
@allow(OFFICE, load=program_for)
def criteria(request: Request, program: Program) -> HttpResponse:
    """Show what went with good pairs of a program, and the proposal that waits, if any."""
    return _shown(request, program, WeightsAnswerForm())


@require_POST
@allow(OFFICE, load=proposal_for)
def answer(request: Request, proposal: WeightProposal) -> HttpResponse:
    """Adopt or decline proposed weights, or take a decline back; each asks or can be undone."""
    go, program = pressed(request, "adopt", "decline", "take_back"), proposal.program
    here = redirect(address(request, "evidence:criteria", program_id=program.id))
    if go == "take_back":
        take_back_decline(proposal_id=proposal.id, by=request.viewer)
        add_toast(request, _("The proposal waits for an answer again."))
        return here
    form = WeightsAnswerForm(request.POST)
    if not form.is_valid():
        return _shown(request, program, form)
    do = adopt_proposal if go == "adopt" else decline_proposal
    try:
        done = do(proposal_id=proposal.id, reason=form.cleaned_data["rationale"], by=request.viewer)
    except DomainError as error:
        put_error(form, error)
        return _shown(request, program, form)
    add_toast(request, _said(done))
    return here


def _said(done: WeightProposal) -> str:
    if done.adopted_version is None:
        return _("Declined. The weights stay as they are.")
    return _("Adopted as version %(version)s of the weights. The next run begins with them.") % {
        "version": done.adopted_version
    }


def _shown(request: Request, program: Program, form: WeightsAnswerForm) -> HttpResponse:
    finding = newest_finding(program.id)
    context: dict[str, object] = {"program": program, "finding": finding}
    if finding is not None:
        run = run_to_try(program)
        context |= {
            "said": found_words(finding),
            "lines": lines_of(finding),
            "changes": changes_in(finding) if finding.waits else [],
            "try_at": try_address(request, run, finding) if run and finding.waits else "",
        }
    return show_form(request, "evidence/learning/criteria.html", form, **context)
