"""That somebody asks to be called: a row of its own, with a name, that knows of no survey."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from rounds.core.models import SealedRecord
from rounds.people.models import Person
from rounds.surveys.enums import CallTo


class CallRequest(SealedRecord):
    """One wish to be called, sealed with where and when; days only. No key leads to a request or an answer of a survey.

    So nothing here tells from which survey somebody came, or whether they came from one.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    # whose office, or whose faculty developers
    scope_id = models.UUIDField()
    to = models.CharField(max_length=10, choices=CallTo)
    asked_on = models.DateField()
    due_on = models.DateField()
    done_on = models.DateField(null=True, blank=True)
    done_by = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(done_on=None), name="call_one_open_a_person"
            ),
            models.CheckConstraint(
                condition=Q(done_on=None, done_by="") | Q(done_on__isnull=False) & ~Q(done_by=""),
                name="call_done_by_somebody",
            ),
        ]
