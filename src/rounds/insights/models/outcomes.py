"""What happened to people: events under two clocks, what was said of them, and when somebody was seen here."""

from datetime import date, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rounds.core.clock import now
from rounds.core.models import InstitutionRecord
from rounds.insights.enums import Checker, Kind, Level, Precision, Said, Source, Why
from rounds.people.models import Person


class OutcomeEvent(InstitutionRecord):
    """One row: it happened in [from_on, to_on), and we knew it at `recorded_at`. Never changed: a correction is a further row.

    The person may change once more: when two records of one person are merged, or when the person is forgotten.
    """

    person = models.ForeignKey(Person, on_delete=models.SET_NULL, related_name="+", null=True)
    kind = models.CharField(_("what"), max_length=20, choices=Kind.choices)
    why = models.CharField(_("why"), max_length=20, choices=Why.choices, blank=True)
    level = models.PositiveSmallIntegerField(_("reach"), choices=Level.choices, default=Level.NONE)
    details = models.CharField(_("in words"), max_length=200, blank=True)
    from_on = models.DateField()
    to_on = models.DateField()
    source = models.CharField(max_length=10, choices=Source.choices)
    # What the source calls it: the same from the same source is one event. Empty once the person is forgotten.
    source_key = models.CharField(max_length=120, blank=True)
    import_id = models.UUIDField(null=True)
    recorded_at = models.DateTimeField(default=now)
    entered_by = models.ForeignKey(Person, on_delete=models.SET_NULL, related_name="+", null=True)
    corrects = models.OneToOneField("self", on_delete=models.PROTECT, related_name="correction", null=True)
    # A correction that says it never happened.
    withdrawn = models.BooleanField(default=False)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("outcome")
        ordering: ClassVar = ["-from_on", "-recorded_at"]
        indexes: ClassVar = [
            models.Index(fields=["person", "kind", "from_on"]),
            models.Index(fields=["institution", "kind", "from_on"]),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(to_on__gt=F("from_on")), name="outcome_ends_after_start"),
            models.CheckConstraint(
                condition=Q(corrects=None, withdrawn=False) | ~Q(corrects=None) & ~Q(reason=""),
                name="outcome_correction_says_why",
            ),
            models.UniqueConstraint(
                "institution",
                "source",
                "source_key",
                condition=Q(corrects=None) & ~Q(source_key=""),
                name="outcome_source_key_once",
            ),
        ]

    @property
    def precision(self) -> Precision:
        """Return how well the day is known, by the length of the interval."""
        days = (self.to_on - self.from_on).days
        return Precision.DAY if days <= 1 else Precision.MONTH if days <= 31 else Precision.YEAR

    @property
    def on(self) -> date:
        """Return the day that counts: a coarse date enters at its middle."""
        last = self.to_on - timedelta(days=1)
        return self.from_on + (last - self.from_on) // 2


class Check(InstitutionRecord):
    """What somebody said of an event on a day; of each checker the last one counts."""

    event = models.ForeignKey(OutcomeEvent, on_delete=models.PROTECT, related_name="checks")
    checker = models.CharField(max_length=10, choices=Checker.choices)
    said = models.CharField(max_length=10, choices=Said.choices)
    # What is wrong, as the person says it.
    words = models.CharField(_("what is wrong"), max_length=300, blank=True)
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, related_name="+", null=True)
    on = models.DateField()
    recorded_at = models.DateTimeField(default=now)

    class Meta:
        ordering: ClassVar = ["recorded_at"]


class Sighting(InstitutionRecord):
    """A source says that somebody was here on a day: how long somebody is followed comes from here."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    on = models.DateField()
    source = models.CharField(max_length=10, choices=Source.choices)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "on", "source"], name="sighting_once")
        ]
