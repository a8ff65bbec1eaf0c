"""Figures of a closed wave, pooled: whatever is said of answers passes the door of `rounds.surveys.publication`."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.utils.translation import gettext as _

from rounds.core.errors import NotFound
from rounds.surveys.box.selectors import list_answers
from rounds.surveys.campaigns.selectors import is_closed
from rounds.surveys.campaigns.values.audiences import audience
from rounds.surveys.enums import Mode, RequestState
from rounds.surveys.instruments.selectors import formulas_of, questions_of, spoken
from rounds.surveys.kinds import Question, kind_of
from rounds.surveys.models import Response, Score, Wave
from rounds.surveys.publication import Ask, Door, Figure, Hidden, Statistic
from rounds.surveys.publication import Wave as Table
from rounds.surveys.scores import NOT_ASKED, Formula, turned

BANDS = ("low", "middle", "high")


@dataclass(frozen=True)
class Told:
    """One line of results: a score or an item, the scale it is on, and what may be said of it."""

    label: str
    low: str
    high: str
    is_score: bool
    mean: Figure | Hidden
    bands: Figure | Hidden

    @property
    def is_hidden(self) -> bool:
        return isinstance(self.mean, Hidden)

    @property
    def people(self) -> int:
        """Return how many people the mean is of."""
        return self.mean.people if isinstance(self.mean, Figure) else 0

    @property
    def percents(self) -> list[int]:
        """Return the share of each band, lowest first, in whole percent; none where they are hidden."""
        if isinstance(self.bands, Hidden):
            return []
        return [round(100 * self.bands.told(band)) for band in BANDS if band in self.bands.limits]


def results_of(wave: Wave) -> list[Told]:
    """Return what may be said of a closed wave without names, scores first; NotFound before it has closed."""
    if wave.mode == Mode.NAMED or not is_closed(wave):
        raise NotFound
    questions = questions_of(wave.version_id, about=_about(wave))
    parts = _parts(wave)
    formulas = formulas_of(wave.version_id)
    names = {row.key: spoken(row.name) for row in Score.objects.filter(version_id=wave.version_id)}
    door, found = Door(people_at_least=wave.k), []
    for ends, members in _by_ends(questions).items():
        tables = [
            _table(f"{wave.id}:{number}", ends, members, rows, formulas) for number, rows in enumerate(parts)
        ]
        for table in tables:
            # several answers of a person are told together alone, each person with the mean of theirs
            (door.release if len(tables) == 1 else door.take_in)(table)
        keys = tuple(table.key for table in tables)
        scores = tables[0].scores if tables else ()
        found += [_told(door, keys, score, names[score], members, is_score=True) for score in scores]
        found += [_told(door, keys, one.key, one.text, [one], is_score=False) for one in members]
    return sorted(found, key=lambda line: not line.is_score)


def _about(wave: Wave) -> str:
    """Return who a wave asks about, for all of its people together."""
    return {"mentor": _("their mentor"), "mentee": _("their mentee")}.get(
        audience(wave.campaign.audience).about, _("them")
    )


def _by_ends(questions: Sequence[Question]) -> dict[tuple[int, int], list[Question]]:
    """Return the items that are numbers, by the ends of their scale: a table of the door has one scale."""
    found: dict[tuple[int, int], list[Question]] = defaultdict(list)
    for one in questions:
        if kind_of(one).is_number and one.points:
            found[one.codes[0], one.codes[-1]].append(one)
    return found


def _parts(wave: Wave) -> list[dict[str, dict[str, Any]]]:
    """Return the answers that were sent, by person; by nothing where nobody knows whose they are.

    The first part holds one answer of each person. Who was asked about several people stands in further parts too.
    """
    if wave.mode == Mode.ANONYMOUS:
        return [{f"answer {number}": answers for number, (answers, _cuts) in enumerate(list_answers(wave))}]
    sent = Response.objects.filter(request__wave=wave, request__state=RequestState.ANSWERED)
    parts: list[dict[str, dict[str, Any]]] = [{}]
    turns: Counter[str] = Counter()
    for row in sent.select_related("request").order_by("request__person_id", "request__subject_id", "id"):
        person = str(row.request.person_id)
        if turns[person] == len(parts):
            parts.append({})
        parts[turns[person]][person] = row.opened()
        turns[person] += 1
    return parts


def _table(
    key: str,
    ends: tuple[int, int],
    members: Sequence[Question],
    rows: dict[str, dict[str, Any]],
    formulas: dict[str, Formula],
) -> Table:
    keys = tuple(one.key for one in members)
    reverse = {item for formula in formulas.values() for item in formula.reversed_ends}
    answers = [
        [
            turned(held.get(item, NOT_ASKED), ends) if item in reverse else held.get(item, NOT_ASKED)
            for item in keys
        ]
        for held in rows.values()
    ]
    return Table(
        key=f"{key}:{ends[0]}-{ends[1]}",
        people=tuple(rows),
        items=keys,
        answers=np.array(answers, dtype=int).reshape(len(rows), len(keys)),
        low=ends[0],
        high=ends[1],
        scores={name: one.members for name, one in formulas.items() if set(one.members) <= set(keys)},
    )


def _told(
    door: Door,
    keys: tuple[str, ...],
    measure: str,
    label: str,
    members: Sequence[Question],
    *,
    is_score: bool,
) -> Told:
    points = members[0].points
    return Told(
        label=label,
        low=str(points[0][0]) if is_score else points[0][1],
        high=str(points[-1][0]) if is_score else points[-1][1],
        is_score=is_score,
        mean=door.figure(Ask(measure, Statistic.MEAN, keys)),
        bands=door.figure(Ask(measure, Statistic.BANDS, keys)),
    )
