"""Awards by jury: a round with its day, its jury, nominations that only nominator and jury read, and voices."""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rounds.core.clock import now
from rounds.core.models import InstitutionRecord, SealedRecord
from rounds.development.enums import Honor, Voice
from rounds.people.models import Person


class AwardRound(InstitutionRecord):
    """One award of one year: nominations up to a day, then the voices of its jury, then it is decided, once."""

    award = models.CharField(_("award"), max_length=20, choices=Honor.choices)
    year = models.CharField(_("year"), max_length=4)
    closes_on = models.DateField(_("nominations until"))
    opened_by = models.CharField(max_length=200)
    opened_at = models.DateTimeField(default=now)
    decided_at = models.DateTimeField(null=True)
    called_off_at = models.DateTimeField(null=True)
    entry_id = models.UUIDField(default=uuid4)

    class Meta:
        verbose_name = _("award")
        ordering: ClassVar = ["-opened_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["institution", "entry_id"], name="award_opened_once"),
            models.UniqueConstraint(
                fields=["institution", "award", "year"],
                condition=Q(called_off_at=None),
                name="award_once_a_year",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_award_display()} {self.year}"

    @property
    def is_open(self) -> bool:
        return self.decided_at is None and self.called_off_at is None


class JurySeat(InstitutionRecord):
    """A seat on the jury of one award."""

    round = models.ForeignKey(AwardRound, on_delete=models.CASCADE, related_name="seats")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("seat on a jury")
        constraints: ClassVar = [models.UniqueConstraint(fields=["round", "person"], name="jury_seat_once")]

    def __str__(self) -> str:
        return f"seat of {self.round_id}"


class Nomination(SealedRecord):
    """Somebody nominated by one of their own pair. Sealed: why. Nominator and jury read it, until it is decided."""

    round = models.ForeignKey(AwardRound, on_delete=models.CASCADE, related_name="nominations")
    nominee = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    nominator = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField(default=now)
    withdrawn_at = models.DateTimeField(null=True)
    entry_id = models.UUIDField(default=uuid4)

    class Meta:
        verbose_name = _("nomination")
        ordering: ClassVar = ["made_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["round", "nominee", "nominator"],
                condition=Q(withdrawn_at=None),
                name="nominated_once_by_each",
            ),
            models.UniqueConstraint(fields=["nominator", "entry_id"], name="nomination_sent_once"),
        ]

    def __str__(self) -> str:
        return f"nomination {self.id}"


class JuryVoice(InstitutionRecord):
    """What one of the jury says of one nominee."""

    seat = models.ForeignKey(JurySeat, on_delete=models.CASCADE, related_name="voices")
    nominee = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    says = models.CharField(max_length=10, choices=Voice.choices)
    said_at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = _("voice of a jury")
        constraints: ClassVar = [models.UniqueConstraint(fields=["seat", "nominee"], name="jury_voice_once")]

    def __str__(self) -> str:
        return f"voice of {self.seat_id}"
