"""What the answers of different mentees say together of one mentor: an estimate with its interval, read by two and no others."""

from typing import ClassVar

from django.db import models

from rounds.core.models import InstitutionRecord
from rounds.insights.enums import HelpAnswer


class MentorSignal(InstitutionRecord):
    """One mentor's estimate out of one closed wave of a program; the mentor reads it first, and it goes after a year."""

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    program = models.ForeignKey("programs.Program", on_delete=models.CASCADE, related_name="+")
    # the wave with whose closing it came
    wave_id = models.UUIDField()
    # how many different mentees, how many mentors it is drawn toward
    n = models.PositiveSmallIntegerField()
    mentors = models.PositiveSmallIntegerField()
    # drawn toward the program's mean: never the plain mean
    value = models.FloatField()
    low = models.FloatField()
    high = models.FloatField()
    # whether it is sure enough, from enough mentees, to be called worth a conversation
    is_signal = models.BooleanField()
    as_of = models.DateField()
    # from when faculty developers read a signal, until when anybody reads it
    opens_on = models.DateField()
    until_on = models.DateField()
    # what the mentor says to a signal: after "not now" and "this is wrong" nobody else reads it
    said = models.CharField(max_length=10, choices=HelpAnswer.choices, blank=True)
    said_at = models.DateTimeField(null=True, blank=True)

    @property
    def is_closed(self) -> bool:
        """Tell whether the mentor has said that nothing is to follow from it."""
        return self.said in (HelpAnswer.NOT_NOW, HelpAnswer.WRONG)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "wave_id"], name="mentor_signal_once_a_wave")
        ]
