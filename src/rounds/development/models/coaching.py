"""A mentor is coached: up to three aims, talks, a day to look back. The two read it, nobody else."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rounds.core.clock import now
from rounds.core.models import SealedRecord
from rounds.development.enums import CoachingState
from rounds.people.models import Person


class CoachingPlan(SealedRecord):
    """One plan. Sealed: where it came from, its aims, on which days they talked, what each of the two wrote."""

    mentor = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    coach = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=CoachingState.choices, default=CoachingState.ASKED)
    asked_at = models.DateTimeField(default=now)
    review_on = models.DateField()
    closed_at = models.DateTimeField(null=True, blank=True)
    entry_id = models.UUIDField(default=uuid.uuid4)

    class Meta:
        verbose_name = _("coaching plan")
        ordering: ClassVar = ["-asked_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["mentor", "entry_id"], name="coaching_entered_once"),
            models.UniqueConstraint(
                fields=["mentor"], condition=Q(closed_at=None), name="coaching_one_at_a_time"
            ),
            models.CheckConstraint(condition=~Q(mentor=F("coach")), name="coaching_takes_two"),
        ]

    def __str__(self) -> str:
        return f"coaching plan {self.id}"
