"""How much is asked of a person in an academic year; the database refuses more."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rounds.core.models import InstitutionRecord
from rounds.people.models import Person, TrainingProgram
from rounds.surveys.enums import AskState
from rounds.surveys.models.campaigns import Wave


class AskYear(InstitutionRecord):
    """What is held for a person in one academic year, beside the most that it may be.

    It exists so that the database refuses more. `year` is the one in which July begins it.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    year = models.PositiveSmallIntegerField()
    requests = models.PositiveSmallIntegerField(default=0)
    minutes = models.PositiveSmallIntegerField(default=0)
    rated = models.PositiveSmallIntegerField(default=0)
    # agreements, ratings, debriefs: as far as there is room beside the surveys
    other_minutes = models.PositiveSmallIntegerField(default=0)
    most_requests = models.PositiveSmallIntegerField()
    most_minutes = models.PositiveSmallIntegerField()
    most_rated = models.PositiveSmallIntegerField()
    most_in_all = models.PositiveSmallIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "year"], name="ask_year_once"),
            models.CheckConstraint(
                condition=Q(requests__lte=F("most_requests")), name="ask_year_requests_within"
            ),
            models.CheckConstraint(
                condition=Q(minutes__lte=F("most_minutes")), name="ask_year_minutes_within"
            ),
            models.CheckConstraint(condition=Q(rated__lte=F("most_rated")), name="ask_year_rated_within"),
            models.CheckConstraint(
                condition=Q(minutes__lte=F("most_in_all") - F("other_minutes")),
                name="ask_year_within_ceiling",
            ),
        ]


class Ask(InstitutionRecord):
    """What one wave takes of a person's year: held when it is sent, charged when the person is asked."""

    ask_year = models.ForeignKey(AskYear, on_delete=models.CASCADE, related_name="asks")
    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="asks")
    rank = models.PositiveSmallIntegerField()
    planned_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    is_rating = models.BooleanField(default=False)
    # it yielded the last time, so it doesn't yield again
    is_kept = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=AskState, default=AskState.HELD)
    # of what yielded, to which wave; it comes back when that one is stopped
    yielded_to_id = models.UUIDField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["ask_year", "wave"], name="ask_once_a_wave")]


class QuietPeriod(InstitutionRecord):
    """Days, both included, on which nobody is written to: everybody, or who is in one training program."""

    name = models.CharField(_("what is on"), max_length=80)
    from_on = models.DateField()
    to_on = models.DateField()
    training_program = models.ForeignKey(
        TrainingProgram, on_delete=models.CASCADE, related_name="+", null=True, blank=True
    )
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["from_on", "name"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(to_on__gte=F("from_on")), name="quiet_period_ends_after_start")
        ]
