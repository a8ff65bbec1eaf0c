"""Sessions of mentor training, and who is invited, comes and was there."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rounds.core.clock import now
from rounds.core.models import InstitutionRecord
from rounds.development.enums import PlaceState
from rounds.people.models import Person, TrainingRecord


class HouseTitles(InstitutionRecord):
    """Whether an institution uses the plain titles of its modules; one row at most."""

    is_plain = models.BooleanField(_("plain titles"), default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["institution"], name="house_titles_once"),
        ]

    def __str__(self) -> str:
        return "plain titles" if self.is_plain else "titles as they ship"


class TrainingSession(InstitutionRecord):
    """One module, held on one day by somebody; `values.modules` knows the module by its key."""

    module = models.CharField(_("module"), max_length=1)
    starts_at = models.DateTimeField(_("begins"))
    room = models.CharField(_("where"), max_length=200)
    led_by = models.CharField(_("who leads"), max_length=200)
    planned_by = models.CharField(max_length=200, blank=True)
    planned_at = models.DateTimeField(default=now)
    called_off_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("session of mentor training")
        ordering: ClassVar = ["starts_at", "id"]

    def __str__(self) -> str:
        return f"module {self.module} at {self.starts_at}"


class SessionPlace(InstitutionRecord):
    """Somebody's place in a session; once they were there, the record of training that it made."""

    session = models.ForeignKey(TrainingSession, on_delete=models.PROTECT, related_name="places")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, choices=PlaceState.choices, default=PlaceState.INVITED)
    invited_at = models.DateTimeField(default=now)
    answered_at = models.DateTimeField(null=True, blank=True)
    # The day on which the mail of the day told of it.
    told_on = models.DateField(null=True, blank=True)
    record = models.ForeignKey(
        TrainingRecord, on_delete=models.SET_NULL, related_name="+", null=True, blank=True
    )

    class Meta:
        verbose_name = _("place in a session of mentor training")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["session", "person"], name="session_place_once"),
            models.CheckConstraint(
                condition=Q(record=None) | Q(state=PlaceState.CAME), name="session_record_only_of_who_came"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}, {self.state}"
