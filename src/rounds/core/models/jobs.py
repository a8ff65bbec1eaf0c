"""Work that goes on without a page."""

from typing import ClassVar

from django.db import models

from rounds.core.clock import now
from rounds.core.models.records import InstitutionRecord


class JobProgress(InstitutionRecord):
    """A job that somebody started, as its page shows it. What it does and its state are in the queue's
    own row, `task_id`; numbers and sentences here."""

    task_id = models.UUIDField(unique=True, null=True)
    title = models.CharField(max_length=200)
    # What it works on, so that its page can lead back there.
    subject_kind = models.CharField(max_length=60, blank=True)
    subject_id = models.UUIDField(null=True)
    by_user_id = models.UUIDField(null=True)
    by_person_id = models.UUIDField(null=True)
    by_name = models.CharField(max_length=200, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    message = models.CharField(max_length=300, blank=True)
    # The sentence for the one who started it, once it has failed for good.
    problem = models.CharField(max_length=500, blank=True)
    started_at = models.DateTimeField(default=now)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["subject_kind", "subject_id"])]


class WorkerBeat(models.Model):
    """A worker that is alive writes here every few seconds; one that stops writing has lost its jobs."""

    worker_id = models.CharField(max_length=64, primary_key=True)
    seen_at = models.DateTimeField()


class RecurringRun(models.Model):
    """Which slot of a recurring chore was taken last, so that two workers don't both take it."""

    name = models.CharField(max_length=80, primary_key=True)
    slot = models.BigIntegerField(default=-1)
    started_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=200, blank=True)
