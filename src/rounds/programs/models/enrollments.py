"""People's places in a cohort."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from rounds.core.clock import now
from rounds.core.models import InstitutionRecord
from rounds.people.models import Person
from rounds.programs.enums import EnrollmentHow, EnrollmentState, Side
from rounds.programs.models.programs import Cohort


class Enrollment(InstitutionRecord):
    """A person on one side of a cohort; somebody may be on both."""

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="enrollments")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    side = models.CharField(max_length=6, choices=Side.choices)
    state = models.CharField(max_length=10, choices=EnrollmentState.choices)
    how = models.CharField(max_length=12, choices=EnrollmentHow.choices)
    state_at = models.DateTimeField(default=now)
    # How many mentors a mentee wants; null means one.
    demand = models.PositiveSmallIntegerField(null=True, blank=True)
    # How many mentees a mentor takes in all, every program and the outside counted; null means not said.
    capacity = models.PositiveSmallIntegerField(null=True, blank=True)
    outside_mentees = models.PositiveSmallIntegerField(default=0)
    hours_per_month = models.PositiveSmallIntegerField(null=True, blank=True)
    # How far the form has come, never what was typed: for the one who helps.
    intake_topic = models.CharField(max_length=20, blank=True)
    intake_topic_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["cohort", "person", "side"], name="enrollment_once_per_side"),
            models.CheckConstraint(
                condition=Q(demand=None) | Q(demand__range=(1, 3), side=Side.MENTEE),
                name="enrollment_demand_1_to_3",
            ),
            models.CheckConstraint(
                condition=Q(capacity=None) | Q(capacity__lte=6, side=Side.MENTOR),
                name="enrollment_capacity_0_to_6",
            ),
            models.CheckConstraint(condition=Q(outside_mentees__lte=20), name="enrollment_outside_to_20"),
            models.CheckConstraint(
                condition=Q(hours_per_month=None) | Q(hours_per_month__lte=40),
                name="enrollment_hours_to_40",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["person", "state"])]

    @property
    def is_current(self) -> bool:
        return self.state != EnrollmentState.WITHDRAWN
