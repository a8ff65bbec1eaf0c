"""What people said at intake."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from rounds.core.clock import now
from rounds.core.models import InstitutionRecord, SealedRecord
from rounds.people.models import Person
from rounds.programs.models.enrollments import Enrollment
from rounds.programs.values.answers import Answers, answers_from_json


class Intake(InstitutionRecord):
    """One version of somebody's answers. `submitted_at` null: prefilled by an import, nobody has
    confirmed it. Once submitted a row never changes; a correction is the next version."""

    enrollment = models.ForeignKey(Enrollment, on_delete=models.CASCADE, related_name="intakes")
    version = models.PositiveSmallIntegerField(default=1)
    answers = models.JSONField(default=dict)
    submitted_at = models.DateTimeField(null=True)
    # Entered on the owner's behalf by this person; the owner confirms later.
    entered_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["enrollment", "version"], name="intake_version_once"),
            models.UniqueConstraint(
                fields=["enrollment"], condition=Q(submitted_at=None), name="intake_one_unsubmitted"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at=None) | Q(submitted_at__isnull=False),
                name="intake_confirmed_when_submitted",
            ),
        ]

    @property
    def waits_for_owner(self) -> bool:
        return self.entered_by_id is not None and self.confirmed_at is None

    def coded(self) -> Answers:
        """Return the answers as the frozen schema."""
        return answers_from_json(self.enrollment.side, self.answers)


class Wish(InstitutionRecord):
    """Somebody whom a person would like to be paired with, 1 first."""

    enrollment = models.ForeignKey(Enrollment, on_delete=models.CASCADE, related_name="wishes")
    rank = models.PositiveSmallIntegerField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["rank"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["enrollment", "rank"], name="wish_rank_once"),
            models.UniqueConstraint(fields=["enrollment", "person"], name="wish_person_once"),
            models.CheckConstraint(condition=Q(rank__range=(1, 5)), name="wish_rank_1_to_5"),
        ]


class Exclusion(SealedRecord):
    """Somebody whom a person must not be paired with; who, is inside the sealed value {"person": id}."""

    enrollment = models.ForeignKey(Enrollment, on_delete=models.CASCADE, related_name="exclusions")


class Baseline(InstitutionRecord):
    """Facts from before the first pair, which can't be recovered later; one per enrollment."""

    enrollment = models.OneToOneField(Enrollment, on_delete=models.CASCADE, related_name="baseline")
    # Confidence key -> 0-10; an item that was skipped is absent.
    items = models.JSONField(default=dict)
    protected_hours = models.DecimalField(max_digits=4, decimal_places=1, null=True, blank=True)
    promised_by = models.CharField(max_length=120, blank=True)
    # Null: not asked yet, or no answer.
    follow_up_consent = models.BooleanField(null=True)
    consent_version = models.CharField(max_length=20, blank=True)
    recorded_at = models.DateTimeField(default=now)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(protected_hours=None) | Q(protected_hours__range=(0, 80)),
                name="baseline_hours_0_to_80",
            ),
            models.CheckConstraint(
                condition=Q(follow_up_consent=None) | ~Q(consent_version=""),
                name="baseline_consent_has_version",
            ),
        ]


class IntroductionCard(InstitutionRecord):
    """What a pair's other side will read first, once its owner has approved it."""

    enrollment = models.OneToOneField(Enrollment, on_delete=models.CASCADE, related_name="card")
    headline = models.CharField(max_length=120, blank=True)
    about = models.TextField(max_length=600, blank=True)
    ask_me_about = models.TextField(max_length=300, blank=True)
    approved_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(default=now)
