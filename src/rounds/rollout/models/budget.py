"""The budget of a cycle: planned quantities, prices that a second person checked, and what was spent."""

from typing import Any, ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rounds.core.clock import now
from rounds.core.models import InstitutionRecord
from rounds.programs.models import Cycle


class Budget(InstitutionRecord):
    """What is planned for one cycle and at which prices; checked by somebody else than who wrote it."""

    cycle = models.OneToOneField(Cycle, on_delete=models.PROTECT, related_name="+")
    # by the keys of `values.budget`
    typed: Any = models.JSONField(default=dict)
    prices: Any = models.JSONField(default=dict)
    written_by = models.CharField(max_length=200)
    written_by_id = models.UUIDField(null=True)
    written_at = models.DateTimeField(default=now)
    checked_by = models.CharField(max_length=200, blank=True)
    checked_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("budget")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(checked_at=None) | ~Q(checked_by=""), name="budget_checked_by_somebody"
            )
        ]

    def __str__(self) -> str:
        return f"budget of {self.cycle_id}"


class Spending(InstitutionRecord):
    """An amount that was booked on a day; a mistake is booked back, never changed."""

    budget = models.ForeignKey(Budget, on_delete=models.PROTECT, related_name="spendings")
    line = models.CharField(_("for what"), max_length=20)
    booked_on = models.DateField(_("on which day"))
    amount = models.DecimalField(_("amount"), max_digits=11, decimal_places=2)
    words = models.CharField(_("which bill"), max_length=200, blank=True)
    entered_by = models.CharField(max_length=200)
    entered_at = models.DateTimeField(default=now)
    entry_id = models.UUIDField(default=uuid4)

    class Meta:
        verbose_name = _("spending")
        ordering: ClassVar = ["-booked_on", "-entered_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["budget", "entry_id"], name="spending_entered_once")
        ]

    def __str__(self) -> str:
        return f"spending of {self.budget_id}"
