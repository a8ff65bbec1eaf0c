"""What the two wrote after a rotation of the mentee; nobody else reads it, nor learns that it is there."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from rounds.core.clock import now
from rounds.core.models import SealedRecord
from rounds.mentorships.models.conversations import Conversation
from rounds.mentorships.models.pairs import Mentorship


class Debrief(SealedRecord):
    """A debrief of a rotation: held, with what was written to the prompts, or let go by one of the two."""

    mentorship = models.ForeignKey(Mentorship, on_delete=models.PROTECT, related_name="debriefs")
    rotation = models.OneToOneField("programs.Rotation", on_delete=models.PROTECT, related_name="+")
    # The conversation that it was; none where it was let go.
    conversation = models.ForeignKey(
        Conversation, on_delete=models.PROTECT, related_name="debriefs", null=True, blank=True
    )
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)
    is_let_go = models.BooleanField(default=False)
    # Made with the form, so that a form sent twice is one row.
    entry_id = models.UUIDField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(is_let_go=True, conversation=None)
                | Q(is_let_go=False, conversation__isnull=False),
                name="debrief_held_or_let_go",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["mentorship", "at"])]

    def __str__(self) -> str:
        return f"of {self.rotation_id}"
