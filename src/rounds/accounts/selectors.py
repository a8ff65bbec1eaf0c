"""Reads of what waits to be confirmed."""

from collections.abc import Collection
from uuid import UUID

from rounds.accounts.enums import ChangeKind, Decision
from rounds.accounts.models import PendingChange
from rounds.core.clock import now
from rounds.core.database.bulk_rows import among


def closings_asked(people: Collection[UUID]) -> set[UUID]:
    """Return the people whose sign-in somebody has asked to close."""
    waiting = PendingChange.objects.filter(
        person_id__in=among(people), kind=ChangeKind.CLOSING, decision=Decision.OPEN, expires_at__gt=now()
    )
    return set(waiting.values_list("person_id", flat=True))
