"""Which cycles' outcomes are closed, to whoever asks: no target may be chosen after looking."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from rounds.insights.models import OutcomeSeal
from rounds.insights.values.library import MEASURES, OUTCOME_FLOOR

SEALED = "closed: the objectives of this cycle are not locked yet"
# What a cycle is judged by; what pairs do (contact, agreements, hours) is never closed.
OUTCOMES = frozenset(key for key, one in MEASURES.items() if one.least == OUTCOME_FLOOR and one.is_of_program)


def closed_cycles(cycle_ids: Collection[UUID]) -> set[UUID]:
    """Return the cycles whose outcomes are closed."""
    rows = OutcomeSeal.objects.filter(cycle_id__in=list(cycle_ids), opened_at=None)
    return set(rows.values_list("cycle_id", flat=True))


def is_closed_in(program_id: UUID | None) -> bool:
    """Tell whether the outcomes of a cycle of a program are closed."""
    if program_id is None:
        return False
    return bool(OutcomeSeal.objects.filter(cycle__program_id=program_id, opened_at=None).exists())


def seal_of(cycle_id: UUID) -> OutcomeSeal | None:
    """Return the seal of a cycle; None where none was ever closed."""
    found: OutcomeSeal | None = OutcomeSeal.objects.filter(cycle_id=cycle_id).first()
    return found
