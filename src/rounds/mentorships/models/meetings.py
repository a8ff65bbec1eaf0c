"""What the two arrange: times that one proposes, the meeting that calendars know, and who keeps somebody's calendar."""

import uuid
from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from rounds.core.clock import now
from rounds.core.models import InstitutionRecord
from rounds.mentorships.enums import Mode, ProposalState
from rounds.mentorships.models.pairs import Mentorship


class CalendarEntry(InstitutionRecord):
    """What stands in calendars: the same row over every move, its id is the entry's UID.

    Neither its id nor its organizer ever changes, or calendars show two meetings. `sequence` counts the minutes from its
    creation to the last change, so that it does not go back when a copy of the database is restored.
    """

    organizer = models.EmailField(blank=True)
    created_at = models.DateTimeField(default=now)
    changed_at = models.DateTimeField(default=now)
    sequence = models.PositiveIntegerField(default=0)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.id}, {self.sequence}"

    def change(self, moment: datetime) -> None:
        """Count a change of time or state at a moment; two in one minute count as two."""
        minutes = int((moment - self.created_at).total_seconds() // 60)
        self.sequence, self.changed_at = max(minutes, self.sequence + 1), moment


class Meeting(CalendarEntry):
    """What calendars know of a conversation of a pair to come."""

    mentorship = models.ForeignKey(Mentorship, on_delete=models.PROTECT, related_name="+")


class ProposedTimes(InstitutionRecord):
    """Up to three times that one of a pair proposes; the other takes one or proposes others."""

    mentorship = models.ForeignKey(Mentorship, on_delete=models.PROTECT, related_name="+")
    proposed_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(default=now)
    # moments in UTC, as ISO writes them, in their order
    times = models.JSONField(default=list)
    minutes = models.PositiveSmallIntegerField()
    mode = models.CharField(max_length=10, choices=Mode.choices, blank=True)
    # How often each of them comes again (`conversations.values.series`), until which day, by the clocks of which zone.
    repeats = models.CharField(max_length=12, blank=True)
    until = models.DateField(null=True, blank=True)
    zone = models.CharField(max_length=64, blank=True)
    # what else was planned when the other took a time that repeats: ids of conversations
    planned = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=ProposalState.choices, default=ProposalState.OPEN)
    settled_at = models.DateTimeField(null=True, blank=True)
    # the later proposal in whose place this one waits again when that is withdrawn
    replaced_by = models.ForeignKey("self", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    # what was planned when the other took one
    conversation = models.ForeignKey(
        "mentorships.Conversation", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    # Made with the form, so that a form sent twice is one row.
    entry_id = models.UUIDField(default=uuid.uuid4)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["mentorship"], condition=Q(state=ProposalState.OPEN), name="times_one_open_a_pair"
            ),
            models.UniqueConstraint(fields=["mentorship", "entry_id"], name="times_proposed_once"),
        ]

    def __str__(self) -> str:
        return f"{len(self.times)} times, {self.state}"

    @property
    def moments(self) -> list[datetime]:
        """Return the times as moments."""
        return [datetime.fromisoformat(time) for time in self.times]


class Delegation(InstitutionRecord):
    """An assistant whom somebody has named: sees and moves the times of that person's meetings and nothing else.

    Named is an address; who has it, if anybody has, is not told to who named it.
    """

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    assistant = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    address = models.EmailField(blank=True)
    named_at = models.DateTimeField(default=now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "assistant"], condition=Q(ended_at=None), name="delegation_once"
            ),
            models.CheckConstraint(condition=~Q(person=F("assistant")), name="delegation_two_people"),
        ]

    def __str__(self) -> str:
        return f"{self.assistant_id} for {self.person_id}"
