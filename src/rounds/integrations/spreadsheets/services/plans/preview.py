"""What would happen with a staged file, as plain JSON: counted so that every row is in exactly one of four piles."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from django.utils.translation import gettext as _

from rounds.core.errors import DomainError
from rounds.integrations.spreadsheets.enums import ImportKind
from rounds.integrations.spreadsheets.services.plans.enrollments import SIDES, EnrollmentPlanner
from rounds.integrations.spreadsheets.services.plans.pairs import PairPlanner
from rounds.integrations.spreadsheets.services.plans.people import PeoplePlanner
from rounds.integrations.spreadsheets.services.plans.people_rows import PlannedPeople, PlannedRow
from rounds.integrations.spreadsheets.values.catalogs import catalog_for
from rounds.integrations.spreadsheets.values.words import BY_TEXT
from rounds.programs.models import Cohort
from rounds.sheets import Answers, Checked, Plan, Problem, Status, Table, check_table, make_plan
from rounds.sheets.text import fold

# done, total, words: how far a check is
Tell = Callable[[int, int, str], None]
SHOWN_CELLS = 8
SHOWN_PEOPLE = 12
SHOWN_TEXTS = 30
SHOWN_UPDATES = 200


def silent(done: int, total: int, words: str) -> None:
    """Say nothing: for checks that nobody waits for."""


@dataclass(frozen=True)
class Outcome:
    """Everything that checking a file found; `preview` is what pages show and what is kept."""

    plan: Plan
    checked: Checked
    planned: PlannedPeople
    enrollments: EnrollmentPlanner | None
    pairs: PairPlanner | None
    out: dict[int, list[Problem]]
    preview: dict[str, Any]


def check_file(
    *, kind: str, table: Table, answers: Answers, today: date, cohort: Cohort | None, tell: Tell = silent
) -> Outcome:
    """Read, compare with what is on record, and count. Writes nothing."""
    catalog = catalog_for(kind)
    rows = len(table.rows)
    tell(0, rows, _("Recognizing columns"))
    plan = make_plan(table, catalog, answers.columns)
    checked = check_table(
        table, plan, catalog, answers, tell=lambda done: tell(done, rows, _("Reading rows"))
    )
    planned, enrollments, pairs = _plan(
        kind,
        checked,
        answers,
        today,
        cohort,
        tell=lambda done: tell(done, rows, _("Comparing with records")),
    )
    out = {row: list(problems) for row, problems in checked.out.items()}
    for problem in planned.problems:
        out.setdefault(problem.row, []).append(problem)
    sound = [row for row in planned.rows if row.record.row not in out]
    counts = Counter(row.action for row in sound)
    counts["skip"] += len(checked.repeated)
    counts["problem"] = len(out)
    groups = [(group.cause, group.target, list(group.problems)) for group in checked.groups] + _grouped(
        planned.problems
    )
    preview = {
        "rows": len(table.rows),
        "counts": {name: counts[name] for name in ("create", "update", "skip", "problem")},
        "fields_change": sum(len(row.changes) for row in sound if row.action == "update"),
        "columns": [_column(column) for column in plan.columns],
        "groups": sorted((_group(*group) for group in groups), key=lambda group: -group["count"]),
        "updates": [_update(row) for row in sound if row.action == "update"][:SHOWN_UPDATES],
        "new_places": {key: sorted(names) for key, names in planned.new_places.items() if names},
        "ended_pairs": sum(bool(row.extra.get("is_over")) and row.is_new for row in sound),
        "date_order": checked.date_order,
        "digest": digest_of(sound),
    }
    return Outcome(
        plan,
        checked,
        PlannedPeople(sound, planned.problems, planned.new_places),
        enrollments,
        pairs,
        out,
        preview,
    )


def _plan(
    kind: str,
    checked: Checked,
    answers: Answers,
    today: date,
    cohort: Cohort | None,
    *,
    tell: Callable[[int], object],
) -> tuple[PlannedPeople, EnrollmentPlanner | None, PairPlanner | None]:
    if kind == ImportKind.PAIRS:
        if cohort is None:
            raise DomainError(_("The cohort of these pairs is gone. Choose the file again."))
        pairs = PairPlanner(checked, cohort, today=today)
        return pairs.plan(), None, pairs
    people = PeoplePlanner(checked, catalog_for(kind), answers, today=today)
    planned = people.plan(tell)
    if cohort is None or kind not in SIDES:
        return planned, None, None
    enrollments = EnrollmentPlanner(kind, cohort)
    planned.rows = enrollments.extend(planned.rows, people.known)
    planned.problems += enrollments.problems
    return planned, enrollments, None


def digest_of(rows: Iterable[PlannedRow]) -> str:
    """Return what tells this plan from another: rows, actions and values, not the ids still to be made."""
    digest = sha256()
    for row in rows:
        facts = [row.record.row, row.action, row.record.values, [change[0] for change in row.changes]]
        digest.update(json.dumps(facts, sort_keys=True, default=str).encode("utf-8", "replace"))
    return digest.hexdigest()


def _column(column: Any) -> dict[str, Any]:
    return {
        "key": column.key,
        "header": column.column.header,
        "letter": column.column.letter,
        "samples": list(column.samples) if column.status is not Status.LEFT_OUT else [],
        "status": column.status.value,
        "target": column.target,
        "reason": column.reason,
        "candidates": [candidate.target for candidate in column.candidates],
    }


def _grouped(problems: Sequence[Problem]) -> list[tuple[str, str, list[Problem]]]:
    groups: dict[tuple[str, str], list[Problem]] = {}
    for problem in problems:
        groups.setdefault((problem.cause, problem.target), []).append(problem)
    return [(cause, target, found) for (cause, target), found in groups.items()]


def _group(cause: str, target: str, problems: list[Problem]) -> dict[str, Any]:
    rows = sorted({row for problem in problems for row in (problem.rows or (problem.row,))})
    texts: dict[str, list[Problem]] = {}
    for problem in problems:
        texts.setdefault(problem.part or problem.text, []).append(problem)
    return {
        "id": sha256(f"{cause}:{target}".encode()).hexdigest()[:12],
        "cause": cause,
        "target": target,
        "count": len(rows),
        "by_text": cause in BY_TEXT,
        "more": max(0, len(texts) - SHOWN_TEXTS)
        if cause in BY_TEXT
        else max(0, len(problems) - SHOWN_PEOPLE),
        "texts": [
            _text(text, found)
            for text, found in sorted(texts.items(), key=lambda item: -len(item[1]))[:SHOWN_TEXTS]
        ]
        if cause in BY_TEXT
        else [],
        "people": [
            {
                "row": problem.row,
                "cell": problem.cell,
                "text": problem.text,
                "part": problem.part,
                "rows": list(problem.rows),
            }
            for problem in problems[:SHOWN_PEOPLE]
        ]
        if cause not in BY_TEXT
        else [],
    }


def _text(text: str, problems: list[Problem]) -> dict[str, Any]:
    suggestion = problems[0].suggestion
    if isinstance(suggestion, tuple) and len(suggestion) == 2:
        suggestion = f"{suggestion[1]}, {suggestion[0]}"
    return {
        "text": text,
        "key": fold(text),
        "count": len(problems),
        "cells": [problem.cell for problem in problems[:SHOWN_CELLS]],
        "suggestion": suggestion if suggestion is None else str(suggestion),
    }


def _update(row: PlannedRow) -> dict[str, Any]:
    return {
        "row": row.record.row,
        "name": row.record.label,
        "changes": [[key, _plain(before), _plain(after)] for key, before, after in row.changes],
    }


def _plain(value: Any) -> str:
    if value is None:
        return ""
    return ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)
