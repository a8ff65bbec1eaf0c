"""Certificates: what somebody has earned by a rule, with an address at which anybody may check it."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from rounds.core.clock import now
from rounds.core.models import InstitutionRecord
from rounds.development.enums import Honor
from rounds.people.models import Person


class Certificate(InstitutionRecord):
    """One certificate as it was issued; it can be withdrawn with a reason, and is never changed otherwise."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    honor = models.CharField(max_length=20, choices=Honor.choices)
    # of which year or count it is, so that nobody gets the same twice
    of = models.CharField(max_length=20)
    name = models.CharField(max_length=200)
    words = models.CharField(max_length=300)
    earned_on = models.DateField()
    code = models.CharField(max_length=32)
    issued_by = models.CharField(max_length=200)
    issued_at = models.DateTimeField(default=now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_because = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("certificate")
        ordering: ClassVar = ["-earned_on", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "honor", "of"],
                condition=models.Q(withdrawn_at=None),
                name="certificate_once",
            ),
            models.UniqueConstraint(fields=["code"], name="certificate_code_once"),
        ]

    def __str__(self) -> str:
        return f"{self.honor} {self.of} of {self.person_id}"
