"""People agree item by item to what the page of thanks shows, and withdraw it in one press."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rounds.core import audit
from rounds.core.access import Viewer
from rounds.core.clock import institution_today, now
from rounds.core.dates import months_after
from rounds.core.errors import DomainError, OutOfOrder
from rounds.development.models import Certificate, Shown
from rounds.people.models import Person

SHOWN_MONTHS = 24


@dataclass(frozen=True)
class Agreed:
    """What somebody agrees to: their name or not, their words or none."""

    with_name: bool
    words: str


@transaction.atomic
def show(*, certificate: Certificate | None, agreed: Agreed, entry_id: UUID, by: Viewer) -> Shown:
    """Show a certificate or a story of one's own for two years; agreed anew, the earlier item of it is withdrawn."""
    Person.objects.select_for_update().get(id=by.own_id)
    found: Shown | None = Shown.objects.filter(person_id=by.own_id, entry_id=entry_id).first()
    if found is not None:
        return found
    words = agreed.words.strip()
    if certificate is None and not words:
        raise DomainError(_("Write a sentence or two: a story without words says nothing."), field="words")
    if not (agreed.with_name or words):
        raise DomainError(
            _("Tick your name, or write words: without both there is nothing to show."), field="with_name"
        )
    if certificate is not None:
        for earlier in Shown.objects.filter(certificate=certificate, withdrawn_at=None):
            _take_off(earlier)
    row: Shown = Shown.objects.create(
        person_id=by.own_id,
        certificate=certificate,
        with_name=agreed.with_name,
        words=words,
        until_on=months_after(institution_today(), SHOWN_MONTHS),
        entry_id=entry_id,
    )
    audit.record("thanks.shown", by=by, kind="thanks", object_id=row.id)
    return row


@transaction.atomic
def withdraw_shown(*, shown: Shown, by: Viewer) -> None:
    """Take an own item off the page; its words go with it. Pressed twice it is withdrawn once."""
    row = Shown.objects.select_for_update(of=("self",)).get(id=shown.id)
    if row.withdrawn_at is None:
        _take_off(row)
        audit.record("thanks.withdrawn", by=by, kind="thanks", object_id=row.id)


def _take_off(row: Shown) -> None:
    row.withdrawn_at = now()
    if row.certificate_id:
        row.words = ""
    row.save(update_fields=["withdrawn_at", "words"])


@transaction.atomic
def read_words(*, shown: Shown, keep: bool, by: Viewer) -> None:
    """Let somebody's words onto the page, or take the item off it."""
    row = Shown.objects.select_for_update(of=("self",)).get(id=shown.id)
    if row.withdrawn_at is not None:
        raise OutOfOrder(_("This was withdrawn meanwhile. There is nothing left to read."))
    if not keep:
        _take_off(row)
        audit.record("thanks.taken_off", by=by, kind="thanks", object_id=row.id)
    elif row.read_at is None:
        row.read_by, row.read_at = by.name[:200], now()
        row.save(update_fields=["read_by", "read_at"])
        audit.record("thanks.read", by=by, kind="thanks", object_id=row.id)
