"""Time that was promised to a mentor and could not be used for it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from rounds.core.clock import now
from rounds.core.models import InstitutionRecord


class LostTime(InstitutionRecord):
    """Hours of promised time that a mentor lost on a day. No reason is asked."""

    enrollment = models.ForeignKey("programs.Enrollment", on_delete=models.CASCADE, related_name="+")
    on = models.DateField()
    hours = models.DecimalField(max_digits=3, decimal_places=1)
    reported_at = models.DateTimeField(default=now)
    taken_back_at = models.DateTimeField(null=True, blank=True)
    # Made with the form, so that a form sent twice is one row.
    entry_id = models.UUIDField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["enrollment", "entry_id"], name="lost_time_entered_once"),
            models.CheckConstraint(condition=Q(hours__gt=0, hours__lte=24), name="lost_time_within_a_day"),
        ]
        indexes: ClassVar = [models.Index(fields=["enrollment", "on"])]

    def __str__(self) -> str:
        return f"{self.hours} h on {self.on}"
