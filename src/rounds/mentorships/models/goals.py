"""Goals of a mentee: whose words are kept version by version, so that each mentor reads what was there in their time."""

import uuid
from typing import ClassVar

from django.db import models

from rounds.core.clock import now
from rounds.core.models import InstitutionRecord, SealedRecord
from rounds.mentorships.enums import GoalState
from rounds.mentorships.models.conversations import Conversation
from rounds.mentorships.models.pairs import Mentorship


class Goal(SealedRecord):
    """A goal of a mentee, not of a pair: it survives a change of mentor. Sealed: why it was let go."""

    mentee = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=GoalState.choices, default=GoalState.OPEN)
    opened_at = models.DateTimeField(default=now)
    closed_at = models.DateTimeField(null=True, blank=True)
    # The number of its newest words.
    version = models.PositiveIntegerField(default=1)
    # Made with the form, so that a form sent twice is one row.
    entry_id = models.UUIDField(default=uuid.uuid4)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["mentee", "entry_id"], name="goal_entered_once")
        ]
        indexes: ClassVar = [models.Index(fields=["mentee", "state"])]


class GoalWords(SealedRecord):
    """The words of a goal as they stood from a moment on: text, measure, steps, indicators. Never changed."""

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="words")
    number = models.PositiveIntegerField()
    written_at = models.DateTimeField(default=now)
    # A published version is never deleted; the database would refuse it.
    framework_version = models.ForeignKey(
        "framework.FrameworkVersion", on_delete=models.DO_NOTHING, related_name="+", null=True, blank=True
    )

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["goal", "number"], name="goal_words_once")]


class GoalTurn(InstitutionRecord):
    """From when on a goal was done, let go, or open again: a former mentor reads what it was in their time."""

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="turns")
    state = models.CharField(max_length=10, choices=GoalState.choices)
    at = models.DateTimeField(default=now)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["goal", "at"])]


class GoalReader(InstitutionRecord):
    """A pair whose mentor reads a goal, because the mentee said so."""

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="readers")
    mentorship = models.ForeignKey(Mentorship, on_delete=models.PROTECT, related_name="+")
    shown_at = models.DateTimeField(default=now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["goal", "mentorship"], name="goal_reader_once")
        ]


class GoalMark(InstitutionRecord):
    """A step of a goal that is done, and in which conversation it was ticked, if in one."""

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="marks")
    step = models.UUIDField()
    done_on = models.DateField()
    marked_at = models.DateTimeField(default=now)
    marked_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    conversation = models.ForeignKey(
        Conversation, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["goal", "step"], name="goal_step_done_once")]


class GoalTouch(InstitutionRecord):
    """A goal that the two talked about in a conversation."""

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="touches")
    conversation = models.ForeignKey(Conversation, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["goal", "conversation"], name="goal_touched_once")
        ]


class GoalEvidence(SealedRecord):
    """One line that speaks for a goal: what, when, a link or the name of a file. Files are not stored."""

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="evidence")
    on = models.DateField()
    added_at = models.DateTimeField(default=now)
    added_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    entry_id = models.UUIDField(default=uuid.uuid4)
    # Taken away by whoever added it: read by nobody from then on, put back within a day, deleted after it.
    taken_away_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["goal", "entry_id"], name="goal_evidence_entered_once")
        ]
