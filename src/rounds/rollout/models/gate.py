"""The plan of a pilot, locked before its kick-off; and its gate: read once, decided, confirmed by a second person."""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rounds.core.clock import now
from rounds.core.models import InstitutionRecord
from rounds.programs.models import Program
from rounds.rollout.enums import Way


class PilotPlan(InstitutionRecord):
    """How a pilot is evaluated: written, then locked with a digest, and never changed after that."""

    program = models.OneToOneField(Program, on_delete=models.PROTECT, related_name="+")
    question = models.CharField(_("the question"), max_length=300)
    scope = models.CharField(_("who"), max_length=300)
    mentees = models.PositiveSmallIntegerField(_("mentees"))
    mentors = models.PositiveSmallIntegerField(_("mentors"))
    measures = models.CharField(_("what is asked when"), max_length=1000)
    comparison = models.CharField(_("compared with"), max_length=500)
    groups = models.CharField(_("focus groups"), max_length=500)
    readers = models.CharField(_("who sees what"), max_length=500)
    stop_rules = models.CharField(_("when one stops early"), max_length=500)
    analysis_on = models.DateField(_("analysis day"))
    spread = models.DecimalField(_("spread of a change"), max_digits=3, decimal_places=1)
    changed_at = models.DateTimeField(default=now)
    digest = models.CharField(max_length=64, blank=True)
    locked_by = models.CharField(max_length=200, blank=True)
    locked_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("pilot evaluation plan")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(locked_at=None) | ~Q(digest=""), name="plan_locked_with_digest"
            ),
            models.CheckConstraint(condition=Q(spread__gt=0), name="plan_spread_above_0"),
        ]

    def __str__(self) -> str:
        return f"plan of {self.program_id}"


class GateReading(InstitutionRecord):
    """The gate as it was read, once, on the analysis day or later: each criterion with its verdict, never changed."""

    plan = models.OneToOneField(PilotPlan, on_delete=models.PROTECT, related_name="reading")
    # [key, verdict, words] of each criterion
    rows = models.JSONField()
    digest = models.CharField(max_length=64)
    read_by = models.CharField(max_length=200)
    read_at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = _("reading of the gate")

    def __str__(self) -> str:
        return f"gate of {self.plan_id}"


class GateDecision(InstitutionRecord):
    """What was decided at a gate, and who confirmed it; a later decision is a further row."""

    reading = models.ForeignKey(GateReading, on_delete=models.PROTECT, related_name="decisions")
    way = models.CharField(_("decision"), max_length=10, choices=Way.choices)
    why = models.CharField(_("why"), max_length=500)
    # where a must was not met or could not be told: "We go although ..."
    although = models.CharField(_("we go although"), max_length=500, blank=True)
    decided_by = models.CharField(max_length=200)
    decided_by_id = models.UUIDField(null=True)
    decided_at = models.DateTimeField(default=now)
    entry_id = models.UUIDField(default=uuid4)
    confirmed_by = models.CharField(max_length=200, blank=True)
    confirmed_by_id = models.UUIDField(null=True)
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("decision at the gate")
        ordering: ClassVar = ["decided_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["reading", "entry_id"], name="gate_decision_once"),
            models.UniqueConstraint(
                fields=["reading"], condition=Q(confirmed_at=None), name="gate_decision_waits_alone"
            ),
        ]

    def __str__(self) -> str:
        return f"decision of {self.reading_id}"
