"""Months of units that a sheet brings: the same month of the same series is one, what differs takes its place, the rest changes nothing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction

from rounds.insights.models import UnitPoint, UnitSeries
from rounds.insights.values.facts import Month

MANY = 500


@dataclass(frozen=True)
class Named:
    """Which series a month is of; `of` and `per` say what a rate is of."""

    unit: str
    indicator: str
    of: str = ""
    per: int = 1

    @property
    def key(self) -> tuple[str, str]:
        """Return what makes a series one: unit and indicator, however they are written."""
        return self.unit.casefold(), self.indicator.casefold()


@dataclass(frozen=True)
class MonthBrought:
    """One month of a sheet."""

    series: Named
    month: Month


@dataclass
class MonthChanges:
    """What a sheet would add: months that are new, and months that it says otherwise, each with the row it follows."""

    new: list[MonthBrought] = field(default_factory=list)
    corrected: list[tuple[MonthBrought, UnitPoint]] = field(default_factory=list)
    unchanged: int = 0


def known_series() -> dict[tuple[str, str], UnitSeries]:
    """Return every series of the institution by unit and indicator."""
    return {(one.unit.casefold(), one.indicator.casefold()): one for one in UnitSeries.objects.all()}


def month_changes(rows: Sequence[MonthBrought]) -> MonthChanges:
    """Return what a sheet would add; nothing is written."""
    there, found = _latest({one.series.key for one in rows}), MonthChanges()
    for one in {(row.series.key, row.month.first): row for row in rows}.values():
        last = there.get((*one.series.key, one.month.first))
        if last is None:
            found.new.append(one)
        elif not last.withdrawn and _says(last, one.month):
            found.unchanged += 1
        else:
            found.corrected.append((one, last))
    return found


@transaction.atomic
def bring_months(rows: Sequence[MonthBrought], *, import_id: UUID | None = None) -> MonthChanges:
    """Write what a sheet brings. The same sheet twice changes nothing."""
    found, series = month_changes(rows), known_series()
    for one in rows:
        if one.series.key not in series:
            named = one.series
            series[named.key] = UnitSeries.objects.create(
                unit=named.unit, indicator=named.indicator, of=named.of, per=named.per
            )
    made = [(one, None) for one in found.new] + [(one, last) for one, last in found.corrected]
    UnitPoint.objects.bulk_create(
        [
            UnitPoint(
                series=series[one.series.key], import_id=import_id, corrects=last, **_columns(one.month)
            )
            for one, last in made
        ],
        batch_size=MANY,
    )
    return found


@transaction.atomic
def take_back_months(way: Mapping[str, Any]) -> int:
    """Undo an import by further rows: what it added is taken back, what it said otherwise says again what it said before.

    Return how many stay, because a newer sheet has said otherwise since.
    """
    if "outcomes" not in way:
        return 0
    rows = UnitPoint.objects.filter(import_id=UUID(way["outcomes"]))
    live = list(rows.filter(correction=None).select_related("corrects"))
    UnitPoint.objects.bulk_create([_back(one) for one in live], batch_size=MANY)
    return rows.count() - len(live)


def _back(one: UnitPoint) -> UnitPoint:
    before = one.corrects or one
    said = {name: getattr(before, name) for name in ("month", "count", "size", "is_baseline", "note")}
    gone = one.corrects is None or before.withdrawn
    made: UnitPoint = UnitPoint(series_id=one.series_id, corrects=one, withdrawn=gone, **said)
    return made


def _says(last: UnitPoint, month: Month) -> bool:
    return all(getattr(last, name) == value for name, value in _columns(month).items())


def _columns(month: Month) -> dict[str, Any]:
    return {
        "month": month.first,
        "count": month.count,
        "size": month.size,
        "is_baseline": month.is_baseline,
        "note": month.note,
    }


def _latest(keys: Iterable[tuple[str, str]]) -> dict[tuple[Any, ...], UnitPoint]:
    """Return the last row of each month of some series."""
    wanted = set(keys)
    ids = [one.id for key, one in known_series().items() if key in wanted]
    rows = UnitPoint.objects.filter(series_id__in=ids, correction=None).select_related("series")
    return {(one.series.unit.casefold(), one.series.indicator.casefold(), one.month): one for one in rows}
