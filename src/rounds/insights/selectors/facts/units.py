"""What units counted, as it was known at a moment."""

from datetime import date, datetime, timedelta

from django.db.models import Q

from rounds.core.dates import months_after
from rounds.insights.models import UnitPoint
from rounds.insights.values.facts import Month, Series


def series_until(as_of: date, until: datetime) -> tuple[Series, ...]:
    """Return each series with its months that were over by a day, as they were known at a moment."""
    last = months_after(as_of + timedelta(days=1), -1)  # the newest that may be over
    rows = UnitPoint.objects.filter(recorded_at__lte=until, month__lte=last)
    newer = Q(correction__isnull=False, correction__recorded_at__lte=until)
    found: dict[tuple[str, str], Series] = {}
    months: dict[tuple[str, str], list[Month]] = {}
    ordered = rows.exclude(newer).filter(withdrawn=False).select_related("series").order_by("month")
    for one in ordered:
        named = one.series
        key = (named.indicator, named.unit)
        found.setdefault(key, Series(named.unit, named.indicator, named.of, named.per, ()))
        months.setdefault(key, []).append(Month(one.month, one.count, one.size, one.is_baseline, one.note))
    return tuple(
        Series(one.unit, one.indicator, one.of, one.per, tuple(months[key]))
        for key, one in sorted(found.items())
    )
