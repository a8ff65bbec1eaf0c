"""Reporting that promised time was lost, in two presses, and taking it back."""

from decimal import Decimal
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from rounds.core import audit
from rounds.core.access import Viewer
from rounds.core.clock import institution_today, now
from rounds.core.errors import DomainError
from rounds.mentorships.models import LostTime
from rounds.programs.models import Enrollment

# What the page offers, in hours.
OFFERED = (1, 2, 4)


@transaction.atomic
def report_lost_time(
    *, enrollment: Enrollment, hours: int, by: Viewer, entry_id: UUID | None = None
) -> LostTime:
    """Report that so many hours of promised time were lost today; a form sent twice is one report.

    Raises DomainError for hours that aren't offered.
    """
    if hours not in OFFERED:
        raise DomainError(_("Choose 1, 2 or 4 hours."))
    lost: LostTime
    lost, is_new = LostTime.objects.get_or_create(
        enrollment=enrollment,
        entry_id=entry_id or uuid4(),
        defaults={"on": institution_today(), "hours": Decimal(hours)},
    )
    if not is_new:
        return lost
    audit.record("lost_time.reported", by=by, kind="lost_time", object_id=lost.id, hours=hours)
    return lost


@transaction.atomic
def take_back_lost_time(*, lost: LostTime, by: Viewer) -> None:
    """Take back what was reported by mistake."""
    LostTime.objects.filter(id=lost.id, taken_back_at=None).update(taken_back_at=now())
    audit.record("lost_time.taken_back", by=by, kind="lost_time", object_id=lost.id)
