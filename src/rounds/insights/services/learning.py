"""Learning from closed years: a finding is kept, a person answers it. No weight is ever written without one."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rounds.core import audit
from rounds.core.access import Viewer
from rounds.core.clock import institution_today, now
from rounds.core.errors import DomainError, OutOfOrder
from rounds.insights.enums import ProposalAnswer
from rounds.insights.models import WeightProposal
from rounds.insights.selectors.learning import (
    answered_cohorts,
    newest_finding,
    numbers_of,
    pairs_over,
    present_weights,
)
from rounds.matching.input.services.weights import save_weights
from rounds.matching.input.values.weights import CRITERIA
from rounds.programs.models import Program


def learn(*, by: Viewer) -> int:
    """Keep what the closed years of each program say about its criteria; return how many findings are new."""
    return sum(_learn_of(program, by) for program in Program.objects.order_by("id"))


@transaction.atomic
def _learn_of(program: Program, by: Viewer) -> bool:
    """Keep one program's finding. The same pairs are one finding; who was answered proposes nothing again."""
    from rounds.insights.values.learning import learned  # loads the engine: no page needs it

    today = institution_today()
    over = pairs_over(program.id, today)
    if not over.pairs and not over.without_run:
        return False
    weights = {key: number for key, number in present_weights(program)[1].items() if key in CRITERIA}
    digest, told, tried = learned(over, weights)
    newest = newest_finding(program.id)
    if newest is not None and (
        newest.digest == digest or (newest.answer and newest.result["of"] == told["of"])
    ):
        return False
    if tried and set(told["of"]) <= answered_cohorts(program.id):
        tried = {}
    row, is_new = WeightProposal.objects.get_or_create(
        program=program,
        digest=digest,
        defaults={"as_of": today, "weights": weights, "result": told, "proposed": tried},
    )
    if is_new and tried:
        _record("weights.proposed", row, by)
    return bool(is_new)


@transaction.atomic
def adopt_proposal(*, proposal_id: UUID, reason: str, by: Viewer) -> WeightProposal:
    """Write the proposed weights as the program's next version; the next run begins with them, no pair changes."""
    proposal = _held(proposal_id)
    if proposal.answer == ProposalAnswer.ADOPTED:
        return proposal
    _refuse_answered(proposal)
    _version, present = present_weights(proposal.program)
    if {key: present[key] for key in proposal.weights} != proposal.weights:
        raise OutOfOrder(
            _(
                "The weights were changed since this was worked out. Try the proposal in the what-if page instead."
            )
        )
    written = save_weights(
        program=proposal.program,
        name=_("Learned from closed years"),
        numbers=numbers_of(proposal),
        rationale=reason,
        by=by,
    )
    proposal.adopted_version = written.version
    return _answer(proposal, ProposalAnswer.ADOPTED, reason, by)


@transaction.atomic
def decline_proposal(*, proposal_id: UUID, reason: str, by: Viewer) -> WeightProposal:
    """Say that the weights stay; these years propose nothing again."""
    proposal = _held(proposal_id)
    if proposal.answer == ProposalAnswer.DECLINED:
        return proposal
    _refuse_answered(proposal)
    if not reason.strip():
        raise DomainError(_("Say in one sentence why; the committee reads it."), field="rationale")
    return _answer(proposal, ProposalAnswer.DECLINED, reason, by)


@transaction.atomic
def take_back_decline(*, proposal_id: UUID, by: Viewer) -> WeightProposal:
    """Let a declined proposal wait again."""
    proposal = _held(proposal_id)
    if proposal.answer != ProposalAnswer.DECLINED:
        return proposal
    proposal.answer, proposal.reason, proposal.answered_by, proposal.answered_at = "", "", "", None
    proposal.save()
    _record("weights.reopened", proposal, by)
    return proposal


def _held(proposal_id: UUID) -> WeightProposal:
    """Return the row as it is now, held until the transaction ends."""
    found: WeightProposal = WeightProposal.objects.select_for_update().get(id=proposal_id)
    return found


def _refuse_answered(proposal: WeightProposal) -> None:
    if proposal.answer:
        raise OutOfOrder(_("Somebody has answered this proposal since. Load the page again to read it."))


def _answer(proposal: WeightProposal, answer: ProposalAnswer, reason: str, by: Viewer) -> WeightProposal:
    proposal.answer, proposal.reason = answer, reason.strip()
    proposal.answered_by, proposal.answered_at = by.name[:200], now()
    proposal.save()
    _record(f"weights.{answer.value}", proposal, by)
    return proposal


def _record(deed: str, proposal: WeightProposal, by: Viewer) -> None:
    audit.record(deed, by=by, kind="weight_proposal", object_id=proposal.id, program_id=proposal.program_id)
