"""The local milestone: a resident's report, the mentor's answer in words, and what of it the resident released."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from rounds.core.clock import now
from rounds.core.models import InstitutionRecord, SealedRecord
from rounds.mentorships.enums import Milestone, ReleaseKind
from rounds.mentorships.models.pairs import Mentorship


def _person() -> models.ForeignKey[Any, Any]:
    return models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")


class MilestoneReport(SealedRecord):
    """What a resident wrote about a conflict in a team; it may change until the mentor has answered."""

    mentorship = models.ForeignKey(Mentorship, on_delete=models.PROTECT, related_name="reports")
    milestone = models.CharField(max_length=30, choices=Milestone.choices, default=Milestone.LEADERSHIP)
    written_at = models.DateTimeField(default=now)
    changed_at = models.DateTimeField(default=now)
    version = models.PositiveIntegerField(default=1)
    # Made with the form, so that a form sent twice is one row.
    entry_id = models.UUIDField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["mentorship", "entry_id"], name="milestone_report_entered_once"),
        ]

    def __str__(self) -> str:
        return f"of {self.mentorship_id}"


class MilestoneFeedback(SealedRecord):
    """What the mentor saw, and would try next: words, no level and no number. It is never changed."""

    report = models.OneToOneField(MilestoneReport, on_delete=models.PROTECT, related_name="feedback")
    by = _person()
    given_at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return f"on {self.report_id}"


class MilestoneRequirement(InstitutionRecord):
    """A residency asks its residents for a milestone: since when, until when, who said so."""

    training_program = models.ForeignKey("people.TrainingProgram", on_delete=models.CASCADE, related_name="+")
    milestone = models.CharField(max_length=30, choices=Milestone.choices, default=Milestone.LEADERSHIP)
    set_by = _person()
    from_at = models.DateTimeField(default=now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["training_program", "milestone"],
                condition=Q(ended_at=None),
                name="milestone_required_once",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("from_at")),
                name="requirement_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.milestone} in {self.training_program_id}"


class Release(SealedRecord):
    """What a resident gave to the directors of a residency: frozen, with a digest, never recalled.

    Sealed is the packet itself, so that it stays as it was seen. `done_on` is the whole of a release that says that a
    requirement is done: it has no content.
    """

    person = _person()
    training_program = models.ForeignKey("people.TrainingProgram", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=ReleaseKind.choices)
    milestone = models.CharField(max_length=30, choices=Milestone.choices, blank=True)
    done_on = models.DateField(null=True, blank=True)
    # Kind and id of each piece, as in "report 3f..": plain, so that the resident sees what is out.
    pieces = models.JSONField(default=list)
    digest = models.CharField(max_length=64)
    released_at = models.DateTimeField(default=now)
    entry_id = models.UUIDField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "entry_id"], name="release_once"),
            models.CheckConstraint(
                condition=Q(kind=ReleaseKind.DONE, done_on__isnull=False)
                | Q(kind=ReleaseKind.PIECES, done_on=None),
                name="release_done_has_a_day",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["training_program", "released_at"])]

    def __str__(self) -> str:
        return f"{self.kind} of {self.person_id}"
