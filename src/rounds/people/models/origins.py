"""Who brought a person into the records: by it one person is told from two."""

from django.db import models

from rounds.core.clock import now
from rounds.core.models import InstitutionRecord
from rounds.people.enums import OriginKind
from rounds.people.models.people import Person


class Origin(InstitutionRecord):
    """`by` made a person's record, chose an address of theirs, or invited them. What setup brings has none."""

    # Without constraints of the database: an import that is taken back deletes its people by themselves.
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", db_constraint=False)
    by = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", db_constraint=False)
    kind = models.CharField(max_length=10, choices=OriginKind.choices)
    at = models.DateTimeField(default=now)
