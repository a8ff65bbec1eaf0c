"""Reads of licenses: which one counts on a day, how much of it is used, what stands against asking."""

from datetime import date
from uuid import UUID

from django.db.models import Q
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from rounds.core.access import Viewer
from rounds.core.clock import institution_today
from rounds.core.errors import DomainError, NotFound
from rounds.surveys.enums import RequestState, Source, WaveState
from rounds.surveys.models import Instrument, LicenseAttestation, Request

ASKED = (WaveState.SENT, WaveState.CLOSED)


def license_of(instrument_id: UUID, day: date) -> LicenseAttestation | None:
    """Return what was attested and counts on a day; None where nothing does."""
    rows = LicenseAttestation.objects.filter(instrument_id=instrument_id, ended_at=None, from_on__lte=day)
    found: LicenseAttestation | None = rows.filter(Q(until_on=None) | Q(until_on__gte=day)).first()
    return found


def list_licenses(instrument_id: UUID) -> list[LicenseAttestation]:
    """Return all that was ever attested of a set, the newest first."""
    return list(LicenseAttestation.objects.filter(instrument_id=instrument_id))


def attestation_for(viewer: Viewer, attestation_id: UUID) -> LicenseAttestation:
    """Return an attestation in scope; NotFound otherwise, and once it has ended."""
    rows = LicenseAttestation.objects.select_related("instrument")
    found: LicenseAttestation | None = rows.filter(id=attestation_id, ended_at=None).first()
    if found is None:
        raise NotFound
    return found


def uses_of(attestation: LicenseAttestation) -> int:
    """Return how many people were asked under a license: by waves sent from its first day on."""
    asked = Request.objects.filter(
        wave__campaign__instrument_id=attestation.instrument_id,
        wave__state__in=ASKED,
        wave__sent_at__date__gte=attestation.from_on,
    )
    return asked.exclude(state=RequestState.NOT_ASKED).count()


def refuse_unlicensed(
    instrument: Instrument, *, until: date | None = None, people: int = 0, field: str = "instrument"
) -> None:
    """Raise DomainError where a licensed set may not be used today, until a day, or for so many people more."""
    if instrument.source != Source.LICENSED:
        return
    name = {"name": instrument.name}
    found = license_of(instrument.id, institution_today())
    if found is None:
        raise DomainError(
            _("No license of “%(name)s” counts today. Enter the one that you have on the page of the set.")
            % name,
            field=field,
        )
    if until and found.until_on and found.until_on < until:
        ends = {"day": date_format(found.until_on, "j M Y")}
        raise DomainError(
            _("The license of “%(name)s” ends on %(day)s. Close the survey by then.") % {**name, **ends},
            field="closes_on",
        )
    if found.most_uses is not None and (used := uses_of(found)) + people > found.most_uses:
        counts = {"most": found.most_uses, "used": used, "people": people}
        words = {key: number_format(value, force_grouping=True) for key, value in counts.items()}
        raise DomainError(
            _(
                "The license of “%(name)s” allows %(most)s people; %(used)s were asked and this would be %(people)s more."
                " Ask fewer, or enter a larger license."
            )
            % {**name, **words},
            field=field,
        )


def may_export_words(instrument: Instrument) -> bool:
    """Tell whether the words of a set may stand in files that leave."""
    if instrument.source != Source.LICENSED:
        return True
    found = license_of(instrument.id, institution_today())
    return found is not None and found.may_export_words
