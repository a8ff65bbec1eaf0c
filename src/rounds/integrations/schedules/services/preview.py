"""What would happen with a schedule, as plain JSON: every rotation, every question, every line that is none."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from rounds.programs.services.rotations import NewRotation, RotationPlan
from rounds.sheets.schedules import Known, Outcome, Question, Rotation
from rounds.sheets.text import fold

# What concerns the whole file comes first, then people, then cells, then words.
ORDER = ("year", "blocks", "who", "when", "cell", "overlap", "word", "kind")


@dataclass(frozen=True)
class Preview:
    """The part that needs no comparison with what is on record."""

    facts: dict[str, Any]
    names: dict[str, str]

    def with_plan(self, plan: RotationPlan) -> dict[str, Any]:
        """Return everything, with what is replaced and what stays."""
        closes = [
            [self.names.get(str(row.person_id), ""), row.name, *_days(row.from_on, row.to_on)]
            for row in plan.close
        ]
        facts = [
            [str(one.person_id), one.name, one.kind, *_days(one.from_on, one.to_on)] for one in plan.create
        ]
        digest = sha256(
            json.dumps([facts, closes, self.facts["open"]]).encode("utf-8", "replace")
        ).hexdigest()
        counts = {
            "create": len(plan.create),
            "update": len(plan.close),
            "skip": plan.same,
            "problem": self.facts["open"],
        }
        return {
            **self.facts,
            "counts": counts,
            "closes": closes,
            "remain": len(plan.remain),
            "digest": digest,
        }


def preview_of(
    outcome: Outcome, people: Sequence[Known], *, import_id: UUID
) -> tuple[Preview, list[NewRotation]]:
    """Return what pages show of a reading, and the rotations that are sure by now."""
    names = {one.key: one.name for one in people}
    sure = [one for one in outcome.rotations if one.kind]
    questions = sorted(outcome.questions, key=lambda one: ORDER.index(one.cause))
    cells = {cell for one in questions for cell in one.cells}
    facts = {
        "questions": [_question(one) for one in questions],
        "people": _by_person(outcome.rotations, names),
        "words": _words(outcome.rotations),
        "left_out": [[one.cell, one.text, one.reason] for one in outcome.left_out],
        "open": len(cells),
        "asked": sum(one.cause != "kind" for one in questions),
    }
    said = [
        NewRotation(
            UUID(one.person),
            one.name,
            one.kind,
            one.first,
            one.last + timedelta(days=1),
            one.site,
            one.row,
            import_id,
        )
        for one in sure
    ]
    return Preview(facts, names), said


def _question(one: Question) -> dict[str, Any]:
    return {
        "cause": one.cause,
        "key": one.key,
        "text": one.text,
        "cells": list(one.cells),
        "options": list(one.options),
        "days": [day.isoformat() if day else "" for day in (one.first, one.last)],
    }


def _by_person(rotations: Sequence[Rotation], names: dict[str, str]) -> list[dict[str, Any]]:
    found: dict[str, list[Rotation]] = {}
    for one in rotations:
        found.setdefault(one.person, []).append(one)
    return [
        {
            "name": names.get(person, ""),
            "rotations": [
                [one.name, one.kind, one.first.isoformat(), one.last.isoformat(), one.cell]
                for one in sorted(own, key=lambda one: one.first)
            ],
        }
        for person, own in sorted(found.items(), key=lambda item: fold(names.get(item[0], "")))
    ]


def _words(rotations: Sequence[Rotation]) -> list[list[Any]]:
    """Return each word with its name, what it counts as, and how often it stands there."""
    found: dict[str, list[Any]] = {}
    for one in rotations:
        line = found.setdefault(one.word, [one.word, one.name, one.kind, 0])
        line[3] += 1
    return sorted(found.values(), key=lambda line: fold(line[1]))


def _days(from_on: date, to_on: date) -> list[str]:
    return [from_on.isoformat(), (to_on - timedelta(days=1)).isoformat()]
