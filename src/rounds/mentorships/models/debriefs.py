"""What the two wrote after a rotation of the mentee; nobody else reads it, nor learns that it is there."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q

from rounds.core.clock import now
from rounds.core.models import SealedRecord
from rounds.mentorships.models.conversations import Conversation
from rounds.mentorships.models.pairs import Mentorship

# Under this key the sealed value of a debrief holds what it said before.
FORMER = "former"


@dataclass(frozen=True)
class FormerAnswers:
    """What a debrief said until it was changed."""

    until: datetime
    answers: dict[str, str]


class Debrief(SealedRecord):
    """A debrief of a rotation: held, with what was written to the prompts, or let go by one of the two.

    Both have read what it said, so a change keeps that: sealed beside the answers, the oldest first.
    """

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
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(null=True, blank=True)

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

    @property
    def answers(self) -> dict[str, str]:
        """Return what it says to each prompt. Whoever asks has found the row for its reader."""
        return {key: text for key, text in self.opened().items() if key != FORMER}

    @property
    def former(self) -> list[FormerAnswers]:
        """Return what it said before, the oldest first."""
        kept = self.opened().get(FORMER, ())
        return [FormerAnswers(datetime.fromisoformat(one["until"]), one["answers"]) for one in kept]

    def seal_answers(self, answers: dict[str, str], *, until: datetime) -> None:
        """Seal other answers, and beside them what it said until now."""
        kept = [*self.opened().get(FORMER, ()), {"until": until.isoformat(), "answers": self.answers}]
        self.seal_value({**answers, FORMER: kept})
