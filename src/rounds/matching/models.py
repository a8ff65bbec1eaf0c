"""Weights, runs and everything that people decide about them."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from rounds.core.clock import now
from rounds.core.models import InstitutionRecord, SealedRecord
from rounds.matching.enums import Aim, Answer, Decision, RunState, Step


class WeightSet(InstitutionRecord):
    """A version of a program's weights; a change is a new version. Criteria and priorities add up to 100."""

    program = models.ForeignKey("programs.Program", on_delete=models.CASCADE, related_name="+")
    version = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=80)
    # criterion key -> whole weight
    values = models.JSONField(default=dict)
    # priority id -> whole weight
    priorities = models.JSONField(default=dict)
    # micro-points for a mentor's first, second, third ... mentee
    load_costs = models.JSONField(default=list)
    rationale = models.CharField(max_length=500, blank=True)
    made_by_id = models.UUIDField(null=True)
    made_by_name = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField(default=now)

    class Meta:
        ordering: ClassVar = ["-version"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["program", "version"], name="weights_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.name}, version {self.version}"


class MatchRun(InstitutionRecord):
    """One run over a cohort: what went in (RunInput), what came out (RunResult), its state."""

    cohort = models.ForeignKey("programs.Cohort", on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    aim = models.CharField(max_length=10, choices=Aim.choices, default=Aim.TOTAL)
    weights = models.ForeignKey(WeightSet, on_delete=models.PROTECT, related_name="runs")
    seed = models.PositiveBigIntegerField(default=0)
    state = models.CharField(max_length=10, choices=RunState.choices, default=RunState.WAITING)
    made_by_id = models.UUIDField(null=True)
    made_by_name = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField(default=now)
    finished_at = models.DateTimeField(null=True)
    engine_version = models.CharField(max_length=40, blank=True)
    input_digest = models.CharField(max_length=64)
    result_digest = models.CharField(max_length=64, blank=True)
    # Plain totals for lists: matched, mentees, mean, lowest, places, proven ...
    figures = models.JSONField(default=dict)
    problem = models.CharField(max_length=1000, blank=True)
    # The rule of the program when these pairs were sent: switching it off later frees no run that was sent.
    needs_second_person = models.BooleanField(default=False)
    # The day by which program directors (PDs) are asked to answer.
    answer_by_on = models.DateField(null=True)
    published_at = models.DateTimeField(null=True)
    # Until then the mail can be stopped.
    mail_leaves_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["cohort", "number"], name="run_number_once"),
            models.CheckConstraint(
                condition=~Q(state=RunState.PUBLISHED) | Q(published_at__isnull=False),
                name="run_published_has_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"Run {self.number}"


class RunInput(SealedRecord):
    """Canonical JSON of a run's frozen input: ids and coded values, no names, no free text."""

    run = models.OneToOneField(MatchRun, on_delete=models.CASCADE, related_name="input")


class RunResult(SealedRecord):
    """What the engine answered: pairs, prices, ten alternatives a side, reasons; written once."""

    run = models.OneToOneField(MatchRun, on_delete=models.CASCADE, related_name="result")


class PairDecision(InstitutionRecord):
    """A pair that somebody locked, forbade, assigned by hand or vetoed; it holds for all later runs."""

    cohort = models.ForeignKey("programs.Cohort", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8, choices=Decision.choices)
    mentee = models.ForeignKey("programs.Enrollment", on_delete=models.CASCADE, related_name="+")
    mentor = models.ForeignKey("programs.Enrollment", on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(max_length=500, blank=True)
    # Decisions of one action (a swap is two) are undone together.
    action_id = models.UUIDField(default=uuid.uuid4)
    made_by_id = models.UUIDField(null=True)
    made_by_name = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField(default=now)
    undone_at = models.DateTimeField(null=True)
    undone_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering: ClassVar = ["-made_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["mentee", "mentor"], condition=Q(undone_at=None), name="decision_one_per_pair"
            ),
            models.CheckConstraint(
                condition=Q(kind=Decision.LOCK) | ~Q(reason=""), name="decision_has_reason"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["cohort", "undone_at"])]


class ConflictException(InstitutionRecord):
    """A declared exception to a conflict rule: it counts once a second person has confirmed it."""

    cohort = models.ForeignKey("programs.Cohort", on_delete=models.CASCADE, related_name="+")
    mentee = models.ForeignKey("programs.Enrollment", on_delete=models.CASCADE, related_name="+")
    mentor = models.ForeignKey("programs.Enrollment", on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(max_length=500)
    declared_by_id = models.UUIDField()
    declared_by_name = models.CharField(max_length=200)
    declared_at = models.DateTimeField(default=now)
    confirmed_by_id = models.UUIDField(null=True)
    confirmed_by_name = models.CharField(max_length=200, blank=True)
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-declared_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["mentee", "mentor"], name="exception_once_per_pair"),
            models.CheckConstraint(
                condition=Q(confirmed_by_id=None) | ~Q(confirmed_by_id=F("declared_by_id")),
                name="exception_second_person",
            ),
        ]


class RunStep(InstitutionRecord):
    """Who sent, approved, returned, published or stopped a run, and what they said."""

    run = models.ForeignKey(MatchRun, on_delete=models.CASCADE, related_name="steps")
    step = models.CharField(max_length=10, choices=Step.choices)
    note = models.CharField(max_length=500, blank=True)
    by_id = models.UUIDField(null=True)
    by_name = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(default=now)

    class Meta:
        ordering: ClassVar = ["at", "id"]


class NoObjection(InstitutionRecord):
    """A program director (PD) has looked at a run's pairs of own trainees and objects to none but those vetoed."""

    run = models.ForeignKey(MatchRun, on_delete=models.CASCADE, related_name="no_objections")
    by_id = models.UUIDField()
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField(default=now)
    pairs = models.PositiveIntegerField()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["run", "by_id"], condition=Q(undone_at=None), name="no_objection_once"
            )
        ]


class FitNote(SealedRecord):
    """What a coordinator noted about two people; coordinators and directors alone read it."""

    mentee = models.ForeignKey("programs.Enrollment", on_delete=models.CASCADE, related_name="+")
    mentor = models.ForeignKey("programs.Enrollment", on_delete=models.CASCADE, related_name="+")
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField(default=now)

    class Meta:
        ordering: ClassVar = ["at", "id"]


class Offer(InstitutionRecord):
    """What mentor and mentee answered to a published pair, and the first meeting they propose."""

    mentorship = models.OneToOneField("mentorships.Mentorship", on_delete=models.CASCADE, related_name="+")
    run = models.ForeignKey(MatchRun, on_delete=models.CASCADE, related_name="offers")
    mentor_answer = models.CharField(max_length=10, choices=Answer.choices, default=Answer.WAITING)
    mentor_answered_at = models.DateTimeField(null=True)
    mentee_answer = models.CharField(max_length=10, choices=Answer.choices, default=Answer.WAITING)
    mentee_answered_at = models.DateTimeField(null=True)
    # Kept for the program office and whoever gave it.
    decline_reason = models.CharField(max_length=500, blank=True)
    meeting_at = models.DateTimeField(null=True)
    meeting_modality = models.CharField(max_length=10, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["run", "mentor_answer"])]
