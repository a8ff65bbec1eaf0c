"""Claim cards: what is claimed is locked before its outcome is opened, looked at once, and never changed afterward."""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from rounds.core.clock import now
from rounds.core.models import InstitutionRecord
from rounds.people.models import Person
from rounds.programs.models import Program


class ComparatorBasis(InstitutionRecord):
    """Who approved that the records of staff outside the program are used for comparison, which columns, until when."""

    approved_by = models.CharField(_("approved by"), max_length=200)
    columns = models.CharField(_("columns"), max_length=300)
    until_on = models.DateField(_("until"))
    recorded_by = models.CharField(max_length=200)
    recorded_at = models.DateTimeField(default=now)
    entry_id = models.UUIDField(default=uuid4)

    class Meta:
        verbose_name = _("basis of comparison")
        ordering: ClassVar = ["-until_on"]
        constraints: ClassVar = [
            models.UniqueConstraint("institution", "entry_id", name="basis_entered_once")
        ]


class ClaimCard(InstitutionRecord):
    """One claim about a program. Until it is locked it may be thrown away, and its measure is closed to its author."""

    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="+")
    template = models.CharField(max_length=4)
    claimed = models.FloatField(_("claimed size"))
    smallest = models.FloatField(_("smallest effect that matters"), null=True)
    since = models.DateField(_("counts from"))
    stop_on = models.DateField(_("stop day"))
    # Set beside those without a mentor, on the basis that was in force at the lock.
    compares = models.BooleanField(default=False)
    basis = models.ForeignKey(ComparatorBasis, on_delete=models.PROTECT, related_name="+", null=True)
    needed = models.PositiveIntegerField()
    # Whether figures of its measure were out when it was written: then it was not written blind.
    were_out = models.BooleanField(default=False)
    author = models.ForeignKey(Person, on_delete=models.SET_NULL, related_name="+", null=True)
    written_by = models.CharField(max_length=200)
    written_at = models.DateTimeField(default=now)
    locked_at = models.DateTimeField(null=True)
    locked_by = models.CharField(max_length=200, blank=True)
    entry_id = models.UUIDField(default=uuid4)

    class Meta:
        verbose_name = _("claim card")
        ordering: ClassVar = ["-written_at"]
        constraints: ClassVar = [
            models.UniqueConstraint("institution", "entry_id", name="claim_entered_once"),
            models.CheckConstraint(
                condition=models.Q(stop_on__gt=models.F("since")), name="claim_stops_after_start"
            ),
        ]

    @property
    def is_locked(self) -> bool:
        """Tell whether nothing of it changes any more."""
        return self.locked_at is not None


class Look(InstitutionRecord):
    """The one look at a locked card: its sentence, and every analysis that stood behind it."""

    card = models.OneToOneField(ClaimCard, on_delete=models.PROTECT, related_name="look")
    as_of = models.DateField()
    # of the events that were known
    digest = models.CharField(max_length=64)
    have = models.PositiveIntegerField()
    sentence = models.CharField(max_length=30)
    words = models.CharField(max_length=400)
    # [name, value, low, high, is adjusted, why refused]
    analyses = models.JSONField(default=list)
    notes = models.JSONField(default=list)
    taken_at = models.DateTimeField(default=now)
    taken_by = models.CharField(max_length=200)

    class Meta:
        verbose_name = _("look at a claim card")


class Amendment(InstitutionRecord):
    """A dated line above the result of a locked card: what is otherwise than was locked, and why."""

    card = models.ForeignKey(ClaimCard, on_delete=models.PROTECT, related_name="amendments")
    words = models.CharField(_("what is otherwise"), max_length=300)
    reason = models.CharField(_("why"), max_length=300)
    written_by = models.CharField(max_length=200)
    written_at = models.DateTimeField(default=now)
    entry_id = models.UUIDField(default=uuid4)

    class Meta:
        verbose_name = _("line on a claim card")
        ordering: ClassVar = ["written_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["card", "entry_id"], name="claim_line_entered_once")
        ]
