"""Figures of the door as a snapshot keeps them, and back."""

import json
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any

from rounds.surveys.publication import HIDDEN, Ask, Cut, Figure, Hidden, Statistic, Subject, Whole

Answers = dict[Ask, Figure | Hidden]
Kept = list[dict[str, Any]]


def kept(answers: Mapping[Ask, Figure | Hidden]) -> Kept:
    """Return what is stored of answers, in their order: of one that is refused that it was asked, and no reason."""
    return [_kept(ask, figure) for ask, figure in answers.items()]


def _kept(ask: Ask, figure: Figure | Hidden) -> dict[str, Any]:
    row: dict[str, Any] = {"measure": ask.measure, "statistic": ask.statistic.value, "waves": list(ask.waves)}
    if isinstance(ask.group, Cut):
        row["cut"] = [ask.group.name, ask.group.category]
    elif isinstance(ask.group, Subject):
        row["subject"] = ask.group.key
    if isinstance(figure, Hidden):
        return {**row, "hidden": True}
    return {
        **row,
        "people": figure.people,
        "limits": {part: list(ends) for part, ends in figure.limits.items()},
    }


def answers_in(rows: Iterable[Mapping[str, Any]]) -> Answers:
    """Return the answers that were stored, in their order."""
    return dict(_answer(row) for row in rows)


def _answer(row: Mapping[str, Any]) -> tuple[Ask, Figure | Hidden]:
    group: Whole | Cut | Subject = Whole()
    if "cut" in row:
        group = Cut(*row["cut"])
    elif "subject" in row:
        group = Subject(row["subject"])
    ask = Ask(row["measure"], Statistic(row["statistic"]), tuple(row["waves"]), group)
    if row.get("hidden"):
        return ask, HIDDEN
    return ask, Figure(ask, row["people"], {part: (ends[0], ends[1]) for part, ends in row["limits"].items()})


def digest_of(rows: Any) -> str:
    """Return the digest of what is stored."""
    return sha256(json.dumps(rows, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
