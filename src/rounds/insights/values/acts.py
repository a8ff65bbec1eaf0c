"""What may happen again and again: seats, quality projects, grants, counted over the years with a mentor and without."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from rounds.evidence import Result
from rounds.evidence.answers.rates import rate, rate_ratio
from rounds.evidence.facts.cohorts import Followed
from rounds.insights.enums import Kind
from rounds.insights.values.careers import NONE_RECORDED, WITH, WITHOUT, YEAR, followed_of
from rounds.insights.values.facts import Career, Faculty
from rounds.insights.values.library import MEASURES
from rounds.insights.values.told import Told, rounded, told

ACTS = {
    "roles": Kind.ROLE,
    "seats": Kind.SEAT,
    "qi": Kind.QI_SUBMITTED,
    "proposals": Kind.PROPOSAL,
    "grants": Kind.GRANT_AWARDED,
}
PER = 100.0


def acts(measure: str, faculty: Faculty, as_of: date) -> Told:
    """Return how often it happened in 100 years of working here, with a mentor and without."""
    followed = followed_of(faculty, as_of, with_rises=False)
    if isinstance(followed, str):
        return {"hidden": followed}
    if not any(what == ACTS[measure] for one in faculty.careers for what, _day in one.acts):
        return {"hidden": NONE_RECORDED}  # nothing entered is not nothing done
    careers = {one.person: one for one in faculty.careers}
    rows = [
        _row(measure, label, followed, careers, mentored)
        for label, mentored in ((WITH, True), (WITHOUT, False))
    ]
    if all("hidden" in row for row in rows):
        return {"hidden": rows[0]["hidden"]}
    counts: list[Any] = [one for row in rows for one in (row.get("events", 0), row.get("years", 0.0))]
    ratio = told(rate_ratio(*counts))
    ratio.pop("hidden", None)  # each rate stands without the ratio
    return {**ratio, "rows": rows, "n": len(followed)}


def acts_between(career: Career, kind: str, first: int, last: int) -> int:
    """Return how often it happened to somebody on days [first, last) since the appointment."""
    begins, ends = (career.appointed_on + timedelta(days=day) for day in (first, last))
    return sum(what == kind and begins <= day < ends for what, day in career.acts)


def _row(
    measure: str, label: str, followed: Sequence[Followed], careers: dict[str, Career], mentored: bool
) -> dict[str, Any]:
    """Return the rate of one group, or why it is hidden."""
    spells = [(one.person, *_spell(one, mentored)) for one in followed]
    spells = [one for one in spells if one[2] > one[1]]
    least = MEASURES[measure].least
    if len(spells) < least:
        return {"label": label, "hidden": f"hidden: fewer than {least}"}
    events = sum(acts_between(careers[who], ACTS[measure], first, last) for who, first, last in spells)
    years = sum(last - first for _, first, last in spells) / YEAR
    found: Result = rate(events, years, per=PER)
    if found.is_refused:
        return {"label": label, "hidden": found.reason}
    one = found["rate"]
    ends = {"value": rounded(one.value), "low": rounded(one.low), "high": rounded(one.high)}
    return {"label": label, "n": len(spells), "events": events, "years": rounded(years), **ends}


def _spell(one: Followed, mentored: bool) -> tuple[int, int]:
    joined = one.until if one.joined is None else one.joined
    return (joined, one.until) if mentored else (one.entry, joined)
