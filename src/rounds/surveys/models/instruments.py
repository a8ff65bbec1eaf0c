"""What is asked: an instrument and its versions, each a set of rows of its own.

Texts are {language: words}. A published version and its rows are fixed by the database.
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rounds.core.clock import now
from rounds.core.models import InstitutionRecord
from rounds.surveys.enums import KindOfItem, KindOfScore, Missing, Source


class Instrument(InstitutionRecord):
    """A set of questions under one key, whatever its version."""

    key = models.SlugField(max_length=40)
    name = models.CharField(_("name"), max_length=120)
    source = models.CharField(max_length=10, choices=Source, default=Source.OURS)
    # said beside the items of an open instrument
    credit = models.CharField(max_length=300, blank=True)
    # from then on no new survey asks by it
    retired_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["institution", "key"], name="instrument_key_once")
        ]

    def __str__(self) -> str:
        return self.name


class LicenseAttestation(InstitutionRecord):
    """What the office says of the license under which it asks somebody else's questions. It is never changed, only ended."""

    instrument = models.ForeignKey(Instrument, on_delete=models.DO_NOTHING, related_name="attestations")
    holder = models.CharField(_("who holds the rights"), max_length=200)
    reference = models.CharField(_("license or order number"), max_length=120, blank=True)
    from_on = models.DateField(_("from"))
    # without it, for good
    until_on = models.DateField(_("until"), null=True, blank=True)
    # so often the questions may be asked; without it, as often as one likes
    most_uses = models.PositiveIntegerField(_("how many people may be asked"), null=True, blank=True)
    may_export_words = models.BooleanField(_("the words may stand in files that leave"), default=False)
    attested_at = models.DateTimeField(default=now)
    attested_by = models.CharField(max_length=200)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering: ClassVar = ["-attested_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=models.F("from_on")), name="license_in_order"
            )
        ]


class InstrumentVersion(InstitutionRecord):
    """One version: a draft that is edited, or published and fixed for good."""

    instrument = models.ForeignKey(Instrument, on_delete=models.DO_NOTHING, related_name="versions")
    number = models.PositiveSmallIntegerField()
    reason = models.CharField(_("what changed and why"), max_length=300, blank=True)
    created_at = models.DateTimeField(default=now)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["instrument", "number"], name="instrument_version_once"),
            models.UniqueConstraint(
                "instrument", condition=Q(published_at=None), name="instrument_one_draft"
            ),
        ]

    @property
    def is_published(self) -> bool:
        return self.published_at is not None


class VersionRow(InstitutionRecord):
    """A row of one version, in its place."""

    version = models.ForeignKey(InstrumentVersion, on_delete=models.CASCADE, related_name="%(class)ss")
    key = models.CharField(max_length=40)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "key"], name="survey_%(class)s_key_once")
        ]


class Part(VersionRow):
    """One topic, which is one page."""

    title = models.JSONField(default=dict)
    lead = models.JSONField(default=dict)


class Scale(VersionRow):
    """What can be answered: points in their order, [[code, {language: label}], ...]."""

    points = models.JSONField(default=list)


class Item(VersionRow):
    """One question. `bank_key` is the same wherever the same is meant, in whatever instrument."""

    part_key = models.CharField(max_length=40)
    kind = models.CharField(max_length=10, choices=KindOfItem)
    text = models.JSONField(default=dict)
    scale_key = models.CharField(max_length=40, blank=True)
    bank_key = models.CharField(max_length=60)
    # a domain of the framework, or none
    domain_key = models.CharField(max_length=40, blank=True)
    is_reverse = models.BooleanField(default=False)
    missing = models.CharField(max_length=2, choices=Missing, default=Missing.NEITHER, blank=True)
    missing_label = models.JSONField(default=dict, blank=True)
    # {"item": key, "codes": [...]}: only asked after one of these answers, on the same page
    show_if = models.JSONField(default=dict, blank=True)
    # bounds of a number, most characters of a text, most rows of own topics
    low = models.IntegerField(null=True, blank=True)
    high = models.IntegerField(null=True, blank=True)
    seconds = models.PositiveSmallIntegerField(default=10)


class Score(VersionRow):
    """A figure over several items. `weights` {item key: weight} where they differ."""

    name = models.JSONField(default=dict)
    kind = models.CharField(max_length=10, choices=KindOfScore, default=KindOfScore.MEAN)
    members = models.JSONField(default=list)
    weights = models.JSONField(default=dict, blank=True)
