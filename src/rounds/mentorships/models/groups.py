"""A mentor's group: its mentees, one log for all with who was there, and notes of one reader or of the group.

A session that is planned is a row of its own, the entry in calendars. A session that was held is one row, so that the mentor's minutes count once; each who was there is one row beside it, so that each
mentee's count once. A group is no pair: it takes none of the mentor's places, has a size of its own, and nothing is due.
"""

import uuid
from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import Q

from rounds.core.clock import now
from rounds.core.models import InstitutionRecord, SealedRecord
from rounds.mentorships.enums import GroupAudience, Mode
from rounds.mentorships.models.meetings import CalendarEntry

MOST_MEMBERS = 8
MOST_MINUTES = 600
# So long a slip of the hand is taken back as if it had not been.
UNDO_TIME = timedelta(hours=24)


class MentorGroup(InstitutionRecord):
    """The group of one mentor in one cycle, for up to eight mentees."""

    cycle = models.ForeignKey("programs.Cycle", on_delete=models.PROTECT, related_name="+")
    mentor_enrollment = models.ForeignKey("programs.Enrollment", on_delete=models.PROTECT, related_name="+")
    mentor = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    size = models.PositiveSmallIntegerField(default=MOST_MEMBERS)
    opened_at = models.DateTimeField(default=now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(size__range=(2, MOST_MEMBERS)), name="group_size_in_range")
        ]

    @property
    def is_running(self) -> bool:
        return self.ended_at is None

    def __str__(self) -> str:
        return self.name


class GroupMember(InstitutionRecord):
    """A mentee in a group, from a moment until another: what is written before or after is not the mentee's to read."""

    group = models.ForeignKey(MentorGroup, on_delete=models.PROTECT, related_name="members")
    enrollment = models.ForeignKey("programs.Enrollment", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    joined_at = models.DateTimeField(default=now)
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["group", "person"], condition=Q(left_at=None), name="group_member_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.group_id}"


class GroupSession(InstitutionRecord):
    """One meeting of a group that was held: the day and how long, once for all."""

    group = models.ForeignKey(MentorGroup, on_delete=models.PROTECT, related_name="sessions")
    held_on = models.DateField()
    minutes = models.PositiveSmallIntegerField()
    mode = models.CharField(max_length=10, choices=Mode.choices, blank=True)
    logged_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    logged_at = models.DateTimeField(default=now)
    # Made with the form, so that a form sent twice is one row.
    entry_id = models.UUIDField(default=uuid.uuid4)
    taken_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["group", "entry_id"], name="group_session_entered_once"),
            models.CheckConstraint(
                condition=Q(minutes__range=(1, MOST_MINUTES)), name="group_session_has_minutes"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["group", "held_on"])]

    def __str__(self) -> str:
        return f"{self.held_on:%-d %B %Y}"


class GroupMeeting(CalendarEntry):
    """A session to come, planned by the mentor for the whole group: the same row, and entry in calendars, over every move."""

    group = models.ForeignKey(MentorGroup, on_delete=models.PROTECT, related_name="meetings")
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    mode = models.CharField(max_length=10, choices=Mode.choices, blank=True)
    planned_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    # Where it stood before it was moved last, so that a move can be taken back.
    moved_from = models.DateTimeField(null=True, blank=True)
    called_off_at = models.DateTimeField(null=True, blank=True)
    # What it was planned together with, one of a time that repeats; each is moved and called off alone.
    series = models.UUIDField(null=True, blank=True)
    # What was logged of its day.
    session = models.ForeignKey(
        GroupSession, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    # Made with the form, so that a form sent twice is one row.
    entry_id = models.UUIDField(default=uuid.uuid4)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["group", "entry_id"], name="group_meeting_entered_once"),
            models.CheckConstraint(
                condition=Q(minutes__range=(1, MOST_MINUTES)), name="group_meeting_has_minutes"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["group", "starts_at"])]

    def __str__(self) -> str:
        return f"{self.starts_at:%-d %B %Y}"

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def is_planned(self) -> bool:
        """Tell whether it stands: not called off, nothing logged of it."""
        return self.called_off_at is None and self.session_id is None


class GroupSignIn(InstitutionRecord):
    """Somebody of a group who said on the day of a planned session, by the code of its sheet: I am here."""

    meeting = models.ForeignKey(GroupMeeting, on_delete=models.CASCADE, related_name="sign_ins")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    signed_in_at = models.DateTimeField(default=now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "person"], name="group_sign_in_once")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} at {self.meeting_id}"


class Attendance(InstitutionRecord):
    """One mentee who was at a session, by name."""

    session = models.ForeignKey(GroupSession, on_delete=models.CASCADE, related_name="attendances")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["session", "person"], name="attendance_once")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} at {self.session_id}"


class GroupNote(SealedRecord):
    """What somebody wrote about a session, for oneself or for the group."""

    session = models.ForeignKey(GroupSession, on_delete=models.PROTECT, related_name="notes")
    author = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    audience = models.CharField(max_length=10, choices=GroupAudience.choices)
    version = models.PositiveIntegerField(default=1)
    written_at = models.DateTimeField(default=now)
    changed_at = models.DateTimeField(null=True, blank=True)
    entry_id = models.UUIDField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["session", "written_at"])]

    @property
    def text(self) -> str:
        """Return what was written. Whoever asks has found the row for its reader."""
        return str(self.opened()["text"])
