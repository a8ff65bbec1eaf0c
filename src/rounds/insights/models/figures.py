"""What was computed of it: cuts of what had happened as it was known, and the figures that stand since."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from rounds.core.clock import now
from rounds.core.models import InstitutionRecord


class Cut(InstitutionRecord):
    """What had happened by a day, as it was known at a moment. Digests alone: no row of a person is kept here."""

    as_of = models.DateField()
    recorded_until = models.DateTimeField()
    # [kind, year, digest] of the events of each kind and year
    blocks = models.JSONField(default=list)
    digest = models.CharField(max_length=64)
    # of the computations
    code = models.CharField(max_length=20)
    made_at = models.DateTimeField(default=now)
    made_by = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("cut")
        ordering: ClassVar = ["-recorded_until"]
        indexes: ClassVar = [models.Index(fields=["institution", "-recorded_until"])]


class Figure(InstitutionRecord):
    """One figure of a cut: written once, in canonical JSON, with its digest; or the reason why there is none."""

    cut = models.ForeignKey(Cut, on_delete=models.PROTECT, related_name="figures")
    measure = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField()
    # The cycle that it is about; null where it is about the whole institution.
    cycle_id = models.UUIDField(null=True)
    program_id = models.UUIDField(null=True)
    result = models.JSONField()
    digest = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                "cut", "measure", "cycle_id", condition=models.Q(cycle_id__isnull=False), name="figure_once"
            ),
            models.UniqueConstraint(
                "cut", "measure", condition=models.Q(cycle_id=None), name="figure_once_in_house"
            ),
        ]


class PublishedMeasure(InstitutionRecord):
    """The definition of a measure as it was when its first figure came out: another definition is a next version."""

    key = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField()
    definition = models.JSONField()
    digest = models.CharField(max_length=64)
    published_at = models.DateTimeField(default=now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("institution", "key", "version", name="measure_published_once")
        ]


class Remembered(InstitutionRecord):
    """What the newest cut was made of, so that the next one need not read it again; emptied when people are merged or forgotten."""

    cut = models.ForeignKey(Cut, on_delete=models.SET_NULL, related_name="+", null=True)
    # how many outcomes and checks there were by then
    events = models.PositiveIntegerField(default=0)
    checks = models.PositiveIntegerField(default=0)
    forgotten = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint("institution", name="cut_remembered_once")]


class RememberedBlock(InstitutionRecord):
    """One block of the newest cut: of each person the days on which something of a kind happened in a year."""

    of = models.ForeignKey(Remembered, on_delete=models.CASCADE, related_name="blocks")
    kind = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    digest = models.CharField(max_length=64)
    # by person id: days, counted from 1 Jan of the year 1
    days = models.JSONField(default=dict)
    observed_from = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["of", "kind", "year"], name="block_remembered_once")
        ]
