"""A program's roll-out: its two anchors, and what was said of each step."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rounds.core.clock import now
from rounds.core.models import InstitutionRecord
from rounds.people.models import Person
from rounds.programs.models import Program
from rounds.rollout.enums import Said


class Launch(InstitutionRecord):
    """The roll-out of one program, counted from its kick-off and from the end of its pilot."""

    program = models.OneToOneField(Program, on_delete=models.CASCADE, related_name="+")
    kickoff_on = models.DateField(_("kick-off"))
    ends_on = models.DateField(_("end of the pilot"))
    begun_at = models.DateTimeField(default=now)
    # where they were before the last move, until that is undone
    was_kickoff_on = models.DateField(null=True)
    was_ends_on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ends_on__gt=F("kickoff_on")), name="launch_ends_after_kickoff")
        ]

    def __str__(self) -> str:
        return f"roll-out of {self.program_id}"


class ChecklistItem(InstitutionRecord):
    """One step of a roll-out; what it is stands in `values.checklist` under its key, whether a fact shows it is derived."""

    launch = models.ForeignKey(Launch, on_delete=models.CASCADE, related_name="items")
    key = models.CharField(max_length=30)
    due_on = models.DateField(_("due"))
    # named by hand; empty: whoever holds the role
    owner_name = models.CharField(_("owner"), max_length=120, blank=True)
    said = models.CharField(max_length=10, choices=Said.choices, blank=True)
    # of a tick the note, of a document where it lies, of what was let go the reason
    words = models.CharField(max_length=500, blank=True)
    said_by = models.CharField(max_length=200, blank=True)
    said_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["due_on", "key"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["launch", "key"], name="checklist_item_once"),
            models.CheckConstraint(
                condition=Q(said="", words="") | (~Q(said="") & ~Q(words="")), name="checklist_said_in_words"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} of {self.launch_id}"


class LaunchTold(InstitutionRecord):
    """A day whose mail told somebody of a roll-out's steps: at most once a week."""

    launch = models.ForeignKey(Launch, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    told_on = models.DateField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["launch", "person", "told_on"], name="launch_told_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.launch_id} told on {self.told_on}"
