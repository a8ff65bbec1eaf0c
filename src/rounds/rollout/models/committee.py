"""The steering committee of a program: who sits for what, when it met, what it decided."""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rounds.core.clock import now
from rounds.core.models import InstitutionRecord
from rounds.programs.models import Program
from rounds.rollout.enums import SitsFor


class Seat(InstitutionRecord):
    """A seat on the committee. It opens nothing in Rounds: who reads what is given elsewhere."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="+")
    sits_for = models.CharField(_("sits for"), max_length=20, choices=SitsFor.choices)
    name = models.CharField(_("name"), max_length=120)
    since_on = models.DateField(_("since"))
    until_on = models.DateField(_("until"), null=True, blank=True)
    entered_by = models.CharField(max_length=200)
    entered_at = models.DateTimeField(default=now)
    entry_id = models.UUIDField(default=uuid4)

    class Meta:
        verbose_name = _("seat on the committee")
        ordering: ClassVar = ["sits_for", "since_on", "entered_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["program", "entry_id"], name="seat_entered_once"),
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=F("since_on")), name="seat_ends_after_it_began"
            ),
        ]

    def __str__(self) -> str:
        return f"seat of {self.program_id}"


class CommitteeMeeting(InstitutionRecord):
    """A meeting: its agenda, and once it was held its minutes, written once and never changed."""

    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="+")
    held_on = models.DateField(_("day"))
    agenda = models.CharField(_("agenda"), max_length=2000)
    called_by = models.CharField(max_length=200)
    called_at = models.DateTimeField(default=now)
    entry_id = models.UUIDField(default=uuid4)
    present = models.CharField(_("who was there"), max_length=500, blank=True)
    minutes = models.CharField(_("minutes"), max_length=4000, blank=True)
    minuted_by = models.CharField(max_length=200, blank=True)
    minuted_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("meeting of the committee")
        ordering: ClassVar = ["-held_on", "-called_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["program", "entry_id"], name="meeting_called_once"),
            models.CheckConstraint(
                condition=Q(minuted_at=None, minutes="") | (Q(minuted_at__isnull=False) & ~Q(minutes="")),
                name="meeting_minuted_in_words",
            ),
        ]

    def __str__(self) -> str:
        return f"meeting of {self.program_id}"


class CommitteeDecision(InstitutionRecord):
    """What the committee decided, and why: never changed; a later one may supersede it."""

    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="+")
    meeting = models.ForeignKey(
        CommitteeMeeting, on_delete=models.PROTECT, null=True, related_name="decisions"
    )
    decided_on = models.DateField(_("day"))
    question = models.CharField(_("question"), max_length=300)
    options = models.CharField(_("what could have been decided"), max_length=1000)
    decision = models.CharField(_("decision"), max_length=500)
    why = models.CharField(_("why"), max_length=1000)
    supersedes = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="+")
    written_by = models.CharField(max_length=200)
    written_at = models.DateTimeField(default=now)
    entry_id = models.UUIDField(default=uuid4)

    class Meta:
        verbose_name = _("decision of the committee")
        ordering: ClassVar = ["-decided_on", "-written_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["program", "entry_id"], name="committee_decision_once")
        ]

    def __str__(self) -> str:
        return f"decision of {self.program_id}"
