"""What goes to and fro between the two about growing: ratings, short questions, open feedback, doors opened."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from rounds.core.clock import now
from rounds.core.models import InstitutionRecord, SealedRecord
from rounds.mentorships.enums import AskState, Door
from rounds.mentorships.models.goals import Goal
from rounds.mentorships.models.pairs import Mentorship


class IndicatorRatings(SealedRecord):
    """What somebody rated of a mentee's indicators on one day: the mentee, or the mentor who was asked.

    Sealed: indicator to a number from 0 to 5 in halves, or None for "not seen yet", which is no number.
    """

    mentee = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    rated_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    # The pair in which a mentor was asked; none for one's own.
    mentorship = models.ForeignKey(
        Mentorship, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    # A published version is never deleted; the database would refuse it.
    framework_version = models.ForeignKey(
        "framework.FrameworkVersion", on_delete=models.DO_NOTHING, related_name="+"
    )
    rated_on = models.DateField()
    rated_at = models.DateTimeField(default=now)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["mentee", "rated_at"])]


class RatingAsk(SealedRecord):
    """A mentee asks the mentor to rate some indicators. Sealed: which."""

    mentorship = models.ForeignKey(Mentorship, on_delete=models.PROTECT, related_name="+")
    # A published version is never deleted; the database would refuse it.
    framework_version = models.ForeignKey(
        "framework.FrameworkVersion", on_delete=models.DO_NOTHING, related_name="+"
    )
    state = models.CharField(max_length=10, choices=AskState.choices, default=AskState.OPEN)
    asked_at = models.DateTimeField(default=now)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["mentorship"], condition=Q(state=AskState.OPEN), name="rating_ask_one_open_a_pair"
            )
        ]


class ProgressShare(InstitutionRecord):
    """A pair whose mentor sees the mentee's own ratings and their picture, because the mentee said so."""

    mentorship = models.OneToOneField(Mentorship, on_delete=models.PROTECT, related_name="+")
    shown_at = models.DateTimeField(default=now)


class Ask(SealedRecord):
    """A short question of one of the two and the other's short answer, about one goal or none."""

    mentorship = models.ForeignKey(Mentorship, on_delete=models.PROTECT, related_name="asks")
    goal = models.ForeignKey(Goal, on_delete=models.SET_NULL, related_name="+", null=True, blank=True)
    asked_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=AskState.choices, default=AskState.OPEN)
    asked_at = models.DateTimeField(default=now)
    settled_at = models.DateTimeField(null=True, blank=True)
    let_go_by = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    # The day on which the mail of the day told of it.
    told_on = models.DateField(null=True, blank=True)
    entry_id = models.UUIDField(default=uuid.uuid4)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["mentorship", "entry_id"], name="ask_entered_once")
        ]
        indexes: ClassVar = [models.Index(fields=["mentorship", "state"])]


class OpenFeedback(SealedRecord):
    """What a mentee tells the mentor openly: asked for, or unasked. The two read it; it counts nowhere."""

    mentorship = models.ForeignKey(Mentorship, on_delete=models.PROTECT, related_name="+")
    # When the mentor asked for it; none when it came unasked.
    asked_at = models.DateTimeField(null=True, blank=True)
    given_at = models.DateTimeField(null=True, blank=True)
    entry_id = models.UUIDField(default=uuid.uuid4)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["mentorship", "entry_id"], name="open_feedback_entered_once"),
            models.UniqueConstraint(
                fields=["mentorship"], condition=Q(given_at=None), name="open_feedback_asked_once"
            ),
        ]


class SponsorshipAct(SealedRecord):
    """A door that a mentor opened for a mentee, entered by either. Sealed: what it was and what came of it."""

    mentee = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    sponsor = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    mentorship = models.ForeignKey(Mentorship, on_delete=models.PROTECT, related_name="+")
    door = models.CharField(max_length=20, choices=Door.choices)
    on = models.DateField()
    entered_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(default=now)
    changed_at = models.DateTimeField(default=now)
    # Either of the two says that it was not so, or was entered by mistake.
    withdrawn_by = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    entry_id = models.UUIDField(default=uuid.uuid4)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["mentorship", "entry_id"], name="sponsorship_act_entered_once"),
            models.CheckConstraint(condition=~Q(mentee=F("sponsor")), name="sponsorship_act_two_people"),
        ]
        indexes: ClassVar = [models.Index(fields=["sponsor", "on"])]
