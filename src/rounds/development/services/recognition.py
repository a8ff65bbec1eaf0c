"""Certificates are issued by rule, and withdrawn with a reason."""

import secrets
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rounds.core import audit
from rounds.core.access import Viewer
from rounds.core.clock import now
from rounds.core.database.retrying import retried
from rounds.core.errors import DomainError
from rounds.development.enums import Honor
from rounds.development.models import Certificate
from rounds.development.selectors.recognition import Earned, honors_for

CODE_BYTES = 16


@retried
def issue_certificates(*, honor: Honor, by: Viewer) -> list[Certificate]:
    """Issue the certificates of one honor to all who have earned it; issued twice they are issued once."""
    (line,) = [one for one in honors_for(by) if one.honor == honor]
    rows: list[Certificate] = Certificate.objects.bulk_create(
        Certificate(
            person=one.person,
            honor=honor,
            of=one.of,
            name=one.person.display_name[:200],
            words=words_of(one),
            earned_on=one.earned_on,
            code=secrets.token_hex(CODE_BYTES),
            issued_by=by.name[:200],
        )
        for one in line.ready
    )
    if rows:
        audit.record(
            "certificates.issued",
            by=by,
            kind="certificate",
            object_id=rows[0].id,
            honor=honor,
            people=len(rows),
        )
    return rows


def words_of(one: Earned) -> str:
    """Return what a certificate says, as it is frozen."""
    said = {
        Honor.TRAINED: _("has completed eight hours of mentor training or more."),
        Honor.YEAR: _("has mentored for nine months from %(of)s, in contact in each quarter."),
        Honor.FIVE_YEARS: _("has mentored in %(of)s years, in contact in each quarter."),
        Honor.LEARNER: _("has completed nine months with a mentor from %(of)s, in contact in each quarter."),
    }
    return said[one.honor] % {"of": one.of}


@transaction.atomic
def withdraw_certificate(*, certificate_id: UUID, reason: str, by: Viewer) -> Certificate:
    """Withdraw a certificate with a reason, which its check says from then on."""
    row: Certificate = Certificate.objects.select_for_update(of=("self",)).get(id=certificate_id)
    if not reason.strip():
        raise DomainError(_("Say why: whoever checks it reads only that it is withdrawn."), field="reason")
    if row.withdrawn_at is None:
        row.withdrawn_at, row.withdrawn_because = now(), reason.strip()
        row.save(update_fields=["withdrawn_at", "withdrawn_because"])
        audit.record("certificate.withdrawn", by=by, kind="certificate", object_id=row.id)
    return row
