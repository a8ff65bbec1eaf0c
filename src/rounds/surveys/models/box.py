"""The sealed box: ballots that nobody can read, then answers that nobody can lead back to anybody.

From AnonymousAnswer and AnonymousText no key leads to a request or a person, and no column is finer than a day.
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from rounds.core.models import InstitutionRecord, SealedRecord
from rounds.surveys.enums import BoxKind, BoxState
from rounds.surveys.models.answering import Request
from rounds.surveys.models.campaigns import Wave


class Box(InstitutionRecord):
    """What the ballots of one wave are sealed for. Half of its key is here, half in a file; without both none opens."""

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="boxes")
    # no key to a person: a way from answers to people must not exist, not even to whom they speak of
    subject_id = models.UUIDField(null=True, blank=True)
    kind = models.CharField(max_length=10, choices=BoxKind, default=BoxKind.MAIN)
    state = models.CharField(max_length=10, choices=BoxState, default=BoxState.OPENING)
    public_key = models.BinaryField(default=b"")
    db_half = models.BinaryField(null=True)
    fingerprint = models.CharField(max_length=60, blank=True)
    # of the words that are answered; and the one length of all ballots
    version_digest = models.BinaryField(default=b"")
    length = models.PositiveIntegerField(default=0)
    opened_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    destroyed_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "boxes"
        constraints: ClassVar = [
            models.UniqueConstraint(
                "wave",
                "kind",
                condition=Q(subject_id=None) & ~Q(state=BoxState.LOST),
                name="box_once_a_wave",
            ),
            models.UniqueConstraint(
                fields=["wave", "kind", "subject_id"],
                condition=Q(subject_id__isnull=False) & ~Q(state=BoxState.LOST),
                name="box_once_a_subject",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[BoxState.OPEN, BoxState.RELEASED]) | Q(db_half=None),
                name="box_keeps_half_while_needed",
            ),
        ]


class Ballot(InstitutionRecord):
    """What one person sent, sealed. That it is theirs may be seen: nobody can read it, and once the key is gone nobody ever will."""

    request = models.OneToOneField(Request, on_delete=models.CASCADE, related_name="ballot")
    box = models.ForeignKey(Box, on_delete=models.CASCADE, related_name="ballots")
    sealed = models.BinaryField()


class Batch(InstitutionRecord):
    """The answers that were opened together."""

    box = models.ForeignKey(Box, on_delete=models.CASCADE, related_name="batches")
    number = models.PositiveSmallIntegerField(default=1)
    n = models.PositiveIntegerField()
    released_on = models.DateField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["box", "number"], name="batch_number_once")]


class AnonymousAnswer(SealedRecord):
    """What somebody answered, comments left out, with cuts that as many people share as the floor asks for."""

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="answers")
    # {cut: category}, as merged at release
    cuts = models.JSONField(default=dict, blank=True)


class AnonymousText(SealedRecord):
    """One comment. Nothing says with which answers it came: who is known by their style keeps their ratings."""

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="texts")
    item_key = models.CharField(max_length=40)


class BlindDraft(InstitutionRecord):
    """What somebody has answered so far, sealed with a key that their browser alone has; found by the digest of that key."""

    digest = models.CharField(max_length=64, unique=True)
    box = models.ForeignKey(Box, on_delete=models.CASCADE, related_name="drafts")
    sealed = models.BinaryField()
    day = models.DateField()
