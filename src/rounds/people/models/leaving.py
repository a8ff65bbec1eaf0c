"""Being away for a while; what a leaving and a July roll-over did, and their ways back."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rounds.core.clock import now
from rounds.core.database.dated import DatedRecord, ends_after_start
from rounds.core.models import InstitutionRecord
from rounds.people.enums import RollOverReason, RollOverStep
from rounds.people.models.facts import CareerStage
from rounds.people.models.people import Person


class Leave(DatedRecord):
    """Days on which somebody is away, from one until before another, open while nobody knows; never why."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="leaves")
    entered_by = models.ForeignKey(Person, on_delete=models.SET_NULL, related_name="+", null=True)

    class Meta:
        ordering: ClassVar = ["from_on"]
        constraints: ClassVar = [
            ends_after_start("leave_dates"),
            models.UniqueConstraint(fields=["person"], condition=Q(to_on=None), name="leave_one_open"),
        ]


class Leaving(InstitutionRecord):
    """One leaving, and the rows that ended with it: the way back, as long as the record lives."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    on = models.DateField()
    # name of a model -> ids of its rows
    ended = models.JSONField(default=dict)
    recorded_at = models.DateTimeField(default=now)
    back_on = models.DateField(null=True)


class RollOver(InstitutionRecord):
    """One July: a plan that is looked at, then committed once; it can be undone."""

    on = models.DateField(_("from"))
    created_at = models.DateTimeField(default=now)
    committed_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    # What `take_back_leaving` needs.
    way_back = models.JSONField(null=True)

    class Meta:
        ordering: ClassVar = ["-created_at"]
        constraints: ClassVar = [
            models.UniqueConstraint("institution", condition=Q(committed_at=None), name="roll_over_one_open")
        ]


class RollOverItem(InstitutionRecord):
    """One person of a roll-over: the stage before, the step, and the stage that it made."""

    roll_over = models.ForeignKey(RollOver, on_delete=models.CASCADE, related_name="items")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    before = models.ForeignKey(CareerStage, on_delete=models.CASCADE, related_name="+")
    after = models.ForeignKey(CareerStage, null=True, on_delete=models.SET_NULL, related_name="+")
    reason = models.CharField(max_length=20, choices=RollOverReason.choices, blank=True)
    step = models.CharField(max_length=10, choices=RollOverStep.choices)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["roll_over", "person"], name="roll_over_person_once")
        ]
