"""Who asked to be left out of outcomes: taken out a week later, and nothing is recorded of them from then on."""

from typing import ClassVar

from django.db import models

from rounds.core.models import InstitutionRecord
from rounds.people.models import Person


class LeftOut(InstitutionRecord):
    """Somebody's wish to be in no outcome. Until `due_on` it can be taken back; once done it cannot."""

    person = models.ForeignKey(Person, on_delete=models.SET_NULL, related_name="+", null=True)
    asked_on = models.DateField()
    # who entered it: the person, or the office for them
    asked_by = models.CharField(max_length=200)
    due_on = models.DateField()
    done_at = models.DateTimeField(null=True)
    # how many rows of outcomes became those of nobody
    outcomes = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["person"], name="left_out_once")]
