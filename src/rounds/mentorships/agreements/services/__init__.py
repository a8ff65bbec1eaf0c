"""Proposing, signing, and a mentor's usual terms. What is told by mail never holds the text."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rounds.core import audit, events
from rounds.core.access import Viewer
from rounds.core.clock import institution_today, now
from rounds.core.database.bulk_rows import ready_inserts
from rounds.core.errors import DomainError, OutOfOrder
from rounds.mentorships.agreements.selectors import review_day, terms_of
from rounds.mentorships.agreements.values.terms import Terms
from rounds.mentorships.models import AgreementVersion, Mentorship, Signature, StandingTerms
from rounds.mentorships.services.limits import locked_pair
from rounds.programs.models import Enrollment

REVIEW_AFTER = timedelta(days=182)


@transaction.atomic
def save_standing_terms(*, enrollment: Enrollment, terms: Terms, by: Viewer) -> None:
    """Keep a mentor's usual terms; they fill in new agreements and change no signed one."""
    row = StandingTerms.objects.filter(enrollment=enrollment).first() or StandingTerms(enrollment=enrollment)
    row.seal_value(terms.to_json())
    row.changed_at = now()
    row.save()


@transaction.atomic
def propose_agreement(*, mentorship_id: UUID, terms: Terms, seen: int, by: Viewer) -> AgreementVersion:
    """Propose terms to the other, signed by who proposes; `seen` is the newest version that the page knew.

    Raises OutOfOrder when the other has proposed meanwhile, DomainError for a review day that has passed.
    """
    pair = _running(mentorship_id)
    newest = AgreementVersion.objects.filter(mentorship=pair).order_by("-number").first()
    number = newest.number if newest else 0
    if number != seen:
        raise OutOfOrder(
            _("The other one has proposed something meanwhile. Open the agreement and look at that first.")
        )
    if terms.review_on <= institution_today():
        raise DomainError(_("Choose a day to come on which you two look at this again."), field="review_on")
    version = AgreementVersion(
        mentorship=pair,
        number=number + 1,
        interval_days=terms.interval_days,
        minutes=terms.minutes,
        review_on=terms.review_on,
        proposed_by_id=by.own_id,
        digest=terms.digest(),
    )
    version.seal_value(terms.to_json())
    version.save()
    Signature.objects.create(version=version, person_id=by.own_id, digest=version.digest)
    _note("agreement.proposed", version, by)
    return version


@transaction.atomic
def sign_agreement(*, version: AgreementVersion, digest: str, by: Viewer) -> None:
    """Sign the newest version; `digest` is that of the text on the page.

    Raises OutOfOrder when there is a newer one, when the digest is not the stored one, or after a signature.
    """
    pair = _running(version.mentorship_id)
    if AgreementVersion.objects.filter(mentorship=pair, number__gt=version.number).exists():
        raise OutOfOrder(_("There is a newer version. Open the agreement and look at that."))
    if digest != version.digest or terms_of(version).digest() != version.digest:
        raise OutOfOrder(_("This is not the text that is stored. Open the agreement again before you sign."))
    _signature, is_new = Signature.objects.get_or_create(
        version=version, person_id=by.own_id, defaults={"digest": version.digest}
    )
    if is_new:
        _note("agreement.signed", version, by)


@transaction.atomic
def take_back_proposal(*, version: AgreementVersion, by: Viewer) -> None:
    """Take back one's own proposal that the other has not signed: what was in force before stays so.

    Raises OutOfOrder for another's, one that is signed by both, or one that is not the newest any more.
    """
    pair = _running(version.mentorship_id)
    newest = AgreementVersion.objects.filter(mentorship=pair).order_by("-number").first()
    if newest != version or version.proposed_by_id != by.own_id or version.signatures.count() > 1:
        raise OutOfOrder(_("This proposal can't be taken back any more. Open the agreement again."))
    audit.record("agreement.taken_back", by=by, kind="agreement", object_id=version.id)
    version.signatures.all().delete()
    version.delete()


@transaction.atomic
def confirm_agreement(*, version: AgreementVersion, by: Viewer) -> AgreementVersion:
    """Say that what is in force is still right: the same terms, to be looked at again half a year later, or before the year ends."""
    terms = terms_of(version).reviewed_on(review_day(version.mentorship, REVIEW_AFTER))
    return propose_agreement(mentorship_id=version.mentorship_id, terms=terms, seen=version.number, by=by)


@dataclass(frozen=True, kw_only=True)
class EarlierAgreement:
    """An agreement that both signed before it was entered here."""

    pair: Mentorship
    terms: Terms
    signed_at: datetime


@transaction.atomic
def record_signed_agreements(*, agreements: Sequence[EarlierAgreement], by: Viewer) -> None:
    """Enter first agreements that both have signed, of any pairs at once; nobody is told."""
    versions, signatures = [], []
    for one in agreements:
        version = AgreementVersion(
            mentorship=one.pair,
            number=1,
            interval_days=one.terms.interval_days,
            minutes=one.terms.minutes,
            review_on=one.terms.review_on,
            proposed_by_id=one.pair.mentee_id,
            proposed_at=one.signed_at,
            digest=one.terms.digest(),
        )
        version.seal_value(one.terms.to_json())
        versions.append(version)
        signatures += [
            Signature(version=version, person_id=person_id, signed_at=one.signed_at, digest=version.digest)
            for person_id in (one.pair.mentee_id, one.pair.mentor_id)
        ]
    for model, rows in ((AgreementVersion, versions), (Signature, signatures)):
        ready_inserts(model, rows).write()
    audit.record("agreement.recorded_signed", by=by, kind="agreement", agreements=len(versions))


def _running(mentorship_id: UUID) -> Mentorship:
    pair = locked_pair(mentorship_id)
    if not pair.is_running:
        raise OutOfOrder(
            _("This pair does not run now, so nothing is agreed. What was signed stays readable.")
        )
    return pair


def _note(action: str, version: AgreementVersion, by: Viewer) -> None:
    audit.record(action, by=by, kind="agreement", object_id=version.id)
    events.emit(action, institution_id=by.institution_id, version=version.id, person=by.own_id)
