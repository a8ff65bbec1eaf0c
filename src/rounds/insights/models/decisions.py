"""What was decided at the end of a cycle, and on which figures it rested."""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from rounds.core.clock import now
from rounds.core.models import InstitutionRecord
from rounds.insights.models.figures import Cut
from rounds.programs.models import Cycle


class DecisionRecord(InstitutionRecord):
    """One decision about a cycle: what we saw, what changes and why, what stays, when we look again. Never changed."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="+")
    saw = models.TextField(_("what we saw"))
    changes = models.TextField(_("what changes, and why"))
    stays = models.TextField(_("what stays"))
    look_again_on = models.DateField(_("when we look again"))
    # The figures that were out when it was written: [measure, id, digest].
    cut = models.ForeignKey(Cut, on_delete=models.PROTECT, related_name="+", null=True)
    figures = models.JSONField(default=list)
    written_by = models.CharField(max_length=200)
    written_at = models.DateTimeField(default=now)
    # Made with the form, so that a form sent twice is one decision.
    entry_id = models.UUIDField(default=uuid4)

    class Meta:
        verbose_name = _("decision")
        ordering: ClassVar = ["-written_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["cycle", "entry_id"], name="decision_entered_once")
        ]
