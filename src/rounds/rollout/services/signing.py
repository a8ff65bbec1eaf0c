"""The endorsement is issued and signed: with an account, or on paper, which a second person has to see."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rounds.core import audit
from rounds.core.access import Viewer
from rounds.core.clock import institution_today, now
from rounds.core.errors import DomainError, NotFound, OutOfOrder
from rounds.programs.models import Program
from rounds.rollout.enums import How, Kind
from rounds.rollout.models import DocumentVersion, PaperCheck, SignOff, TakenBack
from rounds.rollout.selectors.signing import capacities_for, newest_endorsement
from rounds.rollout.services.pitching import freeze
from rounds.rollout.values.endorsement import Terms, facts_of_endorsement


@dataclass(frozen=True)
class Signature:
    """Who signed on paper, as what, on which day."""

    name: str
    capacity: str
    signed_on: date


@transaction.atomic
def issue_endorsement(*, program: Program, terms: Terms, by: Viewer) -> DocumentVersion:
    """Freeze the endorsement; a new version begins with no signature. The same terms are one version."""
    Program.objects.select_for_update().get(id=program.id)
    if terms.until_on <= institution_today():
        raise DomainError(_("This day has passed. Choose until when it is endorsed."), field="until_on")
    facts = facts_of_endorsement(program.name, terms)
    return freeze(program=program, kind=Kind.ENDORSEMENT, facts=facts, by=by)


@transaction.atomic
def sign_document(*, document: DocumentVersion, digest: str, capacity: str, by: Viewer) -> SignOff:
    """Sign a version with one's account, once; by the digest that was on the page."""
    check_version(document, digest)
    found: SignOff | None = SignOff.objects.filter(document=document, signer_id=by.own_id).first()
    if found is not None:
        return found
    if capacity not in capacities_for(by, document.program_id):
        raise DomainError(
            _("You do not have this role here. Choose as what you sign, or have it entered from paper."),
            field="capacity",
        )
    signature: SignOff = SignOff.objects.create(
        document=document,
        digest=digest,
        name=by.name[:200],
        capacity=capacity,
        how=How.ACCOUNT,
        signed_on=institution_today(),
        signer_id=by.own_id,
        entered_by=by.name[:200],
        entered_by_id=by.person_id,
    )
    _told("document.signed", document, by, capacity=capacity)
    return signature


@transaction.atomic
def enter_paper(
    *, document: DocumentVersion, digest: str, signature: Signature, entry_id: UUID, by: Viewer
) -> SignOff:
    """Enter a signature on paper; it counts once another person has seen it. A form sent twice is one."""
    check_version(document, digest)
    found: SignOff | None = SignOff.objects.filter(document=document, entry_id=entry_id).first()
    if found is not None:
        return found
    if signature.signed_on > institution_today():
        raise DomainError(_("This day is still to come. Enter the day on the paper."), field="signed_on")
    row: SignOff = SignOff.objects.create(
        document=document,
        digest=digest,
        name=signature.name.strip(),
        capacity=signature.capacity,
        how=How.PAPER,
        signed_on=signature.signed_on,
        entered_by=by.name[:200],
        entered_by_id=by.person_id,
        entry_id=entry_id,
    )
    _told("document.paper", document, by, capacity=signature.capacity)
    return row


@transaction.atomic
def see_paper(*, signature: SignOff, by: Viewer) -> PaperCheck:
    """Say that one has seen a signature on paper; not whoever entered it. Said twice it is said once."""
    SignOff.objects.select_for_update(of=("self",)).filter(id=signature.id).first()
    found: PaperCheck | None = PaperCheck.objects.filter(signature=signature).first()
    if found is not None:
        return found
    if signature.how != How.PAPER:
        raise NotFound
    if TakenBack.objects.filter(signature=signature, agreed_at__isnull=False).exists():
        raise OutOfOrder(_("This signature was taken back. Enter the right one."))
    if signature.entered_by_id == by.person_id:
        raise OutOfOrder(_("You entered this signature yourself: somebody else has to see the paper."))
    check: PaperCheck = PaperCheck.objects.create(
        signature=signature, seen_by=by.name[:200], seen_by_id=by.person_id
    )
    _told("document.paper_seen", signature.document, by)
    return check


@transaction.atomic
def ask_to_take_back(*, signature: SignOff, reason: str, by: Viewer) -> TakenBack:
    """Ask that a signature on paper be taken back; it counts until another person agrees. Asked twice it is asked once."""
    SignOff.objects.select_for_update(of=("self",)).filter(id=signature.id).first()
    found: TakenBack | None = TakenBack.objects.filter(signature=signature).first()
    if found is not None:
        return found
    if signature.how != How.PAPER:
        raise NotFound
    if not reason.strip():
        raise DomainError(_("Say why: it stays beside the signature."), field="reason")
    row: TakenBack = TakenBack.objects.create(
        signature=signature, reason=reason.strip(), asked_by=by.name[:200], asked_by_id=by.person_id
    )
    _told("document.take_back_asked", signature.document, by)
    return row


@transaction.atomic
def agree_to_take_back(*, signature: SignOff, by: Viewer) -> TakenBack:
    """Agree that a signature on paper is taken back; not whoever asked. Agreed twice it is agreed once."""
    row: TakenBack | None = (
        TakenBack.objects.select_for_update(of=("self",)).filter(signature=signature).first()
    )
    if row is None:
        raise OutOfOrder(_("Nobody has asked to take this signature back. Load the page again."))
    if row.agreed_at is not None:
        return row
    if row.asked_by_id == by.person_id:
        raise OutOfOrder(_("You asked for it yourself: somebody else of the office has to agree."))
    row.agreed_by, row.agreed_by_id, row.agreed_at = by.name[:200], by.person_id, now()
    row.save(update_fields=["agreed_by", "agreed_by_id", "agreed_at"])
    _told("document.taken_back", signature.document, by)
    return row


def check_version(document: DocumentVersion, digest: str) -> None:
    """Refuse what is not signed, and any version but the one that stands; whoever signs at the same moment waits."""
    DocumentVersion.objects.select_for_update(of=("self",)).filter(id=document.id).first()
    newest = newest_endorsement(document.program_id)
    if document.kind != Kind.ENDORSEMENT:
        raise OutOfOrder(_("This document is not signed: only an endorsement is."))
    if newest is None or newest.id != document.id or digest != document.digest:
        raise OutOfOrder(_("This is not the version that stands now. Open the newest one and sign that."))


def _told(action: str, document: DocumentVersion, by: Viewer, **facts: Any) -> None:
    program_id = document.program_id
    audit.record(action, by=by, kind="rollout", object_id=document.id, program_id=program_id, **facts)
