"""What is typed and not yet submitted."""

from typing import ClassVar

from django.db import models

from rounds.core.clock import now
from rounds.core.models.records import SealedRecord


class Draft(SealedRecord):
    """What somebody has typed into a form and not yet submitted. Encrypted; kept 30 days."""

    owner_id = models.UUIDField()
    form_key = models.CharField(max_length=200)
    version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField(default=now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["owner_id", "form_key"], name="draft_one_per_form")
        ]
