"""Facts that hold from one day until before another."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rounds.core.clock import now
from rounds.core.models import InstitutionRecord


class DatedRecord(InstitutionRecord):
    """A fact that holds in [from_on, to_on); open while to_on is empty. An empty interval was replaced."""

    from_on = models.DateField(_("from"))
    to_on = models.DateField(_("until"), null=True, blank=True)
    recorded_at = models.DateTimeField(default=now)

    class Meta:
        abstract = True


def ends_after_start(name: str) -> models.CheckConstraint:
    """Return the constraint that a dated row does not end before it begins."""
    return models.CheckConstraint(condition=Q(to_on=None) | Q(to_on__gte=F("from_on")), name=name)


def open_on(day: date) -> Q:
    """Return the condition that a dated row holds on a day."""
    return Q(from_on__lte=day) & (Q(to_on=None) | Q(to_on__gt=day))
