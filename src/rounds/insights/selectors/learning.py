"""What closed years teach the next match: the pairs to learn from, the newest finding, and the weights of today."""

from collections import Counter
from datetime import date
from uuid import UUID

from rounds.core.access import Viewer
from rounds.core.clock import institution_today
from rounds.core.database.bulk_rows import among
from rounds.core.dates import months_after
from rounds.core.errors import NotFound
from rounds.insights.models import WeightProposal
from rounds.insights.values.proposals import PairOver, PairsOver, numbers_with
from rounds.matching.input.selectors.weights import newest_weights, starting_numbers
from rounds.matching.input.values.weights import CRITERIA, preset_for
from rounds.matching.models import MatchRun
from rounds.matching.review.selectors.shares import shares_of_pairs
from rounds.matching.runs.selectors import newest_run
from rounds.mentorships.dues.selectors.agreed import agreed_until
from rounds.mentorships.enums import EndReason
from rounds.mentorships.models import Conversation, Mentorship
from rounds.mentorships.models.conversations import COUNTS
from rounds.mentorships.models.pairs import NOT_ON_PANEL
from rounds.programs.models import Program
from rounds.programs.selectors import open_cohorts_of, priorities_on
from rounds.programs.selectors.programs import program_for

YEAR = 12
# ended before it began, or not to be judged by what was held
NEVER = (EndReason.WITHDRAWN, EndReason.DECLINED)


def pairs_over(program_id: UUID, as_of: date) -> PairsOver:
    """Return the pairs of a program whose first twelve months are over; who left the institution meanwhile is left out."""
    rows = Mentorship.objects.filter(
        NOT_ON_PANEL, cycle__program_id=program_id, is_primary=True, opened_on__isnull=False
    ).exclude(end_reason__in=NEVER)
    rows = rows.select_related("cycle__program", "mentee", "mentor", "mentee_enrollment").order_by("id")
    until = {pair.id: _until(pair) for pair in rows}
    whole = [pair for pair in rows if until[pair.id] <= as_of]
    stayed = [pair for pair in whole if not _left(pair, until[pair.id])]
    shares = shares_of_pairs([pair.id for pair in stayed])
    known = [pair for pair in stayed if pair.id in shares]
    agreed, held = agreed_until(known, until), _held(known, until)
    pairs = tuple(
        PairOver(
            key=str(pair.id),
            mentor=str(pair.mentor_id),
            cohort=str(pair.mentee_enrollment.cohort_id),
            held=held[pair.id],
            agreed=agreed[pair.id].conversations,
            shares=shares[pair.id],
        )
        for pair in known
    )
    return PairsOver(pairs, len(whole) - len(stayed), len(stayed) - len(known))


def present_weights(program: Program) -> tuple[int, dict[str, int]]:
    """Return the version and the weights of today by criterion and priority; version 0 is the template's."""
    newest = newest_weights(program.id)
    if newest is not None:
        return newest.version, {
            **{key: newest.values.get(key, 0) for key in CRITERIA},
            **newest.priorities,
        }
    values, shares = starting_numbers(
        preset_for(program.weight_preset), priorities_on(program.id, institution_today())
    )
    return 0, {**{key: values.get(key, 0) for key in CRITERIA}, **shares}


def newest_finding(program_id: UUID) -> WeightProposal | None:
    """Return the newest finding about a program's criteria."""
    found: WeightProposal | None = WeightProposal.objects.filter(program_id=program_id).first()
    return found


def answered_cohorts(program_id: UUID) -> set[str]:
    """Return the cohorts out of which somebody has adopted or declined a proposal: they propose nothing again."""
    rows = WeightProposal.objects.filter(program_id=program_id).exclude(answer="")
    return {cohort for result in rows.values_list("result", flat=True) for cohort in result.get("of", [])}


def proposal_for(viewer: Viewer, finding_id: UUID) -> WeightProposal:
    """Return a proposal of a program whose office the viewer belongs to, the newest alone; NotFound otherwise."""
    found = WeightProposal.objects.filter(id=finding_id).select_related("program").first()
    if found is None or not found.proposed:
        raise NotFound
    program_for(viewer, found.program_id)
    newest = newest_finding(found.program_id)
    if newest is None or newest.id != found.id:
        raise NotFound
    return found


def run_to_try(program: Program) -> MatchRun | None:
    """Return the newest run of the program's open cohort, in whose what-if page weights can be tried."""
    cohort = next(iter(open_cohorts_of([program])), None)
    return newest_run(cohort.id) if cohort else None


def changes_of(proposal: WeightProposal) -> dict[str, tuple[int, int]]:
    """Return each weight that would be another one: as it is, and as it would be."""
    present, then = present_weights(proposal.program)[1], numbers_of(proposal)
    return {key: (present[key], then[key]) for key in present if present[key] != then[key]}


def numbers_of(proposal: WeightProposal) -> dict[str, int]:
    """Return all weights as they would be with the proposed ones."""
    return numbers_with(present_weights(proposal.program)[1], proposal.proposed)


def _until(pair: Mentorship) -> date:
    """Return the day up to which a pair is looked at: twelve months, or its planned end where that is sooner."""
    opened = pair.opened_on or pair.cycle.starts_on
    return min(months_after(opened, YEAR), pair.planned_end_on or pair.cycle.ends_on)


def _left(pair: Mentorship, until: date) -> bool:
    gone = [one.left_on for one in (pair.mentee, pair.mentor) if one.left_on]
    return pair.end_reason == EndReason.LEFT or any(day < until for day in gone)


def _held(pairs: list[Mentorship], until: dict[UUID, date]) -> Counter[UUID]:
    rows = Conversation.objects.filter(COUNTS, mentorship_id__in=among([one.id for one in pairs]))
    return Counter(
        key
        for key, day in rows.order_by().values_list("mentorship_id", "held_on")
        if day and day <= until[key]
    )
