"""What is asked of an institution, in ten sections, and the figures that it rests on."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rounds.core.clock import now
from rounds.core.models import InstitutionRecord
from rounds.programs.models import Program
from rounds.rollout.enums import Kind, Status


class PitchDraft(InstitutionRecord):
    """The words of a program's pitch as they are written now."""

    program = models.OneToOneField(Program, on_delete=models.CASCADE, related_name="+")
    # number of the section -> text
    sections = models.JSONField(default=dict)
    # why no figure against us is in it
    one_sided = models.CharField(_("why nothing against it is shown"), max_length=300, blank=True)
    changed_at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return f"pitch of {self.program_id}"


class PitchFigure(InstitutionRecord):
    """One figure of a pitch: what it claims, where it is from, how well it is known."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="+")
    # of those that ship; empty: the office's own
    key = models.CharField(max_length=40, blank=True)
    section = models.PositiveSmallIntegerField(_("section"))
    claim = models.CharField(_("what it says"), max_length=300)
    value = models.CharField(_("value"), max_length=80, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    status = models.CharField(_("how well it is known"), max_length=20, choices=Status.choices)
    is_against = models.BooleanField(_("speaks against us"), default=False)
    is_shown = models.BooleanField(_("is in the pitch"), default=True)
    place = models.PositiveSmallIntegerField(default=0)
    changed_at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = _("figure of a pitch")
        ordering: ClassVar = ["section", "place", "claim"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["program", "key"], condition=~Q(key=""), name="pitch_figure_once"
            ),
            models.CheckConstraint(condition=Q(section__range=(1, 10)), name="pitch_section_1_to_10"),
            models.CheckConstraint(
                condition=Q(year=None) | Q(year__range=(1900, 2100)), name="pitch_year_1900_to_2100"
            ),
        ]

    def __str__(self) -> str:
        return self.claim


class DocumentVersion(InstitutionRecord):
    """A document as it was issued: its facts and their digest, never changed. A new version stands beside it."""

    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    number = models.PositiveSmallIntegerField()
    facts = models.JSONField()
    digest = models.CharField(max_length=64)
    issued_by = models.CharField(max_length=200)
    issued_at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = _("document")
        ordering: ClassVar = ["kind", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["program", "kind", "number"], name="document_version_once"),
            models.UniqueConstraint(fields=["program", "kind", "digest"], name="document_facts_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number} of {self.program_id}"
