"""From a pilot to more departments: why something differs, who comes next, and bundles from elsewhere."""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from rounds.core.clock import now
from rounds.core.models import InstitutionRecord
from rounds.programs.models import Program


class DifferenceReason(InstitutionRecord):
    """Why a setting of one program differs from another's, and on which evidence; it holds for these two values alone."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="+")
    pilot = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=80)
    # of what stood there on both sides
    digest = models.CharField(max_length=64)
    reason = models.CharField(_("why"), max_length=300)
    evidence = models.CharField(_("on which evidence"), max_length=300, blank=True)
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = _("reason of a difference")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["program", "pilot", "key", "digest"], name="difference_reason_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.key} of {self.program_id}"


class Wave(InstitutionRecord):
    """A department that comes next: who answers for it there, hours and places, and when its intake opens."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="+")
    department = models.CharField(_("department"), max_length=120)
    sponsor = models.CharField(_("who answers for it there"), max_length=120)
    hours = models.PositiveSmallIntegerField(_("mentors’ hours a month"))
    places = models.PositiveSmallIntegerField(_("places wanted"))
    found = models.PositiveSmallIntegerField(_("places found"), default=0)
    intake_on = models.DateField(_("intake opens"))
    entered_by = models.CharField(max_length=200)
    entered_at = models.DateTimeField(default=now)
    entry_id = models.UUIDField(default=uuid4)

    class Meta:
        verbose_name = _("next department")
        # by day: departments are not ranked
        ordering: ClassVar = ["intake_on", "department", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["program", "entry_id"], name="wave_entered_once")
        ]

    def __str__(self) -> str:
        return f"wave of {self.program_id}"


class Bundle(InstitutionRecord):
    """How a program is set up elsewhere, as it was brought: looked at first, then read in, once."""

    content = models.JSONField()
    digest = models.CharField(max_length=64)
    brought_by = models.CharField(max_length=200)
    brought_at = models.DateTimeField(default=now)
    program = models.ForeignKey(Program, on_delete=models.SET_NULL, null=True, related_name="+")
    read_by = models.CharField(max_length=200, blank=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("bundle of a program")
        ordering: ClassVar = ["-brought_at"]
        constraints: ClassVar = [models.UniqueConstraint("institution", "digest", name="bundle_once")]

    def __str__(self) -> str:
        return f"bundle {self.digest[:12]}"
