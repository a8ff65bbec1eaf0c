"""A talk that a mentor asked for, or that a faculty developer offered, and what the mentor answered."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from rounds.core.models import InstitutionRecord
from rounds.insights.enums import HelpAnswer


class HelpOffer(InstitutionRecord):
    """One offer of a talk, from the wish or the offer to its end. At most one is open for a mentor."""

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    # "Please contact me"; null where nobody asked before it was offered.
    asked_at = models.DateTimeField(null=True, blank=True)
    offered_at = models.DateTimeField(null=True, blank=True)
    offered_by = models.CharField(max_length=200, blank=True)
    # The facts as they stood on that day: [fact, day, the day from which it counts, hours].
    facts = models.JSONField(default=list)
    answer = models.CharField(max_length=10, choices=HelpAnswer.choices, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(ended_at=None), name="help_one_open_a_person"
            ),
            models.CheckConstraint(
                condition=Q(asked_at__isnull=False) | Q(offered_at__isnull=False),
                name="help_asked_or_offered",
            ),
        ]

    @property
    def is_offered(self) -> bool:
        """Tell whether an answer is waited for or given: somebody has offered."""
        return self.offered_at is not None

    @property
    def waits(self) -> bool:
        """Tell whether the mentor has still to answer."""
        return self.is_offered and not self.answer and self.ended_at is None
