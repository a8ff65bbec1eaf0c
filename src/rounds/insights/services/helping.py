"""The offer of a talk to a mentor: asked for, made, answered, ended. Each step twice is the step once."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rounds.core import audit
from rounds.core.access import Viewer
from rounds.core.clock import institution_today, now
from rounds.core.errors import NotFound, OutOfOrder
from rounds.insights.enums import HelpAnswer
from rounds.insights.models import HelpOffer, MentorSignal
from rounds.insights.selectors.help import MentorLine, own_offer
from rounds.people.models import Person


@transaction.atomic
def ask_for_contact(*, by: Viewer) -> HelpOffer:
    """Say "please contact me"; what is open already stays as it is."""
    offer: HelpOffer
    offer, is_new = HelpOffer.objects.get_or_create(
        person_id=by.own_id, ended_at=None, defaults={"asked_at": now()}
    )
    if is_new:
        audit.record("help.asked", by=by, kind="help_offer", object_id=offer.id)
    return offer


@transaction.atomic
def take_back_wish(*, by: Viewer) -> None:
    """Take one's own wish back, as long as nobody has offered."""
    offer = _locked(own_offer(by))
    if offer is None:
        return
    if offer.is_offered:
        raise OutOfOrder(_("A talk has been offered since. Answer that offer instead."))
    _end(offer, "help.unasked", by)


@transaction.atomic
def offer_help(*, line: MentorLine, by: Viewer) -> HelpOffer:
    """Offer a talk with the facts of today; the mentor reads it on their home. No mail is sent."""
    offer: HelpOffer
    offer, is_new = HelpOffer.objects.get_or_create(
        person_id=line.person.id, ended_at=None, defaults={"offered_at": now(), **_said(line, by)}
    )
    changed = HelpOffer.objects.filter(id=offer.id, offered_at=None, ended_at=None).update(
        offered_at=now(), **_said(line, by)
    )
    if is_new or changed:
        audit.record(
            "help.offered", by=by, kind="help_offer", object_id=offer.id, about_person_id=line.person.id
        )
    offer.refresh_from_db()
    return offer


@transaction.atomic
def take_back_offer(*, line: MentorLine, by: Viewer) -> None:
    """Take an offer back before it is answered; the wish that led to it stands again."""
    offer = _locked(line.offer)
    if offer is None or not offer.is_offered:
        return
    if offer.answer:
        raise OutOfOrder(_("The mentor has answered since. Load the page again to read it."))
    if offer.asked_at is None:
        _end(offer, "help.taken_back", by)
        return
    offer.offered_at, offer.offered_by, offer.facts = None, "", []
    offer.save()
    audit.record("help.taken_back", by=by, kind="help_offer", object_id=offer.id)


@transaction.atomic
def answer_offer(*, answer: str, by: Viewer) -> HelpOffer:
    """Answer the offer that waits: talk keeps it open, everything else ends it."""
    offer = _locked(own_offer(by))
    if offer is None or not offer.is_offered:
        raise OutOfOrder(_("No offer waits for you: it was taken back or has been answered."))
    if offer.answer:
        return offer
    offer.answer, offer.answered_at = answer, now()
    if answer != HelpAnswer.TALK:
        offer.ended_at = offer.answered_at
    offer.save()
    audit.record("help.answered", by=by, kind="help_offer", object_id=offer.id)
    return offer


@transaction.atomic
def answer_signal(*, signal_id: UUID, answer: str, by: Viewer) -> MentorSignal:
    """Answer one's own estimate: "talk" asks to be contacted, everything else keeps it from everybody; empty takes that back."""
    row: MentorSignal | None = (
        MentorSignal.objects.select_for_update()
        .filter(id=signal_id, person_id=by.own_id, is_signal=True, until_on__gt=institution_today())
        .first()
    )
    if row is None:
        raise NotFound
    if row.said != answer:
        row.said, row.said_at = answer, now() if answer else None
        row.save(update_fields=["said", "said_at"])
        audit.record("signal.answered", by=by, kind="mentor_signal", object_id=row.id)
    if answer == HelpAnswer.TALK:
        ask_for_contact(by=by)
    return row


@transaction.atomic
def end_offer(*, line: MentorLine, by: Viewer) -> None:
    """Say that the talk took place."""
    offer = _locked(line.offer)
    if offer is None:
        return
    if offer.answer != HelpAnswer.TALK:
        raise OutOfOrder(_("The mentor has not said yes to a talk yet."))
    _end(offer, "help.talked", by)


def merge_talks(keep: Person, other: Person, by: Viewer) -> set[UUID]:
    """End the open offer of a record that goes where the kept one has its own, and leave it its estimates of the same waves."""
    mine = HelpOffer.objects.filter(person=keep, ended_at=None).exists()
    gone = HelpOffer.objects.filter(person=other, ended_at=None).first() if mine else None
    if gone is not None:
        _end(gone, "help.taken_back", by)
    waves = MentorSignal.objects.filter(person=keep).values("wave_id")
    return set(MentorSignal.objects.filter(person=other, wave_id__in=waves).values_list("id", flat=True))


def _said(line: MentorLine, by: Viewer) -> dict[str, object]:
    return {"offered_by": by.name[:200], "facts": [one.kept() for one in line.facts]}


def _locked(offer: HelpOffer | None) -> HelpOffer | None:
    """Return the row as it is now, held until the transaction ends; None where it has ended since."""
    if offer is None:
        return None
    found: HelpOffer | None = HelpOffer.objects.select_for_update().filter(id=offer.id, ended_at=None).first()
    return found


def _end(offer: HelpOffer, deed: str, by: Viewer) -> None:
    offer.ended_at = now()
    offer.save(update_fields=["ended_at"])
    audit.record(deed, by=by, kind="help_offer", object_id=offer.id)
