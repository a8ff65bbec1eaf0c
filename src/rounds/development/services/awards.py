"""An award is opened with its jury; people nominate out of their own pairs; the jury speaks; it is decided once."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rounds.core import audit
from rounds.core.access import Viewer
from rounds.core.clock import institution_today, now
from rounds.core.errors import DomainError, OutOfOrder
from rounds.development.enums import BY_JURY, Honor, Voice
from rounds.development.models import AwardRound, Certificate, JurySeat, JuryVoice, Nomination
from rounds.development.selectors.awards import (
    JURY,
    conflicted,
    may_be_nominated,
    may_sit,
    standing_of,
    winners_of,
)
from rounds.development.services.recognition import CODE_BYTES
from rounds.people.models import Person


@transaction.atomic
def open_award(
    *, award: Honor, closes_on: date, jury: Sequence[UUID], entry_id: UUID, by: Viewer
) -> AwardRound:
    """Ask for nominations for an award, with its jury; a form sent twice opens one."""
    found: AwardRound | None = AwardRound.objects.filter(entry_id=entry_id).first()
    if found is not None:
        return found
    if award not in BY_JURY:
        raise DomainError(_("Choose an award from the list."), field="award")
    if closes_on <= institution_today():
        raise DomainError(_("Choose a day to come: until then people nominate."), field="closes_on")
    year = str(closes_on.year)
    if AwardRound.objects.filter(award=award, year=year, called_off_at=None).exists():
        raise DomainError(_("This award of that year is there already. Call it off first."), field="award")
    row: AwardRound = AwardRound.objects.create(
        award=award, year=year, closes_on=closes_on, opened_by=by.name[:200], entry_id=entry_id
    )
    _seat(row, jury, by)
    _told("award.opened", row, by)
    return row


def _seat(row: AwardRound, jury: Sequence[UUID], by: Viewer) -> None:
    known = {one.id for one in may_sit(by)}
    if len(set(jury)) < JURY or not set(jury) <= known:
        raise DomainError(_("Choose at least three people from the list for the jury."), field="jury")
    JurySeat.objects.bulk_create(
        [JurySeat(round=row, person_id=one) for one in sorted(set(jury))], ignore_conflicts=True
    )


@transaction.atomic
def change_jury(*, award: AwardRound, jury: Sequence[UUID], by: Viewer) -> None:
    """Seat another jury, while the award is open; the voices of who leaves go, those of who stays are kept."""
    row = _locked(award)
    JurySeat.objects.filter(round=row).exclude(person_id__in=list(jury)).delete()
    _seat(row, jury, by)
    _told("award.seated", row, by)


@transaction.atomic
def nominate(*, award: AwardRound, nominee_id: UUID, words: str, entry_id: UUID, by: Viewer) -> Nomination:
    """Nominate somebody of one's own pairs; a form sent twice nominates once."""
    row = _locked(award)
    mine = Nomination.objects.filter(nominator_id=by.own_id)
    found: Nomination | None = mine.filter(entry_id=entry_id).first()
    if found is not None:
        return found
    if row.closes_on < institution_today():
        raise OutOfOrder(_("Nominations are closed."))
    if nominee_id not in {one.id for one in may_be_nominated(by, row)}:
        raise DomainError(_("Choose somebody from the list."), field="nominee")
    if mine.filter(round=row, nominee_id=nominee_id, withdrawn_at=None).exists():
        raise DomainError(
            _("You have nominated them already. Take that back to say it anew."), field="nominee"
        )
    made = Nomination(round=row, nominee_id=nominee_id, nominator_id=by.own_id, entry_id=entry_id)
    made.seal_value({"words": words.strip()})
    made.save()
    _told("award.nominated", row, by)
    return made


@transaction.atomic
def take_nomination_back(*, nomination: Nomination, by: Viewer) -> None:
    """Take one's own nomination back, until the award is decided; its words go with it."""
    row = _locked(nomination.round)
    mine = Nomination.objects.select_for_update(of=("self",)).get(id=nomination.id)
    if mine.withdrawn_at is None:
        mine.withdrawn_at = now()
        mine.seal_value({"words": ""})
        mine.save(update_fields=["withdrawn_at", "sealed"])
        _told("award.withdrawn", row, by)


@transaction.atomic
def give_voice(*, award: AwardRound, nominee_id: UUID, says: Voice, by: Viewer) -> None:
    """Say as one of the jury what one thinks of a nominee; the last word before the decision counts."""
    row = _locked(award)
    seat = JurySeat.objects.filter(round=row, person_id=by.own_id).first()
    rows = list(Nomination.objects.filter(round=row, nominee_id=nominee_id, withdrawn_at=None))
    if seat is None or not rows:
        raise OutOfOrder(_("There is nobody to speak about here. Load the page again."))
    if nominee_id in conflicted([by.own_id], rows)[by.own_id] and says != Voice.ASIDE:
        raise OutOfOrder(_("You step aside here: it is you, your pair, or whom you nominated."))
    JuryVoice.objects.update_or_create(
        seat=seat, nominee_id=nominee_id, defaults={"says": says, "said_at": now()}
    )
    _told("award.voiced", row, by)


@transaction.atomic
def decide_award(*, award: AwardRound, by: Viewer) -> list[Certificate]:
    """Close an award as its jury decided: certificates for whom more than half are; nobody else is named."""
    row = _locked(award)
    standing = standing_of(row)
    if not standing.may_decide:
        raise OutOfOrder(
            _(
                "Not yet: nominations have to be over, and at least three of the jury to speak of each nominee."
            )
        )
    people = Person.objects.in_bulk(winners_of(row))
    made: list[Certificate] = Certificate.objects.bulk_create(
        Certificate(
            person=one,
            honor=row.award,
            of=row.year,
            name=one.display_name[:200],
            words=_("was chosen by a jury of %(jury)s in %(year)s, out of nominations by their own pairs.")
            % {"jury": len(standing.jury), "year": row.year},
            earned_on=institution_today(),
            code=secrets.token_hex(CODE_BYTES),
            issued_by=by.name[:200],
        )
        for one in people.values()
    )
    row.decided_at = now()
    row.save(update_fields=["decided_at"])
    # who said what of whom has no use any more
    JuryVoice.objects.filter(seat__round=row).delete()
    _told("award.decided", row, by)
    return made


@transaction.atomic
def call_off_award(*, award: AwardRound, by: Viewer) -> None:
    """Call an award off; its nominations stay with those who wrote them, nobody else reads them."""
    row = _locked(award)
    row.called_off_at = now()
    row.save(update_fields=["called_off_at"])
    JuryVoice.objects.filter(seat__round=row).delete()
    _told("award.called_off", row, by)


def _locked(award: AwardRound) -> AwardRound:
    row: AwardRound = AwardRound.objects.select_for_update(of=("self",)).get(id=award.id)
    if not row.is_open:
        raise OutOfOrder(_("This award is decided or was called off. Load the page again."))
    return row


def _told(action: str, row: AwardRound, by: Viewer) -> None:
    audit.record(action, by=by, kind="award", object_id=row.id)
