"""A credential of a machine."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from rounds.core.clock import now
from rounds.core.models import InstitutionRecord
from rounds.integrations.connections.models import Connection
from rounds.people.models.people import Person

# two live beside each other, so that one can take over from the other without a gap
SLOTS = (1, 2)


class MachineCredential(InstitutionRecord):
    """What a machine shows to be let in: 256 random bits that were shown once; what is kept is their hash."""

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="credentials")
    slot = models.PositiveSmallIntegerField()
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    # counts on this day still, by the institution's calendar
    last_on = models.DateField()
    made_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(default=now)
    # when somebody ended it, or when it was seen to be past its last day
    ended_at = models.DateTimeField(null=True)
    used_on = models.DateField(null=True)
    # of the days before its end at which somebody is told, the last that was told
    told_days = models.PositiveSmallIntegerField(null=True)

    class Meta:
        ordering: ClassVar = ["-made_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["connection", "slot"], condition=Q(ended_at=None), name="machine_credential_two_alive"
            ),
            models.CheckConstraint(condition=Q(slot__in=SLOTS), name="machine_credential_slots"),
        ]
