"""What protects a pair's records in trouble: opening one thing in an emergency, and keeping all of it as it is."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from rounds.core.clock import now
from rounds.core.models import SealedRecord
from rounds.mentorships.enums import GlassDecision, GlassKind
from rounds.mentorships.models.pairs import Mentorship


def _person(**options: Any) -> models.ForeignKey[Any, Any]:
    return models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+", **options)


class BreakGlass(SealedRecord):
    """One thing of a pair that somebody asks to open in an emergency; who asked and who agreed are two people.

    Sealed is why, and, when the two are told later, who of counsel said that notice would do harm. Never a private note.
    """

    mentorship = models.ForeignKey(Mentorship, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=GlassKind.choices)
    # The agreement's version, or the conversation that notes for both are about.
    thing_id = models.UUIDField()
    asked_by = _person()
    asked_at = models.DateTimeField(default=now)
    decision = models.CharField(max_length=10, choices=GlassDecision.choices, default=GlassDecision.OPEN)
    decided_by = _person(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    # Until then it is open to whoever asked.
    open_until = models.DateTimeField(null=True, blank=True)
    # The two are told at once, or on this day.
    tell_on = models.DateField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)
    # Made with the form, so that a form sent twice is one row.
    entry_id = models.UUIDField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["asked_by", "entry_id"], name="break_glass_asked_once"),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by")), name="break_glass_two_people"
            ),
            models.CheckConstraint(
                condition=~Q(decision=GlassDecision.AGREED)
                | Q(decided_by__isnull=False, open_until__isnull=False),
                name="break_glass_open_was_agreed",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["institution", "decision"])]

    def __str__(self) -> str:
        return f"{self.kind} of {self.mentorship_id}"

    @property
    def is_open(self) -> bool:
        """Tell whether it can be read now."""
        return (
            self.decision == GlassDecision.AGREED and self.open_until is not None and now() < self.open_until
        )


class PreservationHold(SealedRecord):
    """Since when, and until when, nothing that a pair wrote may be lost. It opens nothing. Sealed is why."""

    mentorship = models.ForeignKey(Mentorship, on_delete=models.PROTECT, related_name="+")
    asked_by = _person()
    from_at = models.DateTimeField(default=now)
    lifted_by = _person(null=True, blank=True)
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["mentorship"], condition=Q(lifted_at=None), name="hold_one_a_pair"
            ),
        ]

    def __str__(self) -> str:
        return f"hold of {self.mentorship_id}"


class KeptText(SealedRecord):
    """What a row said before it was changed or removed while a hold was on. Sealed is what it said, as it was sealed.

    What both share can be read by who opens it together with a second person; the rest is read by nobody.
    """

    hold = models.ForeignKey(PreservationHold, on_delete=models.CASCADE, related_name="kept")
    # The model's name and the row's id: the row itself may be gone.
    kind = models.CharField(max_length=30)
    row_id = models.UUIDField()
    author = _person(null=True, blank=True)
    is_shared = models.BooleanField(default=False)
    is_removed = models.BooleanField(default=False)
    kept_at = models.DateTimeField(default=now)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["hold", "kept_at"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.row_id}"
