"""What a check has to ask, as plain JSON: columns with what they may be, and problems by cause with how to answer."""

from collections.abc import Iterable
from hashlib import sha256
from typing import Any, Final

from rounds.integrations.spreadsheets.enums import Way
from rounds.integrations.spreadsheets.values.private import PRIVATE
from rounds.integrations.spreadsheets.values.words import BY_TEXT
from rounds.sheets import Group, Plan, Problem, Status
from rounds.sheets.text import answer_key

SHOWN_CELLS: Final = 8
SHOWN_PEOPLE: Final = 30
# one answer settles all rows with a word, and every new word is asked
SHOWN_TEXTS: Final = 200
ASKED_BY_ROW: Final = {"twice", "shared", "who"}


def show_column(column: Any) -> dict[str, Any]:
    """Return a column as pages show it; values of one that stays out for privacy are not among it."""
    return {
        "key": column.key,
        "header": column.column.header,
        "group": column.column.group,
        "letter": column.column.letter,
        "samples": list(column.samples) if column.status is not Status.LEFT_OUT else [],
        "status": column.status.value,
        "target": column.target,
        "reason": column.reason,
        "candidates": [candidate.target for candidate in column.candidates],
    }


def show_groups(groups: Iterable[Group], plan: Plan, rows: int) -> list[dict[str, Any]]:
    """Return the causes, those that keep rows out first, then by how many rows they concern."""
    shown = [_group(group, plan, rows) for group in groups]
    return sorted(shown, key=lambda group: (not group["keeps_out"], -group["count"]))


def way_of(group: Group, plan: Plan) -> str:
    """Return how a cause is answered: once for all rows, once a text, row by row, or not here."""
    if group.cause == "missing":
        # what no column gives is the same for every row
        once = group.target not in plan.by_target and group.target in ("started_on", "side")
        return Way.ONCE if once else Way.ROW
    if group.cause == "date_order":
        return Way.ORDER
    if group.cause in BY_TEXT:
        return Way.TEXT
    return Way.ROW if group.cause in ASKED_BY_ROW else Way.SAID


def _group(group: Group, plan: Plan, rows: int) -> dict[str, Any]:
    way = way_of(group, plan)
    by_text = way == Way.TEXT
    texts = sorted(group.texts.items(), key=lambda item: -len(item[1])) if by_text else []
    people = [] if way in (Way.TEXT, Way.ONCE, Way.ORDER) else sorted(group.problems, key=_row)
    return {
        "id": sha256(f"{group.cause}:{group.target}".encode()).hexdigest()[:12],
        "cause": group.cause,
        "target": group.target,
        "way": way,
        "has_column": group.target in plan.by_target,
        "keeps_out": any(problem.keeps_out for problem in group.problems),
        "count": len(group.rows),
        "cells": [problem.cell for problem in group.problems[:SHOWN_CELLS]],
        "rows": list(group.rows),
        "keys": [who_key(problem) for problem in people] if group.cause == "who" else [],
        "more": max(0, len(texts) - SHOWN_TEXTS, len(people) - SHOWN_PEOPLE),
        "texts": [_text(text, found) for text, found in texts[:SHOWN_TEXTS]],
        "people": [_person(problem) for problem in people[:SHOWN_PEOPLE]],
    }


def _text(text: str, problems: list[Problem]) -> dict[str, Any]:
    suggestion = problems[0].suggestion
    if isinstance(suggestion, tuple) and len(suggestion) == 2:
        suggestion = f"{suggestion[1]}, {suggestion[0]}"
    return {
        "text": text,
        "key": answer_key(text),
        "count": len(problems),
        "cells": [problem.cell for problem in sorted(problems, key=_row)[:SHOWN_CELLS]],
        "suggestion": suggestion if suggestion is None else str(suggestion),
    }


def _says(problem: Problem) -> dict[str, list[list[str]]]:
    """Return by row what each of several rows of one person says where they differ; nothing of whom they rule out."""
    return {
        str(row): [[key, _plain(value)] for key, value in said if key != PRIVATE]
        for row, said in problem.suggestion or ()
    }


def _plain(value: Any) -> str:
    if value is None:
        return ""
    return ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)


def _row(problem: Problem) -> int:
    return problem.row


def who_key(problem: Problem) -> str:
    """Return the key under which somebody says whom a row means; a row of a pair means two people."""
    side = problem.target.partition("_")[0]
    return f"{problem.row}:{side}" if side in ("mentor", "mentee") else str(problem.row)


def _person(problem: Problem) -> dict[str, Any]:
    return {
        "key": who_key(problem),
        "row": problem.row,
        "cell": problem.cell,
        "text": problem.text,
        "part": problem.part,
        "rows": list(problem.rows),
        "options": problem.suggestion if problem.cause == "who" else [],
        "says": _says(problem) if problem.cause == "twice" else {},
    }
