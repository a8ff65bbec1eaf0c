"""The secret address of somebody's calendar."""

from typing import ClassVar

from django.db import models

from rounds.core.clock import now
from rounds.core.models import InstitutionRecord


class CalendarFeed(InstitutionRecord):
    """An address to which somebody subscribes; the address itself is kept nowhere, only what it hashes to."""

    person = models.OneToOneField("people.Person", on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=now)

    class Meta:
        ordering: ClassVar = ["made_at"]

    def __str__(self) -> str:
        return str(self.person_id)
