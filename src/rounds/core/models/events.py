"""What higher rungs are told."""

from typing import ClassVar

from django.db import models

from rounds.core.clock import now


class Event(models.Model):
    """Something that happened, told to higher rungs by the worker."""

    id = models.BigAutoField(primary_key=True)
    institution_id = models.UUIDField()
    name = models.CharField(max_length=80)
    ids = models.JSONField(default=dict)
    at = models.DateTimeField(default=now)
    dispatched_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    try_after = models.DateTimeField(default=now)
    # The class of the last error; its text could name people.
    problem = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["id"], condition=models.Q(dispatched_at=None), name="event_waiting")
        ]
