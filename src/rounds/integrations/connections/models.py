"""A connection to another system, and what it did."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rounds.core.clock import now
from rounds.core.models import InstitutionRecord, SealedRecord
from rounds.integrations.connections.enums import ConnectionKind, ConnectionState
from rounds.people.models.people import Person


class Connection(SealedRecord):
    """Another system, as two people have agreed to it. Its secret is sealed; the rest is what its administrator copied."""

    kind = models.CharField(max_length=10, choices=ConnectionKind)
    name = models.CharField(_("name"), max_length=80)
    state = models.CharField(max_length=10, choices=ConnectionState, default=ConnectionState.DRAFT)
    # When it came into this state: what is tried goes back to a draft after two weeks.
    state_at = models.DateTimeField(default=now)
    settings = models.JSONField(default=dict)
    entered_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    entered_at = models.DateTimeField(default=now)
    confirmed_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    # who has paused it, while it is paused
    paused_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    last_success_at = models.DateTimeField(null=True)
    # One word; never what the other side said, which could hold names and secrets.
    last_problem = models.CharField(max_length=40, blank=True)
    failures = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["name", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["institution", "name"], name="connection_name_once"),
            models.CheckConstraint(
                condition=~Q(state=ConnectionState.ON) | Q(confirmed_at__isnull=False),
                name="connection_on_is_confirmed",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("entered_by")),
                name="connection_two_people",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_entered(self) -> bool:
        """Tell whether all is known that the other side has to say; a platform that registers us may leave out its deployments."""
        return bool(self.settings) and self.settings.get("deployments") != []

    @property
    def is_monitor(self) -> bool:
        """Tell whether the hospital's monitoring is at the other end: it asks, and is asked nothing."""
        return bool(self.kind == ConnectionKind.MONITOR)

    @property
    def state_words(self) -> str:
        """Return the state as people read it: a monitoring is not tried before a second person has switched it on."""
        if self.is_monitor and self.state == ConnectionState.TRYING:
            return gettext("waits for a second person")
        return str(self.get_state_display())


class ConnectionRun(InstitutionRecord):
    """One thing that a connection did: when, how many, in a sentence. Nothing of what went over the line."""

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="runs")
    what = models.CharField(max_length=20)
    at = models.DateTimeField(default=now)
    is_good = models.BooleanField()
    counts = models.JSONField(default=dict)
    digest = models.CharField(max_length=64, blank=True)
    sentence = models.CharField(max_length=300)

    class Meta:
        ordering: ClassVar = ["-at", "id"]
        indexes: ClassVar = [models.Index(fields=["connection", "-at"])]
