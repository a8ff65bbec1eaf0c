"""What came through the door of a closed wave, frozen."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from rounds.core.models import InstitutionRecord, SealedRecord
from rounds.surveys.enums import CommentState, WhySnapshot
from rounds.surveys.models.campaigns import Wave


class Publication(SealedRecord):
    """A wave whose figures are out. Sealed: the digest of the answers behind them; once those differ, nothing new comes out."""

    wave = models.OneToOneField(Wave, on_delete=models.PROTECT, related_name="publication")
    released_on = models.DateField()


class Snapshot(InstitutionRecord):
    """Every figure of a wave, shown or refused, as it was worked out once. The database never lets it change."""

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="snapshots")
    number = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=10, choices=WhySnapshot)
    # what a correction corrects
    words = models.CharField(max_length=300, blank=True)
    taken_on = models.DateField()
    figures = models.JSONField()
    digest = models.CharField(max_length=64)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["publication", "number"], name="snapshot_number_once"),
            models.CheckConstraint(
                condition=~Q(reason=WhySnapshot.CORRECTION) | ~Q(words=""),
                name="snapshot_correction_says_what",
            ),
        ]


class Comment(SealedRecord):
    """One comment, without whose it is: {"said": as written, "shown": as the office reads it}. Ids are random, so is their order."""

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="comments")
    item_key = models.CharField(max_length=40)
    state = models.CharField(max_length=10, choices=CommentState, default=CommentState.WAITING)
    read_by = models.CharField(max_length=200, blank=True)
    read_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state=CommentState.WAITING) | Q(read_on__isnull=False),
                name="comment_read_has_day",
            )
        ]
