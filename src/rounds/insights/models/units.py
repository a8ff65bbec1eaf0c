"""What units count by month, beside nobody's name: context of a program, never an outcome of it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rounds.core.clock import now
from rounds.core.models import InstitutionRecord


class UnitSeries(InstitutionRecord):
    """What one unit counts, and of what it is a part: falls on 4 West, of 1,000 patient days."""

    unit = models.CharField(_("unit"), max_length=80)
    indicator = models.CharField(_("indicator"), max_length=80)
    # what it is divided by, in words; empty where months are plain counts
    of = models.CharField(max_length=60, blank=True)
    per = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("series of a unit")
        ordering: ClassVar = ["indicator", "unit"]
        constraints: ClassVar = [
            models.UniqueConstraint("institution", "unit", "indicator", name="unit_series_once"),
            models.CheckConstraint(condition=Q(per__gt=0), name="unit_series_per_some"),
        ]


class UnitPoint(InstitutionRecord):
    """One month. Never changed: a newer sheet that says otherwise adds a row, which takes the place of the one before."""

    series = models.ForeignKey(UnitSeries, on_delete=models.PROTECT, related_name="points")
    # its first day
    month = models.DateField()
    count = models.PositiveIntegerField()
    size = models.PositiveIntegerField(null=True)
    is_baseline = models.BooleanField(default=False)
    note = models.CharField(max_length=80, blank=True)
    import_id = models.UUIDField(null=True)
    recorded_at = models.DateTimeField(default=now)
    corrects = models.OneToOneField("self", on_delete=models.PROTECT, related_name="correction", null=True)
    # taken back with the import that brought it
    withdrawn = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("month of a unit")
        ordering: ClassVar = ["month", "recorded_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["series", "month"], condition=Q(corrects=None), name="unit_month_once"
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="unit_month_begins"),
            models.CheckConstraint(condition=Q(size=None) | Q(size__gt=0), name="unit_month_of_some"),
            models.CheckConstraint(
                condition=Q(withdrawn=False) | ~Q(corrects=None), name="unit_month_takes_back_one"
            ),
        ]
