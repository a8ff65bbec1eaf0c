"""Every change of quiet periods: enter one, remove it, take the removal back."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rounds.core import audit
from rounds.core.access import Viewer
from rounds.core.clock import institution_today, now
from rounds.core.errors import DomainError
from rounds.surveys.models import QuietPeriod

MOST_DAYS = 92


@dataclass(frozen=True)
class Days:
    """What is entered: what is on, from which day to which, of which training program if of one alone."""

    name: str
    from_on: date
    to_on: date
    training_program_id: UUID | None = None


@transaction.atomic
def add_period(*, days: Days, by: Viewer) -> QuietPeriod:
    """Write to nobody on these days; the same entered twice is once. Raises DomainError for days that can't be meant."""
    if days.to_on < days.from_on:
        raise DomainError(_("The last day has to be the first day or later."), field="to_on")
    if days.to_on < institution_today():
        raise DomainError(_("These days are over. Nothing can be kept back any more."), field="to_on")
    if (days.to_on - days.from_on).days >= MOST_DAYS:
        raise DomainError(
            _("That is more than three months. Enter a shorter time, or none at all."), field="to_on"
        )
    row: QuietPeriod
    row, is_new = QuietPeriod.objects.get_or_create(
        name=days.name,
        from_on=days.from_on,
        to_on=days.to_on,
        training_program_id=days.training_program_id,
        removed_at=None,
    )
    if is_new:
        audit.record("survey.quiet", by=by, kind="quiet_period", object_id=row.id)
    return row


@transaction.atomic
def remove_period(*, period: QuietPeriod, by: Viewer) -> None:
    """Write to people again on these days; a second time does nothing."""
    if QuietPeriod.objects.filter(id=period.id, removed_at=None).update(removed_at=now()):
        audit.record("survey.quiet_removed", by=by, kind="quiet_period", object_id=period.id)


@transaction.atomic
def restore_period(*, period: QuietPeriod, by: Viewer) -> None:
    """Take the removal of a period back."""
    if QuietPeriod.objects.filter(id=period.id).exclude(removed_at=None).update(removed_at=None):
        audit.record("survey.quiet", by=by, kind="quiet_period", object_id=period.id)
