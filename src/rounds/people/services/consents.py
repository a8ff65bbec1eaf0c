"""Consents, by version of their words, and mentor training done."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rounds.core.access import Viewer
from rounds.core.clock import institution_today, now
from rounds.core.database.once import made_before
from rounds.core.database.retrying import retried
from rounds.core.errors import DomainError
from rounds.people.models import Consent, Person, TrainingRecord
from rounds.people.services.recording import record_about
from rounds.people.values.consents import current_text


@retried
def give_consent(*, person: Person, kind: str, by: Viewer) -> Consent:
    """Record that a person agrees to the current words; an older version's consent is closed by it."""
    text = current_text(kind)
    standing: Consent | None = (
        Consent.objects.select_for_update(no_key=True)
        .filter(person=person, kind=kind, withdrawn_at=None)
        .first()
    )
    if standing and standing.version == text.version:
        return standing
    if standing:
        Consent.objects.filter(id=standing.id).update(withdrawn_at=now())
    consent: Consent = Consent.objects.create(person=person, kind=kind, version=text.version)
    record_about(person.id, "consent.give", by=by, consent=kind, version=text.version)
    return consent


@transaction.atomic
def withdraw_consent(*, person: Person, kind: str, by: Viewer) -> None:
    """Record that a person no longer agrees; withdrawing twice changes nothing."""
    withdrawn = Consent.objects.filter(person=person, kind=kind, withdrawn_at=None).update(withdrawn_at=now())
    if withdrawn:
        record_about(person.id, "consent.withdraw", by=by, consent=kind)


@transaction.atomic
def record_training(
    *,
    person: Person,
    title: str,
    hours: Decimal | None,
    done_on: date | None,
    by: Viewer,
    entry_id: UUID | None = None,
    module: str = "",
) -> TrainingRecord:
    """Record mentor training that a person has done; its day may not be known. One page sent twice is one training."""
    if done_on is not None and done_on > max(institution_today(), by.today()):
        raise DomainError(
            _("This training lies in the future. Enter it once it has been done."), field="done_on"
        )
    said = {"person": person, "title": title.strip(), "hours": hours, "done_on": done_on, "module": module}
    same, record_id = made_before(TrainingRecord, entry_id, **said)
    if same is not None:
        return same
    record: TrainingRecord = TrainingRecord.objects.create(id=record_id, **said)
    record_about(person.id, "person.training", by=by, title=record.title)
    return record


@transaction.atomic
def take_back_training(*, record: TrainingRecord, by: Viewer) -> None:
    """Take a record of training back that was a mistake; taken back already, nothing happens."""
    if TrainingRecord.objects.filter(id=record.id).delete()[0]:
        record_about(record.person_id, "person.training_taken_back", by=by, title=record.title)
