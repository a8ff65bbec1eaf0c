"""What was due of pairs and who was told, and what the two answered when they were asked about the year itself."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from rounds.core.clock import now
from rounds.core.models import InstitutionRecord
from rounds.mentorships.enums import Choice, Occasion
from rounds.mentorships.models.pairs import Mentorship
from rounds.programs.enums import Side


class DueItem(InstitutionRecord):
    """One dated instance of a rule of the plan for a pair, written when somebody is first told of it.

    `rule` and `subject` are words of `mentorships.dues.enums`. `key` tells one occurrence from another and stays however its day moves: that is what makes each due once.
    """

    mentorship = models.ForeignKey(Mentorship, on_delete=models.CASCADE, related_name="dues")
    rule = models.CharField(max_length=20)
    subject = models.CharField(max_length=10)
    key = models.CharField(max_length=60, blank=True)
    due_on = models.DateField(null=True)
    # Seen as no longer open: done, closed by itself, or the pair is over.
    closed_on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["mentorship", "rule", "subject", "key"], name="due_once")
        ]
        indexes: ClassVar = [models.Index(fields=["institution", "closed_on"])]

    def __str__(self) -> str:
        return f"{self.rule} of {self.mentorship_id}"


class Telling(InstitutionRecord):
    """One reminder of a due to one of the two: sent in the mail of a day, or dropped for want of room. Never twice."""

    due = models.ForeignKey(DueItem, on_delete=models.CASCADE, related_name="tellings")
    # which of the rule's reminders, counted from 1
    number = models.PositiveSmallIntegerField()
    to = models.CharField(max_length=10, choices=Side.choices)
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    on = models.DateField()
    is_dropped = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["due", "number", "to"], name="telling_once")]
        indexes: ClassVar = [models.Index(fields=["person", "on"])]

    def __str__(self) -> str:
        return f"{self.number} to {self.to}"


class Answer(InstitutionRecord):
    """What one of the two answered about the pair itself: at the middle, at the end, afterward, after a new tier.

    Nobody else reads it but where the choice is acted on: going on takes both, and the program office counts.
    """

    mentorship = models.ForeignKey(Mentorship, on_delete=models.CASCADE, related_name="answers")
    side = models.CharField(max_length=10, choices=Side.choices)
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    occasion = models.CharField(max_length=12, choices=Occasion.choices)
    # Of an occasion that comes again: which one.
    key = models.CharField(max_length=60, blank=True)
    choice = models.CharField(max_length=12, choices=Choice.choices)
    on = models.DateField()
    answered_at = models.DateTimeField(default=now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["mentorship", "side", "occasion", "key"], name="answer_once"),
            models.CheckConstraint(
                condition=Q(occasion=Occasion.MID_POINT, choice__in=["right", "change"])
                | Q(occasion=Occasion.CLOSING, choice__in=["end", "go_on"])
                | Q(occasion=Occasion.AFTERWARD, choice__in=["yes", "no", "unsaid"])
                | Q(occasion=Occasion.TIER, choice__in=["right", "change"]),
                name="answer_fits_occasion",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.choice} at {self.occasion}"
