"""Conversations of a pair, and what the two write about them.

That one was held, and how long, is a row that the program office reads. What was said is in rows of its own, sealed,
with other readers: the two never share a table, a log line or an export.
"""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from rounds.core.clock import institution_today, now
from rounds.core.models import InstitutionRecord, SealedRecord
from rounds.mentorships.enums import Audience, ConversationState, Mode
from rounds.mentorships.models.meetings import Meeting
from rounds.mentorships.models.pairs import Mentorship

MOST_MINUTES = 600


class Conversation(InstitutionRecord):
    """One conversation of a pair: planned, held, moved or not held."""

    mentorship = models.ForeignKey(Mentorship, on_delete=models.PROTECT, related_name="conversations")
    state = models.CharField(max_length=10, choices=ConversationState.choices)
    # The entry in calendars, the same for every time to which one was moved.
    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, related_name="conversations", null=True, blank=True
    )
    starts_at = models.DateTimeField(null=True, blank=True)
    held_on = models.DateField(null=True, blank=True)
    # Planned, and once it was held: how long it was.
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    mode = models.CharField(max_length=10, choices=Mode.choices, blank=True)
    # How long and how it was planned, where it was planned and then held: kept for a log that is taken back.
    planned_minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    planned_mode = models.CharField(max_length=10, choices=Mode.choices, blank=True)
    logged_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    logged_at = models.DateTimeField(default=now)
    by_office = models.BooleanField(default=False)
    # Made with the form, so that a form sent twice is one row.
    entry_id = models.UUIDField(default=uuid.uuid4)
    # Somebody of the two says that it was not so.
    disputed_by = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    disputed_at = models.DateTimeField(null=True, blank=True)
    # Whoever logged it took it back.
    taken_back_at = models.DateTimeField(null=True, blank=True)
    # Who said last that it was otherwise than it was logged; what stood before is in the corrections.
    corrected_by = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    corrected_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["mentorship", "entry_id"], name="conversation_entered_once"),
            models.CheckConstraint(
                condition=~Q(state=ConversationState.HELD)
                | Q(held_on__isnull=False, minutes__range=(1, MOST_MINUTES)),
                name="conversation_held_has_day_and_minutes",
            ),
            models.CheckConstraint(
                condition=Q(state=ConversationState.HELD) | Q(starts_at__isnull=False, held_on=None),
                name="conversation_not_held_was_planned",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["mentorship", "state", "held_on"])]

    def __str__(self) -> str:
        return f"{self.state} of {self.mentorship_id}"

    @property
    def counts(self) -> bool:
        """Tell whether it stands as held: not disputed, not taken back."""
        is_held = self.state == ConversationState.HELD
        return is_held and self.disputed_at is None and self.taken_back_at is None

    @property
    def said_by_id(self) -> uuid.UUID:
        """Return whose word it is as it stands: who corrected it last, else who logged it."""
        said_by: uuid.UUID = self.corrected_by_id or self.logged_by_id
        return said_by


# What `Conversation.counts` says, for queries.
COUNTS = Q(state=ConversationState.HELD, disputed_at=None, taken_back_at=None)


class ConversationCorrection(InstitutionRecord):
    """What was on record of a held conversation until one of the two corrected it. Never changed."""

    conversation = models.ForeignKey(Conversation, on_delete=models.PROTECT, related_name="corrections")
    corrected_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    corrected_at = models.DateTimeField(default=now)
    was_held_on = models.DateField()
    was_minutes = models.PositiveSmallIntegerField()
    was_mode = models.CharField(max_length=10, choices=Mode.choices, blank=True)
    # The goals that it was about, by id.
    was_goals = models.JSONField(default=list)
    # Made with the form, so that a form sent twice is one correction.
    entry_id = models.UUIDField(default=uuid.uuid4)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["conversation", "entry_id"], name="conversation_corrected_once")
        ]


class Note(SealedRecord):
    """What one of the two wrote about a conversation, for oneself or for both."""

    mentorship = models.ForeignKey(Mentorship, on_delete=models.PROTECT, related_name="notes")
    conversation = models.ForeignKey(
        Conversation, on_delete=models.PROTECT, related_name="notes", null=True, blank=True
    )
    author = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    audience = models.CharField(max_length=10, choices=Audience.choices)
    version = models.PositiveIntegerField(default=1)
    written_at = models.DateTimeField(default=now)
    changed_at = models.DateTimeField(default=now)
    # Of the form with which it was added to what the other had logged, so that a form sent twice is one note.
    entry_id = models.UUIDField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["mentorship", "written_at"])]

    @property
    def text(self) -> str:
        """Return what was written. Whoever asks has found the row for its reader."""
        return str(self.opened()["text"])


class Action(SealedRecord):
    """One line that was agreed in a conversation, whose it is, and whether it is done. The two read it, nobody else."""

    mentorship = models.ForeignKey(Mentorship, on_delete=models.PROTECT, related_name="actions")
    conversation = models.ForeignKey(Conversation, on_delete=models.PROTECT, related_name="actions")
    owner = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)
    agreed_at = models.DateTimeField(default=now)
    entry_id = models.UUIDField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["mentorship", "agreed_at"])]

    @property
    def is_overdue(self) -> bool:
        """Tell whether its day has passed and it is not done."""
        return self.done_on is None and self.due_on is not None and self.due_on < institution_today()

    @property
    def text(self) -> str:
        """Return the line. Whoever asks has found the row for its reader."""
        return str(self.opened()["text"])
