"""Mentorships, and the row by which the database refuses a mentor too many."""

from typing import ClassVar
from uuid import UUID

from django.db import models
from django.db.models import F, Q

from rounds.core.clock import now
from rounds.core.models import InstitutionRecord
from rounds.mentorships.enums import OPEN, RUNNING, EndReason, State


class Mentorship(InstitutionRecord):
    """One mentee and one mentor in one cycle, from the offer to the end."""

    cycle = models.ForeignKey("programs.Cycle", on_delete=models.PROTECT, related_name="+")
    mentee_enrollment = models.ForeignKey("programs.Enrollment", on_delete=models.PROTECT, related_name="+")
    mentor_enrollment = models.ForeignKey("programs.Enrollment", on_delete=models.PROTECT, related_name="+")
    mentee = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    mentor = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    # The first mentor; who was matched beside, or sits on the mentee's panel for a named purpose, is not.
    is_primary = models.BooleanField(default=True)
    purpose = models.CharField(max_length=80, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)
    created_at = models.DateTimeField(default=now)
    # Before this moment neither of the two sees it: the program office can still take it back.
    shown_from_at = models.DateTimeField(default=now)
    opened_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    end_reason = models.CharField(max_length=10, choices=EndReason.choices, blank=True)
    # When the office or one of the two ended it, and from which state: an end can be taken back for a day.
    ended_at = models.DateTimeField(null=True, blank=True)
    state_before_end = models.CharField(max_length=10, choices=State.choices, blank=True)
    # The day on which it is planned to close; empty means the end of its cycle.
    planned_end_on = models.DateField(null=True, blank=True)
    # The number of the phase of its program that it is in; null where there are none.
    phase = models.PositiveSmallIntegerField(null=True, blank=True)
    # Since when a pair ran that existed before the program knew of it.
    imported_start_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["mentee", "cycle"],
                condition=Q(is_primary=True, state__in=OPEN),
                name="mentorship_one_open_primary",
            ),
            models.UniqueConstraint(
                fields=["mentee", "mentor", "cycle"], condition=Q(state__in=OPEN), name="mentorship_open_once"
            ),
            models.CheckConstraint(condition=~Q(mentee=F("mentor")), name="mentorship_two_people"),
            models.CheckConstraint(
                condition=Q(purpose="") | Q(is_primary=False), name="mentorship_panel_is_beside_primary"
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(opened_on=None) | Q(ended_on__gte=F("opened_on")),
                name="mentorship_ends_after_start",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["institution", "mentor", "state"])]

    def waits_for(self, person_id: UUID) -> bool:
        """Tell whether the pair waits for the answer of this one of its two people."""
        asked: dict[str, UUID] = {State.OFFERED: self.mentor_id, State.ACCEPTED: self.mentee_id}
        return asked.get(self.state) == person_id

    @property
    def is_running(self) -> bool:
        return self.state in RUNNING

    @property
    def is_over(self) -> bool:
        return self.state not in OPEN

    @property
    def is_on_panel(self) -> bool:
        """Tell whether the mentor sits on the mentee's panel, beside the one whom a match looks for."""
        return bool(self.purpose)

    def __str__(self) -> str:
        return f"{self.mentee_id} with {self.mentor_id}, {self.state}"


# What `Mentorship.is_on_panel` denies, for queries: a match, coverage and what is due know these pairs alone.
NOT_ON_PANEL = Q(purpose="")
# What was taken back before anybody was told never was a pair: no list and no figure knows it.
NEVER_WAS = Q(end_reason=EndReason.WITHDRAWN)


class MentorLoad(InstitutionRecord):
    """How many places of a mentor are taken, over all programs. It exists so that the database refuses overload."""

    mentor = models.OneToOneField("people.Person", on_delete=models.CASCADE, related_name="+")
    active = models.PositiveSmallIntegerField(default=0)
    capacity = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(active__lte=F("capacity")), name="mentor_load_within_capacity")
        ]

    def __str__(self) -> str:
        return f"{self.active} of {self.capacity}"


class Pause(InstitutionRecord):
    """Days of a pair that don't count, from one until before another; open while the pause lasts."""

    mentorship = models.ForeignKey(Mentorship, on_delete=models.CASCADE, related_name="pauses")
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["mentorship"], condition=Q(to_on=None), name="pause_one_open_a_pair"
            ),
            models.CheckConstraint(
                condition=Q(to_on=None) | Q(to_on__gte=F("from_on")), name="pause_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mentorship_id} from {self.from_on}"
