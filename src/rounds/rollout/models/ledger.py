"""What the office keeps itself, because no figure knows it: its hours, reports of harm, and what it asks of the dean."""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rounds.core.clock import now
from rounds.core.models import InstitutionRecord
from rounds.programs.models import Program
from rounds.rollout.enums import Answer, Asked, HarmState


class OfficeHours(InstitutionRecord):
    """Hours that the office worked for a program up to a day; a mistake is written back, never changed."""

    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="+")
    worked_on = models.DateField(_("until which day"))
    hours = models.DecimalField(_("hours"), max_digits=6, decimal_places=2)
    entered_by = models.CharField(max_length=200)
    entered_at = models.DateTimeField(default=now)
    entry_id = models.UUIDField(default=uuid4)

    class Meta:
        verbose_name = _("hours of the office")
        ordering: ClassVar = ["-worked_on", "-entered_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["program", "entry_id"], name="office_hours_entered_once"),
            models.CheckConstraint(condition=~Q(hours=0), name="office_hours_not_0"),
        ]

    def __str__(self) -> str:
        return f"hours of {self.program_id}"


class HarmReport(InstitutionRecord):
    """The day of a report of harm, and whether it is answered: no name, no word of what happened."""

    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="+")
    heard_on = models.DateField(_("came in on"))
    state = models.CharField(max_length=10, choices=HarmState.choices, default=HarmState.OPEN)
    state_on = models.DateField(null=True)
    state_by = models.CharField(max_length=200, blank=True)
    entered_by = models.CharField(max_length=200)
    entered_at = models.DateTimeField(default=now)
    entry_id = models.UUIDField(default=uuid4)

    class Meta:
        verbose_name = _("report of harm")
        ordering: ClassVar = ["-heard_on", "-entered_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["program", "entry_id"], name="harm_report_entered_once")
        ]

    def __str__(self) -> str:
        return f"report of {self.program_id}"


class DeanAsk(InstitutionRecord):
    """Something that is asked of the dean: how much of what, for what, by when. Its words never change."""

    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(_("what is asked"), max_length=10, choices=Asked.choices)
    # dollars, shares of a post or hours; none of a signature
    amount = models.DecimalField(_("how much"), max_digits=11, decimal_places=2, null=True, blank=True)
    words = models.CharField(_("for what"), max_length=300)
    otherwise = models.CharField(_("if not"), max_length=300, blank=True)
    due_on = models.DateField(_("by"))
    written_by = models.CharField(max_length=200)
    written_at = models.DateTimeField(default=now)
    entry_id = models.UUIDField(default=uuid4)
    answer = models.CharField(max_length=10, choices=Answer.choices, blank=True)
    answered_on = models.DateField(null=True)
    answered_by = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("something asked of the dean")
        ordering: ClassVar = ["due_on", "written_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["program", "entry_id"], name="dean_ask_entered_once"),
            models.CheckConstraint(
                condition=Q(what="signature", amount=None) | (~Q(what="signature") & Q(amount__gt=0)),
                name="dean_ask_has_an_amount",
            ),
        ]

    def __str__(self) -> str:
        return f"ask of {self.program_id}"
