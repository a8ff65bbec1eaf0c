"""What people agreed to show on the page of thanks, item by item, for two years, until they withdraw it."""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rounds.core.clock import now
from rounds.core.models import InstitutionRecord
from rounds.development.models.recognition import Certificate
from rounds.people.models import Person


class Shown(InstitutionRecord):
    """One item somebody agreed to: a certificate or a story, with the name or without, with words or without."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    # none: a story of their own
    certificate = models.ForeignKey(
        Certificate, on_delete=models.CASCADE, related_name="+", null=True, blank=True
    )
    with_name = models.BooleanField(_("with your name"), default=True)
    words = models.CharField(_("your words"), max_length=400, blank=True)
    agreed_at = models.DateTimeField(default=now)
    until_on = models.DateField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    # words are public once a faculty developer has read them
    read_by = models.CharField(max_length=200, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    entry_id = models.UUIDField(default=uuid4)

    class Meta:
        verbose_name = _("item of the page of thanks")
        ordering: ClassVar = ["-agreed_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "entry_id"], name="shown_entered_once"),
            models.UniqueConstraint(
                fields=["certificate"],
                condition=Q(withdrawn_at=None) & ~Q(certificate=None),
                name="certificate_shown_once",
            ),
            models.CheckConstraint(condition=~Q(certificate=None, words=""), name="shown_says_something"),
        ]

    def __str__(self) -> str:
        return f"shown of {self.person_id}"
