"""Somebody asks that a pair be changed: between them and the program office, never for the other one of the pair."""

import uuid
from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q

from rounds.core.clock import now
from rounds.core.models import SealedRecord
from rounds.mentorships.enums import ChangeAnswer
from rounds.mentorships.models.pairs import Mentorship


class ChangeRequest(SealedRecord):
    """One of a pair asks the program office for a change. Sealed: why, if they say so.

    It waits for the office until it is answered, and again on the day that the answer names, while the pair runs.
    """

    mentorship = models.ForeignKey(Mentorship, on_delete=models.PROTECT, related_name="change_requests")
    asked_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    reply = models.CharField(max_length=10, choices=ChangeAnswer.choices, blank=True)
    answered_by = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    # The day by which the office does what it answered, or looks at it again.
    again_on = models.DateField(null=True, blank=True)
    # Made with the form, so that a form sent twice asks once.
    entry_id = models.UUIDField(default=uuid.uuid4)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["mentorship", "entry_id"], name="change_request_entered_once"),
            models.UniqueConstraint(
                fields=["mentorship", "asked_by"],
                condition=Q(withdrawn_at=None),
                name="change_request_one_open_a_person",
            ),
            models.CheckConstraint(
                condition=Q(reply="", answered_by=None, answered_at=None, again_on=None)
                | Q(
                    reply__in=ChangeAnswer.values,
                    answered_by__isnull=False,
                    answered_at__isnull=False,
                    again_on__isnull=False,
                ),
                name="change_request_answer_is_whole",
            ),
        ]

    @property
    def reason(self) -> str:
        """Return why, as far as it was said. Whoever asks has found the row for its reader."""
        return str(self.opened()["text"])

    def waits_on(self, day: date) -> bool:
        """Tell whether the office has something to do with it on a day, while the pair runs."""
        is_due = self.again_on is None or self.again_on <= day
        return self.withdrawn_at is None and is_due
