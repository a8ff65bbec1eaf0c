"""What the institution says of mentoring in its rules of promotion: its own words, by department, in versions."""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rounds.core.clock import now
from rounds.core.models import InstitutionRecord
from rounds.rollout.enums import Prompt


class PromotionRule(InstitutionRecord):
    """One wording in one department: proposed, then adopted, in force from a day; another wording is a next version."""

    department = models.CharField(_("department"), max_length=120)
    prompt = models.CharField(_("about"), max_length=20, choices=Prompt.choices)
    version = models.PositiveSmallIntegerField(default=1)
    step = models.CharField(_("rank step"), max_length=120)
    words = models.CharField(_("wording"), max_length=1000)
    counts = models.CharField(_("what counts"), max_length=500)
    proposed_by = models.CharField(max_length=200)
    proposed_at = models.DateTimeField(default=now)
    entry_id = models.UUIDField(default=uuid4)
    adopted_on = models.DateField(_("adopted"), null=True)
    in_force_on = models.DateField(_("in force from"), null=True)
    adopted_by = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("rule of promotion")
        ordering: ClassVar = ["department", "prompt", "-version"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["institution", "department", "prompt", "version"], name="promotion_rule_version_once"
            ),
            models.UniqueConstraint("institution", "entry_id", name="promotion_rule_entered_once"),
            models.CheckConstraint(
                condition=Q(adopted_on=None, in_force_on=None)
                | Q(adopted_on__isnull=False, in_force_on__isnull=False),
                name="promotion_rule_adopted_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.prompt} in {self.department}"
