"""How mentors' means lie by how many mentees spoke, nobody named: for faculty developers, out of what has left the surveys' door."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from rounds.core.access import Viewer
from rounds.core.clock import institution_today
from rounds.core.enums import Role
from rounds.evidence.mentors.funnel import WIDE, WIDER, limits, shaped
from rounds.insights.models import MentorSignal
from rounds.insights.selectors.signals import signals_in_force
from rounds.surveys.models import Publication
from rounds.surveys.publication.values import is_told
from rounds.surveys.results.selectors.doors import newest_snapshot

# So many mentors with as many mentees: among fewer a dot would be somebody.
LEAST = 5


@dataclass(frozen=True)
class Column:
    """Of the mentors of whom so many mentees spoke, how many lie where; and where mentors alike would lie. No mean is kept.

    `counts`: below both fields, low in the wider one, inside, high in the wider one, above both.
    """

    n: int
    counts: tuple[int, int, int, int, int]
    wide: tuple[float, ...]
    wider: tuple[float, ...]

    @property
    def mentors(self) -> int:
        """Return how many mentors stand in it."""
        return sum(self.counts)

    @property
    def outside(self) -> int:
        """Return how many lie where hardly one of a thousand would."""
        return self.counts[0] + self.counts[-1]


@dataclass(frozen=True)
class Funnel:
    """One program's mentors; `left_out` stand in columns of too few."""

    key: str
    program: str
    as_of: date
    mean: float
    columns: tuple[Column, ...]
    left_out: int


def funnels_for(viewer: Viewer) -> list[Funnel]:
    """Return the newest funnel of each program of a faculty developer, two weeks after its mentors read theirs."""
    scopes = viewer.scopes(Role.FACULTY_DEVELOPER)
    if not scopes:
        return []
    rows = signals_in_force().filter(opens_on__lte=institution_today())
    if None not in scopes:
        rows = rows.filter(program_id__in=[one for one in scopes if one])
    newest: dict[str, MentorSignal] = {}
    for one in rows.select_related("program").order_by("program__name", "as_of", "id"):
        newest[str(one.program_id)] = one
    waves = {one.wave_id for one in newest.values()}
    known = {one.wave_id: one for one in Publication.objects.filter(wave_id__in=waves)}
    found = (
        funnel_in(one, newest_snapshot(known[one.wave_id]).figures)
        for one in newest.values()
        if one.wave_id in known
    )
    return [one for one in found if one is not None]


def funnel_in(row: MentorSignal, figures: list[Mapping[str, Any]]) -> Funnel | None:
    """Return the funnel of a wave; None where the door hid how mentors differ, or every column holds too few."""
    shown = [one for one in figures if not one.get("hidden")]
    parts = next((one["limits"] for one in shown if one["statistic"] == "components"), None)
    if parts is None or not all(is_told(*parts[name]) for name in ("mean", "within")):
        return None
    mean, within = (sum(parts[name]) / 2 for name in ("mean", "within"))
    shares = shaped(mean, within)
    if shares is None:
        return None
    by_n: dict[int, list[float]] = {}
    for one in shown:
        if one["statistic"] == "mean" and "subject" in one and is_told(*one["limits"]["mean"]):
            by_n.setdefault(one["people"], []).append(sum(one["limits"]["mean"]) / 2)
    columns = tuple(
        _column(n, means, limits(shares, n, WIDE), limits(shares, n, WIDER))
        for n, means in sorted(by_n.items())
        if len(means) >= LEAST
    )
    left_out = sum(len(means) for means in by_n.values() if len(means) < LEAST)
    if not columns:
        return None
    return Funnel(str(row.program_id), row.program.name, row.as_of, round(mean, 1), columns, left_out)


def _column(n: int, means: list[float], wide: tuple[float, ...], wider: tuple[float, ...]) -> Column:
    (low, high), (lowest, highest) = wide, wider
    below, above = sum(one < lowest for one in means), sum(one > highest for one in means)
    under, over = sum(lowest <= one < low for one in means), sum(high < one <= highest for one in means)
    inside = len(means) - below - under - over - above
    return Column(n, (below, under, inside, over, above), wide, wider)
