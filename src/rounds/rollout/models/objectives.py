"""What a program wants to reach: objectives by tier, locked by two people, amended only in the open."""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rounds.core.clock import now
from rounds.core.models import InstitutionRecord
from rounds.people.enums import Tier
from rounds.programs.models import Cycle
from rounds.rollout.enums import Measured


class ObjectiveSet(InstitutionRecord):
    """The objectives of one cycle: drafts until two people lock them, then never changed."""

    cycle = models.OneToOneField(Cycle, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField(default=now)
    # whether outcomes of the cycle were out before anybody wrote an objective
    was_out = models.BooleanField(default=False)
    asked_digest = models.CharField(max_length=64, blank=True)
    asked_by = models.CharField(max_length=200, blank=True)
    asked_by_id = models.UUIDField(null=True)
    digest = models.CharField(max_length=64, blank=True)
    locked_by = models.CharField(max_length=200, blank=True)
    locked_by_id = models.UUIDField(null=True)
    locked_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("objectives")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(locked_at=None) | ~Q(digest=""), name="objectives_locked_with_digest"
            )
        ]

    def __str__(self) -> str:
        return f"objectives of {self.cycle_id}"


class Objective(InstitutionRecord):
    """One objective: until when who does what, compared with what, known of how many."""

    of = models.ForeignKey(ObjectiveSet, on_delete=models.PROTECT, related_name="objectives")
    tier = models.CharField(_("tier"), max_length=20, choices=Tier.choices)
    measure = models.CharField(_("what is measured"), max_length=20, choices=Measured.choices)
    baseline = models.CharField(_("from"), max_length=60, blank=True)
    target = models.CharField(_("to"), max_length=60, blank=True)
    # no target: it is described, and nobody calls it met or missed
    describes_only = models.BooleanField(_("describe only"), default=False)
    comparison = models.CharField(_("compared with"), max_length=120)
    least = models.PositiveSmallIntegerField(_("at least so many are known"))
    owner = models.CharField(_("owner"), max_length=120)
    due_on = models.DateField(_("by"))
    written_at = models.DateTimeField(default=now)
    entry_id = models.UUIDField(default=uuid4)

    class Meta:
        verbose_name = _("objective")
        ordering: ClassVar = ["written_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["of", "entry_id"], name="objective_entered_once"),
            models.CheckConstraint(
                condition=Q(describes_only=True, target="") | (Q(describes_only=False) & ~Q(target="")),
                name="objective_target_or_describes",
            ),
        ]

    def __str__(self) -> str:
        return f"objective of {self.of_id}"


class ObjectiveChange(InstitutionRecord):
    """An amendment of locked objectives: it stands beside them, in every report, and is never changed."""

    of = models.ForeignKey(ObjectiveSet, on_delete=models.PROTECT, related_name="changes")
    words = models.CharField(_("what changes"), max_length=500)
    reason = models.CharField(_("why"), max_length=300)
    by_name = models.CharField(max_length=200)
    by_person_id = models.UUIDField(null=True)
    at = models.DateTimeField(default=now)
    entry_id = models.UUIDField(default=uuid4)

    class Meta:
        verbose_name = _("amendment of objectives")
        ordering: ClassVar = ["at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["of", "entry_id"], name="objective_change_once")
        ]

    def __str__(self) -> str:
        return f"amendment of {self.of_id}"
