"""Every change of a license: attest it, end it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rounds.core import audit
from rounds.core.access import Viewer
from rounds.core.clock import now
from rounds.core.errors import OutOfOrder
from rounds.surveys.enums import Source
from rounds.surveys.models import Instrument, LicenseAttestation


@dataclass(frozen=True)
class License:
    """What the office says of a license."""

    holder: str
    from_on: date
    until_on: date | None = None
    reference: str = ""
    most_uses: int | None = None
    may_export_words: bool = False


@transaction.atomic
def attest_license(*, instrument_id: UUID, terms: License, by: Viewer) -> LicenseAttestation:
    """Enter a license: of several that count the newest does. Raises OutOfOrder for a set that needs none."""
    instrument = Instrument.objects.select_for_update(no_key=True).get(id=instrument_id)
    if instrument.source != Source.LICENSED:
        raise OutOfOrder(_("“%(name)s” needs no license.") % {"name": instrument.name})
    same: LicenseAttestation | None = LicenseAttestation.objects.filter(
        instrument=instrument, ended_at=None, **vars(terms)
    ).first()
    if same is not None:  # the same form, sent twice
        return same
    made: LicenseAttestation = LicenseAttestation.objects.create(
        instrument=instrument, attested_by=by.name, **vars(terms)
    )
    audit.record("license.attested", by=by, kind="instrument", object_id=instrument.id, holder=terms.holder)
    return made


@transaction.atomic
def end_license(*, attestation: LicenseAttestation, by: Viewer) -> None:
    """End a license: nothing is asked under it any more. Twice is once."""
    rows = LicenseAttestation.objects.filter(id=attestation.id, ended_at=None)
    if rows.update(ended_at=now(), ended_by=by.name):
        audit.record("license.ended", by=by, kind="instrument", object_id=attestation.instrument_id)
