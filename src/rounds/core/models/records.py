"""The kinds of rows that every table is: with a random id, of one institution, sealed."""

import uuid
from typing import Any, ClassVar, cast

from django.db import models

from rounds.core.clock import now
from rounds.core.database.scope import ScopedManager, current_institution_id
from rounds.core.encryption import seal, unseal

# First words of addresses that are not institutions.
RESERVED_SLUGS = frozenset(
    [
        "accounts",
        "admin",
        "answer",
        "api",
        "badges",
        "components",
        "demo",
        "drop",
        "feed",
        "healthz",
        "help",
        "lti",
        "mail",
        "media",
        "metrics",
        "public",
        "s",
        "saml",
        "scim",
        "sign-in",
        "static",
    ]
)


class Record(models.Model):
    """A row that an address may show: a random id."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)

    class Meta:
        abstract = True


class Institution(Record):
    """A hospital, health system or medical school: the tenant."""

    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=200)
    timezone = models.CharField(max_length=60, default="America/New_York")
    reply_to = models.EmailField(blank=True)
    # Rehearsal sends every message to the one who sends it.
    mail_is_live = models.BooleanField(default=False)
    # True for the invented institutions of the demo.
    is_invented = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=now)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(slug__in=sorted(RESERVED_SLUGS)), name="institution_slug_not_reserved"
            )
        ]

    def __str__(self) -> str:
        return self.name


class InstitutionRecord(Record):
    """A row of one institution. `objects` sees only the institution in scope; `everywhere` is for
    sign-in, migrations and the command line."""

    institution = models.ForeignKey(
        Institution, on_delete=models.CASCADE, related_name="+", default=current_institution_id
    )

    objects = ScopedManager()
    everywhere: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        abstract = True


class SealedRecord(InstitutionRecord):
    """A row with one encrypted JSON value: read by `opened()`, written by `seal_value()` before saving."""

    sealed = models.TextField()

    class Meta:
        abstract = True

    def seal_value(self, value: Any) -> None:
        self.sealed = seal(value, institution_id=cast(uuid.UUID, self.institution_id), row_id=self.id)

    def opened(self) -> Any:
        return unseal(self.sealed, institution_id=cast(uuid.UUID, self.institution_id), row_id=self.id)
