"""What units count by month: rates, their median and whether the line shifted. Context of a program, never an outcome of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rounds.evidence.answers.series import run_chart
from rounds.insights.values.facts import Month, Series
from rounds.insights.values.told import Told, rounded

# so many of the last months; and so few that lie beside the median tell nothing of a shift
MONTHS, LEAST_BESIDE = 60, 10
NONE_IMPORTED = "No unit’s months have been imported yet."


def units(series: Sequence[Series]) -> Told:
    """Return each series with its median and its verdict."""
    found = [_told(one) for one in series if one.months]
    if not found:
        return {"hidden": NONE_IMPORTED}
    return {"series": found, "n": sum(len(one["rows"]) for one in found)}


def value_of(month: Month, per: int) -> float:
    """Return the rate of a month; its count where it is a part of nothing."""
    return month.count if month.size is None else per * month.count / month.size


def _told(one: Series) -> dict[str, Any]:
    months = sorted(one.months, key=lambda month: month.first)[-MONTHS:]
    values = [value_of(month, one.per) for month in months]
    # a baseline of one or two months is none
    marked = [month.is_baseline for month in months]
    baseline = marked if sum(marked) >= LEAST_BESIDE else None
    result = run_chart(values, baseline=baseline)
    numbers = {name: int(value) for name, value in sorted(result.numbers.items())}
    can_tell = not result.warnings and numbers["useful"] >= LEAST_BESIDE
    return {
        "unit": one.unit,
        "indicator": one.indicator,
        "of": one.of,
        "per": one.per,
        "rows": [
            [f"{month.first:%Y-%m}", month.count, month.size, rounded(value), month.note]
            for month, value in zip(months, values, strict=True)
        ],
        "baseline": sum(marked) if baseline else 0,
        "median": rounded(result["median"].value),
        "input_digest": result.input_digest,
        **numbers,
        "shifted": bool(numbers["shifted"]) if can_tell else None,
    }
