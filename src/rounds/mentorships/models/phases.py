"""How a phase was opened, so that it can be taken back for a day."""

from typing import ClassVar
from uuid import UUID

from django.db import models
from django.db.models import Q

from rounds.core.clock import now
from rounds.core.models import InstitutionRecord


class PhaseOpening(InstitutionRecord):
    """One press that ended a phase and opened the next: how each pair stood before, and whom it gathered for a match."""

    ended = models.ForeignKey("programs.Phase", on_delete=models.CASCADE, related_name="+")
    following = models.ForeignKey("programs.Phase", on_delete=models.CASCADE, related_name="+")
    opened_at = models.DateTimeField(default=now)
    opened_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+", null=True)
    # by pair: which way it went, its state and its planned end before
    ways = models.JSONField(default=dict)
    mentor_tiers = models.JSONField(default=list)
    to_match = models.ForeignKey("programs.Cohort", on_delete=models.SET_NULL, related_name="+", null=True)
    taken_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["following"], condition=Q(taken_back_at=None), name="phase_opened_once"
            )
        ]

    @property
    def program_id(self) -> UUID:
        found: UUID = self.following.cycle.program_id
        return found

    def __str__(self) -> str:
        return f"{self.ended_id} to {self.following_id}"
