"""Who did what, chained so that no row changes unseen."""

from typing import ClassVar

from django.core.validators import RegexValidator
from django.db import models

from rounds.core.clock import now
from rounds.core.models.records import InstitutionRecord


class AuditEvent(models.Model):
    """Who did what, when. Appended and chained per institution; plain ids, no keys, no sensitive contents."""

    id = models.BigAutoField(primary_key=True)
    institution_id = models.UUIDField(null=True)
    number = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    action = models.CharField(max_length=80, validators=[RegexValidator(r"^[a-z_]+(\.[a-z_]+)+$")])
    by_user_id = models.UUIDField(null=True)
    by_person_id = models.UUIDField(null=True)
    by_name = models.CharField(max_length=200, blank=True)
    program_id = models.UUIDField(null=True)
    object_kind = models.CharField(max_length=60, blank=True)
    object_id = models.UUIDField(null=True)
    # Whose record it was, so that each person can read who opened what of theirs.
    about_person_id = models.UUIDField(null=True)
    facts = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["institution_id", "number"], name="audit_number_once")
        ]
        indexes: ClassVar = [
            models.Index(fields=["institution_id", "-number"]),
            models.Index(fields=["object_id"]),
            models.Index(fields=["institution_id", "about_person_id", "-number"]),
        ]


class AuditHead(models.Model):
    """Where an institution's chain ends: the row that writers lock. The nil id is the installation's own chain."""

    institution_id = models.UUIDField(primary_key=True)
    number = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="0" * 64)


class Opening(InstitutionRecord):
    """A thing that another wrote, opened by somebody: once a reader, thing and day, ids alone.

    Only the owner reads it. It is no audit event, since an auditor must not learn that the thing exists.
    """

    owner_person_id = models.UUIDField()
    reader_person_id = models.UUIDField()
    kind = models.CharField(max_length=20)
    thing_id = models.UUIDField()
    on = models.DateField()
    at = models.DateTimeField(default=now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["reader_person_id", "thing_id", "on"], name="opening_once_a_day")
        ]
        indexes: ClassVar = [models.Index(fields=["owner_person_id", "-at"])]
