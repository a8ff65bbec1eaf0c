"""What the pairs of closed years say about a program's weights, and what a person answered to it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from rounds.core.clock import now
from rounds.core.models import InstitutionRecord
from rounds.insights.enums import ProposalAnswer


class WeightProposal(InstitutionRecord):
    """One finding about a program's criteria; it changes no weight. What was found is never changed, only answered."""

    program = models.ForeignKey("programs.Program", on_delete=models.PROTECT, related_name="+")
    as_of = models.DateField()
    # of the pairs that it was learned from
    digest = models.CharField(max_length=64)
    # criterion -> weight as it was then
    weights = models.JSONField(default=dict)
    # pairs, cohorts, mentors, those left out and why, one line a criterion, what is said beside them
    result = models.JSONField(default=dict)
    # criterion -> weight to try; empty where nothing is proposed
    proposed = models.JSONField(default=dict)
    made_at = models.DateTimeField(default=now)
    answer = models.CharField(max_length=10, choices=ProposalAnswer.choices, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    answered_by = models.CharField(max_length=200, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    # the version of the weights that a person wrote by adopting it
    adopted_version = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-made_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["program", "digest"], name="weight_proposal_once"),
            models.CheckConstraint(
                condition=Q(answer="") | Q(answered_at__isnull=False), name="weight_proposal_answered_has_day"
            ),
        ]

    @property
    def waits(self) -> bool:
        """Tell whether a person has still to answer."""
        return bool(self.proposed) and not self.answer
