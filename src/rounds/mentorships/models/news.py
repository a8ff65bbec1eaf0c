"""That the other one of a pair has done something that one would like to know of: once, on the home and by mail."""

from typing import ClassVar

from django.db import models

from rounds.core.clock import now
from rounds.core.models import InstitutionRecord
from rounds.mentorships.enums import NewsKind
from rounds.mentorships.models.pairs import Mentorship


class News(InstitutionRecord):
    """An answer that came, a question let go, words released, a conversation disputed: that it is so, no word of it."""

    mentorship = models.ForeignKey(Mentorship, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=NewsKind.choices)
    thing_id = models.UUIDField()
    at = models.DateTimeField(default=now)
    # The day on which the mail of the day told of it, and when its page was opened.
    told_on = models.DateField(null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "kind", "thing_id"], name="news_once")
        ]
        indexes: ClassVar = [models.Index(fields=["mentorship", "seen_at"])]

    def __str__(self) -> str:
        return f"{self.kind} for {self.person_id}"
