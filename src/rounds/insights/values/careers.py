"""Careers in time: who stayed, who rose. People enter when we began to look, and are lost after eighteen months unseen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from rounds.evidence import Result
from rounds.evidence.facts.cohorts import Followed, follow
from rounds.evidence.times.curves import rmst_difference, survival
from rounds.evidence.times.incidence import incidence
from rounds.insights.values.facts import Career, Faculty
from rounds.insights.values.library import MEASURES
from rounds.insights.values.told import Told, rounded, told

YEAR = 365.25
HORIZONS = (1, 3, 5, 10)
STEPS_A_YEAR = 4
MEAN_WITHIN = 5.0  # years
LEFT, ROSE = 1, 2
ALL, WITH, WITHOUT = "Faculty", "With a mentor", "Without a mentor"
NONE_RECORDED = "None has been recorded yet, of anybody."
NO_HISTORY = (
    "No personnel history with those who left has been imported. Those who stayed tell nothing of who left."
)


def retention(faculty: Faculty, as_of: date) -> Told:
    """Return the share still here since appointment, with a mentor and without, in time."""
    followed = followed_of(faculty, as_of, with_rises=False)
    if isinstance(followed, str):
        return {"hidden": followed}
    everybody = [(one.entry, one.until, one.kind) for one in followed]
    arms = [_curve(WITH, _with_mentor(followed)), _curve(WITHOUT, _without(followed))]
    # one of two curves alone compares nothing: then everybody is drawn as one
    curves = arms if all("points" in one for one in arms) else [_curve(ALL, everybody), arms[0]]
    lost = sum(one.is_lost for one in followed)
    said = {**told(_survival(everybody)), "curves": curves, "lost": lost, "unit": "years"}
    return {**said, **_mean_time(followed)} if all("points" in one for one in arms) else said


def _mean_time(followed: Sequence[Followed]) -> dict[str, Any]:
    """Return how long each group was here within five years on average, and the difference; nothing where nobody can tell."""
    arms = [_without(followed), _with_mentor(followed)]
    spells = [spell for arm in arms for spell in arm]
    group = [number for number, arm in enumerate(arms) for _spell in arm]
    until, event, entry = _columns(spells)
    found = rmst_difference(until, event, group, MEAN_WITHIN, entry=entry)
    if found.is_refused:
        return {}
    kept = {
        name: [rounded(one.value), rounded(one.low), rounded(one.high)]
        for name, one in found.estimates.items()
    }
    return {"mean_time": {"within": MEAN_WITHIN, **kept}}


def promotion(faculty: Faculty, as_of: date) -> Told:
    """Return the share who have risen by each year, leaving competes."""
    return _first("promotion", "Risen", faculty, as_of)


def credential(faculty: Faculty, as_of: date) -> Told:
    """Return the share who have a first credential or degree by each year, leaving competes."""
    if not any(one.certified_on for one in faculty.careers):
        return {"hidden": NONE_RECORDED if faculty.observed_from else NO_HISTORY}
    as_rises = tuple(replace(one, promoted_on=one.certified_on) for one in faculty.careers)
    return _first("credential", "Certified", replace(faculty, careers=as_rises), as_of)


def _first(measure: str, label: str, faculty: Faculty, as_of: date) -> Told:
    followed = followed_of(faculty, as_of, with_rises=True)
    if isinstance(followed, str):
        return {"hidden": followed}
    least = MEASURES[measure].least
    if len(followed) < least:
        return {"hidden": f"hidden: fewer than {least}"}
    result = incidence(
        [one.until / YEAR for one in followed],
        [one.kind for one in followed],
        cause=ROSE,
        entry=[one.entry / YEAR for one in followed],
        at=[1, 3, 5],
    )
    spells = [(one.entry, one.until, one.kind) for one in followed]
    curve = None if result.is_refused else _drawn(label, result, spells, rival=LEFT)
    return {**told(result), "curves": [curve] if curve else [], "unit": "years"}


Spell = tuple[int, int, int]


def followed_of(faculty: Faculty, as_of: date, *, with_rises: bool) -> list[Followed] | str:
    """Return everybody's time, or why nothing can be said: those who stayed tell nothing of who left."""
    if faculty.observed_from is None:
        return NO_HISTORY
    since = faculty.observed_from
    found = [_follow(one, since, as_of, with_rises=with_rises) for one in faculty.careers]
    return [one for one in found if one is not None]


def _follow(one: Career, observed_from: date, as_of: date, *, with_rises: bool) -> Followed | None:
    exits: dict[int, date | None] = {LEFT: one.left_on}
    if with_rises:
        exits[ROSE] = one.promoted_on
    return follow(
        one.person,
        zero=one.appointed_on,
        observed_from=observed_from,
        as_of=as_of,
        sightings=one.sightings,
        exits=exits,
        joined_on=one.joined_on,
    )


def _with_mentor(followed: Sequence[Followed]) -> list[Spell]:
    return [(one.joined, one.until, one.kind) for one in followed if one.joined is not None]


def _without(followed: Sequence[Followed]) -> list[Spell]:
    """Return the time without a mentor: of who joins later, the days until then."""
    spells = [
        (one.entry, one.until, one.kind) if one.joined is None else (one.entry, one.joined, 0)
        for one in followed
    ]
    return [one for one in spells if one[1] > one[0]]


def _survival(spells: Sequence[Spell]) -> Result:
    until, event, entry = _columns(spells)
    return survival(until, event, entry=entry, at=HORIZONS)


def _columns(spells: Sequence[Spell]) -> tuple[list[float], list[int], list[float]]:
    return [one[1] / YEAR for one in spells], [one[2] for one in spells], [one[0] / YEAR for one in spells]


def _curve(label: str, spells: Sequence[Spell]) -> dict[str, Any]:
    """Return a curve, or why there is none."""
    least = MEASURES["retention"].least
    if len(spells) < least:
        return {"label": label, "hidden": f"hidden: fewer than {least}" if spells else "nobody yet"}
    if not any(event for _, _, event in spells):
        years = round(sum(until - entry for entry, until, _ in spells) / YEAR)
        return {
            "label": label,
            "hidden": f"nobody among {len(spells)} has left; added up they have worked here for {years} years",
        }
    result = _survival(spells)
    return {"label": label, "hidden": result.reason} if result.is_refused else _drawn(label, result, spells)


def _drawn(
    label: str, result: Result, spells: Sequence[Spell], *, rival: int | None = None
) -> dict[str, Any]:
    """Return a curve as it is drawn: a point a quarter, as far as ten are at risk, and the tallies of each year."""
    shown = [step for step in result.curve if step.at_risk >= 10]
    points: dict[float, list[float | None]] = {}
    for step in shown:
        quarter = -(-step.time * STEPS_A_YEAR // 1) / STEPS_A_YEAR
        points[quarter] = [quarter, *map(rounded, (step.value, step.low, step.high))]
    last = max(points, default=0.0)
    return {
        "label": label,
        "n": len(spells),
        "points": [points[time] for time in sorted(points)],
        "tallies": [_tally(year, spells, rival) for year in range(int(last) + 1)],
    }


def _tally(year: int, spells: Sequence[Spell], rival: int | None) -> list[int]:
    """Return who is followed at a year, what had happened by then, who could be followed no longer, and whom a rival took."""
    day = year * YEAR
    here = sum(entry <= day < until for entry, until, _ in spells)
    over = [kind for _, until, kind in spells if until <= day]
    censored, rivals = over.count(0), 0 if rival is None else over.count(rival)
    counts = [year, here, len(over) - censored - rivals, censored]
    return counts if rival is None else [*counts, rivals]
