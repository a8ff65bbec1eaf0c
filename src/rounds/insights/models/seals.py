"""Whether the outcomes of a cycle are closed until its objectives are fixed."""

from typing import ClassVar

from django.db import models

from rounds.core.clock import now
from rounds.core.models import InstitutionRecord
from rounds.programs.models import Cycle


class OutcomeSeal(InstitutionRecord):
    """The seal of one cycle: closed as its objectives are begun, opened once, when they are locked or with a reason."""

    cycle = models.OneToOneField(Cycle, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(default=now)
    closed_by = models.CharField(max_length=200)
    opened_at = models.DateTimeField(null=True)
    opened_by = models.CharField(max_length=200, blank=True)
    # of the objectives that were locked; empty: there were none, and why
    digest = models.CharField(max_length=64, blank=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = "outcome seal"
        ordering: ClassVar = ["closed_at"]

    def __str__(self) -> str:
        return f"seal of {self.cycle_id}"
