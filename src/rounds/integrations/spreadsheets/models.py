"""Spreadsheets on their way in: sealed until they are written, and gone a day later."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from rounds.core.clock import now
from rounds.core.models import InstitutionRecord, SealedRecord
from rounds.integrations.spreadsheets.enums import ImportKind, ImportState


class SpreadsheetImport(SealedRecord):
    """One file that somebody wants to import. The sealed value holds the answers so far and what would happen."""

    kind = models.CharField(max_length=10, choices=ImportKind.choices)
    state = models.CharField(max_length=10, choices=ImportState.choices, default=ImportState.STAGED)
    # Plain ids: what was imported may outlive the cohort.
    cohort_id = models.UUIDField(null=True, blank=True)
    by_person_id = models.UUIDField(null=True)
    by_name = models.CharField(max_length=200, blank=True)
    file_name = models.CharField(_("file"), max_length=200)
    sheet_name = models.CharField(max_length=100, blank=True)
    header_digest = models.CharField(max_length=64)
    rows = models.PositiveIntegerField(default=0)
    columns = models.PositiveIntegerField(default=0)
    # How many rows create, update, skip, and are out; of those skipped, how many repeat a row or are nobody.
    counts = models.JSONField(default=dict)
    # False while a job still checks a large file.
    is_checked = models.BooleanField(default=False)
    # Counts up with every change, so that two windows don't overwrite each other.
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=now)
    written_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    # After this moment rows, answers and the way back are deleted.
    expires_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-created_at"]
        indexes: ClassVar = [
            models.Index(fields=["institution", "-created_at"]),
            models.Index(fields=["expires_at"]),
        ]

    @property
    def same(self) -> int:
        """Return how many rows say of somebody what is on record already."""
        return int(self.counts.get("skip", 0)) - self._not_used

    @property
    def stayed_out(self) -> int:
        """Return how many rows were not taken: they wait, repeat another row, or are nobody."""
        return int(self.counts.get("problem", 0)) + self._not_used

    @property
    def _not_used(self) -> int:
        return int(self.counts.get("repeated", 0)) + int(self.counts.get("nobody", 0))


class StagedRows(SealedRecord):
    """Some rows of a file, in order, sealed."""

    spreadsheet = models.ForeignKey(SpreadsheetImport, on_delete=models.CASCADE, related_name="parts")
    number = models.PositiveIntegerField()

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["spreadsheet", "number"], name="staged_rows_once")
        ]


class WayBack(SealedRecord):
    """What an import made and what was there before, for one kind of row; deleted after a day."""

    spreadsheet = models.ForeignKey(SpreadsheetImport, on_delete=models.CASCADE, related_name="ways_back")
    number = models.PositiveIntegerField()

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["spreadsheet", "number"], name="way_back_once")
        ]


class RememberedAnswers(InstitutionRecord):
    """What was decided about columns and foreign words, for the next file with the same columns.

    Without a kind it is what words mean in files with any columns.
    """

    kind = models.CharField(max_length=10, blank=True, choices=ImportKind.choices)
    header_digest = models.CharField(max_length=64)
    answers: Any = models.JSONField(default=dict)
    changed_at = models.DateTimeField(default=now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["institution", "kind", "header_digest"], name="remembered_once_per_header"
            )
        ]
