"""How many exceptions to conflict rules stand, and how many wait for a second person."""

from django.db.models import Count, Q

from rounds.matching.models import ConflictException
from rounds.programs.enums import CycleState


def count_exceptions() -> dict[str, int]:
    """Return the exceptions of open cycles that stand and those that wait, over the institution."""
    rows = ConflictException.objects.filter(cohort__cycle__state=CycleState.OPEN).order_by()
    return rows.aggregate(
        stand=Count("id", filter=Q(confirmed_at__isnull=False)),
        waiting=Count("id", filter=Q(confirmed_at=None)),
    )
