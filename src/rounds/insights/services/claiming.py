"""Claim cards: written, locked or thrown away, amended by dated lines, looked at once."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rounds.core import audit
from rounds.core.access import Viewer
from rounds.core.clock import institution_today, now
from rounds.core.errors import DomainError, NotFound, OutOfOrder
from rounds.insights.models import Amendment, ClaimCard, ComparatorBasis
from rounds.insights.selectors.claims import basis_in_force, were_out
from rounds.insights.values.claims import CLAIMS
from rounds.programs.models import Program


@dataclass(frozen=True)
class Wanted:
    """What a card is to say."""

    template: str
    claimed: float
    smallest: float | None
    since: date
    stop_on: date
    compares: bool


@transaction.atomic
def write_card(
    *, program: Program, wanted: Wanted, entry_id: UUID, by: Viewer, instead_of: UUID | None = None
) -> ClaimCard:
    """Write a card; from now on figures of its measure are closed to its author. A form sent twice is one card.

    A draft that it stands instead of is thrown away with it.
    """
    from rounds.evidence.claims.templates import needed  # loads the engine: no page needs it

    found: ClaimCard | None = ClaimCard.objects.filter(entry_id=entry_id).first()
    if found is not None:
        return found
    claim = CLAIMS[wanted.template]
    _check(wanted)
    card: ClaimCard = ClaimCard.objects.create(
        program=program,
        template=wanted.template,
        claimed=wanted.claimed,
        smallest=wanted.smallest,
        since=wanted.since,
        stop_on=wanted.stop_on,
        compares=wanted.compares and claim.has_comparison,
        needed=needed(wanted.template, wanted.claimed),
        were_out=were_out(claim, program.id),
        author_id=by.person_id,
        written_by=by.name[:200],
        entry_id=entry_id,
    )
    _told("claim.written", card, by)
    if instead_of is not None:
        throw_away_card(card_id=instead_of, by=by)
    return card


def _check(wanted: Wanted) -> None:
    claim = CLAIMS[wanted.template]
    if wanted.stop_on <= max(wanted.since, institution_today()):
        words = _("The stop day lies before counting ends. Choose a day in the future, after the first day.")
        raise DomainError(words, field="stop_on")
    size = wanted.claimed
    if claim.key == "C1":
        if not 0.06 <= size <= 0.94:
            raise DomainError(_("A share lies between 0.06 and 0.94 here."), field="claimed")
    elif size == claim.no_effect or (claim.no_effect == 1 and not 0.1 <= size <= 10) or not -5 <= size <= 10:
        words = _("%(none)g would be no effect. Enter the claimed size, such as %(size)g.")
        raise DomainError(words % {"none": claim.no_effect, "size": claim.claimed}, field="claimed")


@transaction.atomic
def lock_card(*, card_id: UUID, by: Viewer) -> ClaimCard:
    """Lock a card: nothing of it changes any more, and its measure opens to its author."""
    card = _draft(card_id)
    basis = None
    if card.compares:
        basis = basis_in_force()
        if basis is None:
            raise DomainError(
                _("Nobody has approved that records of staff without a mentor are used. Record that first.")
            )
    if card.stop_on <= institution_today():
        raise DomainError(_("Its stop day has passed. Throw this card away and write another."))
    card.basis, card.locked_at, card.locked_by = basis, now(), by.name[:200]
    card.save(update_fields=["basis", "locked_at", "locked_by"])
    _told("claim.locked", card, by)
    return card


@transaction.atomic
def throw_away_card(*, card_id: UUID, by: Viewer) -> None:
    """Throw a card away that is not locked."""
    card = _draft(card_id)
    _told("claim.thrown_away", card, by)
    card.delete()


@transaction.atomic
def amend_card(*, card: ClaimCard, words: str, reason: str, entry_id: UUID, by: Viewer) -> Amendment:
    """Write a dated line on a locked card, above its result. A form sent twice is one line."""
    if not card.is_locked:
        raise OutOfOrder(_("This card is not locked: throw it away and write another."))
    found: Amendment | None = Amendment.objects.filter(card=card, entry_id=entry_id).first()
    if found is not None:
        return found
    line: Amendment = Amendment.objects.create(
        card=card, words=words.strip(), reason=reason.strip(), written_by=by.name[:200], entry_id=entry_id
    )
    _told("claim.amended", card, by)
    return line


@transaction.atomic
def record_basis(
    *, approved_by: str, columns: str, until_on: date, entry_id: UUID, by: Viewer
) -> ComparatorBasis:
    """Record who approved a comparison with those outside a program. A form sent twice is one."""
    found: ComparatorBasis | None = ComparatorBasis.objects.filter(entry_id=entry_id).first()
    if found is not None:
        return found
    if until_on < institution_today():
        raise DomainError(_("This day has passed. Enter until when it is approved."), field="until_on")
    basis: ComparatorBasis = ComparatorBasis.objects.create(
        approved_by=approved_by.strip(),
        columns=columns.strip(),
        until_on=until_on,
        recorded_by=by.name[:200],
        entry_id=entry_id,
    )
    audit.record("claim.basis", by=by, kind="basis", object_id=basis.id)
    return basis


def _draft(card_id: UUID) -> ClaimCard:
    card: ClaimCard | None = ClaimCard.objects.select_for_update(of=("self",)).filter(id=card_id).first()
    if card is None:
        raise NotFound
    if card.is_locked:
        raise OutOfOrder(_("This card is locked already: nothing of it changes. Load the page again."))
    return card


def _told(action: str, card: ClaimCard, by: Viewer) -> None:
    audit.record(
        action, by=by, kind="claim", object_id=card.id, program_id=card.program_id, claim=card.template
    )
