"""The one look at a claim card: taken at the planned information, or on its stop day; then its sentence stands."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rounds.core import audit
from rounds.core.access import Viewer
from rounds.core.clock import institution_today, now
from rounds.core.errors import DomainError, NotFound, OutOfOrder
from rounds.evidence.claims.verdicts import Analysis
from rounds.insights.models import ClaimCard, Look
from rounds.insights.selectors.gathering import cycle_facts, faculty
from rounds.insights.selectors.happened import all_that_happened
from rounds.insights.values.claims import CLAIMS
from rounds.insights.values.facts import CycleFacts
from rounds.insights.values.happened import cut_of
from rounds.insights.values.testing import Found, Terms, analyzed, judged
from rounds.insights.values.told import rounded
from rounds.programs.enums import CycleState
from rounds.programs.models import Cycle


@transaction.atomic
def take_look(*, card_id: UUID, by: Viewer) -> Look:
    """Take the look; a second one changes nothing. Before the information is whole only the stop day allows it."""
    card: ClaimCard | None = ClaimCard.objects.select_for_update(of=("self",)).filter(id=card_id).first()
    if card is None:
        raise NotFound
    there: Look | None = Look.objects.filter(card=card).first()
    if there is not None:
        return there
    if not card.is_locked:
        raise OutOfOrder(_("This card is not locked yet: nobody looks before."))
    as_of, until = institution_today(), now()
    blocks = all_that_happened(as_of, until)
    terms = _terms(card)
    found = analyzed(terms, faculty(blocks, as_of), _cycles(card), as_of)
    _check(card, found)
    said = judged(terms, found)
    look: Look = Look.objects.create(
        card=card,
        as_of=as_of,
        digest=cut_of(blocks, as_of, until).digest,
        have=found.have,
        sentence=str(said.sentence),
        words=said.words[:400],
        analyses=[_kept(one) for one in found.analyses],
        notes=list(said.notes),
        taken_by=by.name[:200],
    )
    audit.record(
        "claim.looked", by=by, kind="claim", object_id=card.id, program_id=card.program_id, says=look.sentence
    )
    return look


def close_overdue(*, by: Viewer) -> int:
    """Look at every locked card that has reached its stop day: without its information it closes as “cannot test”."""
    due = ClaimCard.objects.filter(look=None, stop_on__lte=institution_today()).exclude(locked_at=None)
    cards = list(due.values_list("id", flat=True))
    for card_id in cards:
        take_look(card_id=card_id, by=by)
    return len(cards)


def _check(card: ClaimCard, found: Found) -> None:
    if found.have >= card.needed or institution_today() >= card.stop_on:
        return
    words = _("%(have)s of %(needed)s %(unit)s can be followed so far: it is too early to look.")
    unit = CLAIMS[card.template].unit
    raise DomainError(words % {"have": found.have, "needed": card.needed, "unit": unit})


def _terms(card: ClaimCard) -> Terms:
    return Terms(card.template, card.claimed, card.smallest, card.needed, card.since, card.compares)


def _cycles(card: ClaimCard) -> list[CycleFacts]:
    states = (CycleState.OPEN, CycleState.CLOSED)
    rows = Cycle.objects.filter(program_id=card.program_id, state__in=states, ends_on__gte=card.since)
    return [
        cycle_facts(one, institution_today()) for one in rows.select_related("program").order_by("-starts_on")
    ]


def _kept(one: Analysis) -> list[object]:
    return [one.name, rounded(one.value), rounded(one.low), rounded(one.high), one.is_adjusted, one.reason]
