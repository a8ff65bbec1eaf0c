"""Where residents are, from when to when, as their schedules say."""

from datetime import date, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from rounds.core.clock import now
from rounds.core.models import InstitutionRecord
from rounds.programs.enums import RotationKind


class Rotation(InstitutionRecord):
    """Days of a person in one place, from one until before another. It is never changed: a correction replaces it.

    Two that count never overlap for one person and kind; the database itself refuses that (`programs.guards`).
    """

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=12, choices=RotationKind.choices)
    from_on = models.DateField()
    to_on = models.DateField()
    site = models.CharField(max_length=120, blank=True)
    # The file that said so, and its line there; plain, since the file is deleted after a day.
    import_id = models.UUIDField(null=True, blank=True)
    source_row = models.PositiveIntegerField(null=True, blank=True)
    recorded_at = models.DateTimeField(default=now)
    # A newer schedule says otherwise since then.
    replaced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(to_on__gt=F("from_on")), name="rotation_ends_after_start"),
        ]
        indexes: ClassVar = [models.Index(fields=["person", "from_on"])]

    def __str__(self) -> str:
        return f"{self.name} from {self.from_on}"

    @property
    def last_on(self) -> date:
        """Return the last day."""
        return self.to_on - timedelta(days=1)


# What counts, for queries: not replaced.
COUNTS = Q(replaced_at=None)
