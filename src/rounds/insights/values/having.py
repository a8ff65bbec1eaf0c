"""Shares that are plain counts: agreements and answers in time, targets met, who stayed on after training."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from rounds.evidence.answers.pooling import random_effects
from rounds.evidence.answers.shares import share
from rounds.insights.enums import Kind
from rounds.insights.values.careers import NONE_RECORDED
from rounds.insights.values.facts import Career, Faculty, Graduate, InTime
from rounds.insights.values.library import OUTCOME_FLOOR, PROCESS_FLOOR
from rounds.insights.values.told import Told, rounded, told

YEAR, TWO_YEARS = timedelta(days=365), timedelta(days=730)
SMALL = "hidden: fewer than {least}"


def in_time(one: InTime, nothing: str) -> Told:
    """Return the share that happened in time; nothing of fewer pairs than five."""
    if not one.of:
        return {"hidden": nothing}
    if one.pairs < PROCESS_FLOOR:
        return {"hidden": SMALL.format(least=PROCESS_FLOOR)}
    return {**told(share(one.some, one.of)), "counts": [one.of, one.some], "pairs": one.pairs}


def met_targets(faculty: Faculty, as_of: date) -> Told:
    """Return how many quality projects met the target written beforehand, a year after they were submitted or later."""
    found = [_projects(one, as_of) for one in faculty.careers]
    submitted, ended, met = (sum(one[place] for one in found) for place in range(3))
    people = sum(bool(one[0]) for one in found)
    if not submitted:
        return {"hidden": NONE_RECORDED}
    if min(submitted, people) < OUTCOME_FLOOR:
        return {"hidden": SMALL.format(least=OUTCOME_FLOOR)}
    return {**told(share(met, submitted)), "counts": [submitted, ended, met], "people": people}


def _projects(one: Career, as_of: date) -> tuple[int, int, int]:
    """Return of a person's projects of a year ago or more how many there are, have ended, and met their target."""
    days = {
        what: sorted(day for kind, day in one.acts if kind == what and day <= as_of)
        for what in (Kind.QI_SUBMITTED, Kind.QI_COMPLETED, Kind.QI_MET)
    }
    ripe = [day for day in days[Kind.QI_SUBMITTED] if day <= as_of - YEAR]
    met = _taken(ripe, days[Kind.QI_MET])
    return len(ripe), max(met, _taken(ripe, days[Kind.QI_COMPLETED])), met


def _taken(begun: Sequence[date], ends: Sequence[date]) -> int:
    """Return to how many beginnings an end belongs: each end to the earliest that came before it and has none."""
    place = 0
    for end in ends:
        if place < len(begun) and begun[place] <= end:
            place += 1
    return place


def stayed_on(graduates: Sequence[Graduate], as_of: date) -> Told:
    """Return who became faculty here within two years of their training, by program, and the mean of the programs."""
    ripe = [one for one in graduates if one.ended_on <= as_of - TWO_YEARS]
    if len(ripe) < OUTCOME_FLOOR:
        return {
            "hidden": SMALL.format(least=OUTCOME_FLOOR)
            if ripe
            else "Nobody’s training ended here so long ago."
        }
    programs: dict[str, list[Graduate]] = {}
    for one in ripe:
        programs.setdefault(one.program, []).append(one)
    rows = [_row(name, found) for name, found in sorted(programs.items())]
    rows = _hidden_by_two(rows)
    mean = _mean_of(rows)
    return {**told(share(sum(map(_stayed, ripe)), len(ripe))), "rows": rows, "n": len(ripe), **mean}


def _stayed(one: Graduate) -> bool:
    return one.faculty_on is not None and one.faculty_on <= one.ended_on + TWO_YEARS


def _row(name: str, found: Sequence[Graduate]) -> dict[str, Any]:
    if len(found) < OUTCOME_FLOOR:
        return {"label": name, "hidden": SMALL.format(least=OUTCOME_FLOOR), "n": len(found)}
    stayed = sum(map(_stayed, found))
    one = share(stayed, len(found))["share"]
    ends = {"value": rounded(one.value), "low": rounded(one.low), "high": rounded(one.high)}
    return {"label": name, "n": len(found), "stayed": stayed, **ends}


def _hidden_by_two(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return rows without the sizes of hidden ones; one that is hidden alone takes the smallest other one along.

    From the whole and the others it would follow.
    """
    hidden = [row for row in rows if "hidden" in row]
    shown = sorted((row for row in rows if "hidden" not in row), key=lambda row: (row["n"], row["label"]))
    beside = (
        {shown[0]["label"]} if shown and hidden and sum(row["n"] for row in hidden) < OUTCOME_FLOOR else set()
    )
    return [
        {"label": row["label"], "hidden": row.get("hidden", "hidden: would reveal another")}
        if "hidden" in row or row["label"] in beside
        else row
        for row in rows
    ]


def _mean_of(rows: Sequence[dict[str, Any]]) -> Told:
    """Return the mean of programs that may differ, on the scale of log odds and back; nothing of fewer than three."""
    shown = [row for row in rows if "hidden" not in row]
    if len(shown) < 3:
        return {}
    odds, errors = [], []
    for row in shown:
        # half a person each, so that all and none have odds too (Haldane 1956)
        yes, no = row["stayed"] + 0.5, row["n"] - row["stayed"] + 0.5
        odds.append(math.log(yes / no))
        errors.append(math.sqrt(1 / yes + 1 / no))
    found = random_effects(odds, errors)
    if found.is_refused:
        return {}
    one = found["mean"]
    ends = [
        None if end is None else rounded(1 / (1 + math.exp(-end))) for end in (one.value, one.low, one.high)
    ]
    return {"mean_of_programs": ends, "tau2": rounded(found.numbers.get("tau2", 0.0))}
