"""What would happen with a staged file, as plain JSON: counted so that every row is in exactly one of four piles."""

import json
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from django.utils.translation import gettext as _

from rounds.core.errors import DomainError
from rounds.integrations.spreadsheets.enums import ImportKind
from rounds.integrations.spreadsheets.services.plans.enrollments import SIDES, EnrollmentPlanner
from rounds.integrations.spreadsheets.services.plans.notes import notes_of_columns, notes_of_rows
from rounds.integrations.spreadsheets.services.plans.pairs import PairPlanner
from rounds.integrations.spreadsheets.services.plans.people import PeoplePlanner
from rounds.integrations.spreadsheets.services.plans.people_rows import PlannedPeople, PlannedRow
from rounds.integrations.spreadsheets.services.plans.questions import show_column, show_groups
from rounds.integrations.spreadsheets.values.catalogs import catalog_for
from rounds.programs.enums import Side
from rounds.programs.models import Cohort
from rounds.sheets import Answers, Checked, Plan, Problem, Table, check_table, make_plan
from rounds.sheets.checking.check import group_problems

# done, total, words: how far a check is
Tell = Callable[[int, int, str], None]
SHOWN_UPDATES = 200


def silent(done: int, total: int, words: str) -> None:
    """Say nothing: for checks that nobody waits for."""


@dataclass(frozen=True)
class Outcome:
    """Everything that checking a file found; `preview` is what pages show and what is kept."""

    answers: Answers
    plan: Plan
    checked: Checked
    planned: PlannedPeople
    enrollments: tuple[EnrollmentPlanner, ...]
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
    plan = make_plan(table, catalog, answers.columns, today=today)
    checked = check_table(
        table,
        plan,
        catalog,
        answers,
        today=today,
        tell=lambda done: tell(done, rows, _("Reading rows")),
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
        if problem.keeps_out:
            out.setdefault(problem.row, []).append(problem)
    sound = [row for row in planned.rows if row.record.row not in out]
    by_row: dict[int, list[Problem]] = {}
    for problem in (*checked.problems, *planned.problems):
        by_row.setdefault(problem.row, []).append(problem)
    repeated = {*checked.repeated, *planned.repeated} - set(out)
    counts = Counter(row.action for row in sound)
    counts["skip"] += len(repeated) + len(checked.nobody)
    counts["problem"] = len(out)
    preview = {
        # headings that stand once more are lines of the sheet, and among those that are nobody
        "rows": table.lines,
        "counts": {name: counts[name] for name in ("create", "update", "skip", "problem")},
        # of those skipped: rows that say what another one says, and lines that are nobody
        "repeated": len(repeated),
        "sides": _sides(sound) if enrollments else {},
        "nobody": [[row, text] for row, text in checked.nobody.items()],
        "notes": [
            note
            for note in (
                *notes_of_columns(kind, plan, has_cohort=cohort is not None),
                *notes_of_rows(checked, sound, enrollments, planned.stages),
            )
            if note["count"]
        ],
        "left_out_answers": sum(not problem.keeps_out for found in by_row.values() for problem in found),
        "fields_change": sum(len(row.changes) for row in sound if row.action == "update"),
        "columns": [show_column(column) for column in plan.columns],
        "groups": show_groups(group_problems(by_row), plan, rows),
        "updates": [_update(row) for row in sound if row.action == "update"][:SHOWN_UPDATES],
        "new_places": {key: sorted(names) for key, names in planned.new_places.items() if names},
        "ended_pairs": sum(bool(row.extra.get("is_over")) and row.is_new for row in sound),
        "date_order": checked.date_order,
        "header": {"row": table.header_row, "is_sure": table.header_is_sure},
        "digest": digest_of(sound),
    }
    planned.rows = sound
    return Outcome(answers, plan, checked, planned, enrollments, pairs, out, preview)


def _plan(
    kind: str,
    checked: Checked,
    answers: Answers,
    today: date,
    cohort: Cohort | None,
    *,
    tell: Callable[[int], object],
) -> tuple[PlannedPeople, tuple[EnrollmentPlanner, ...], PairPlanner | None]:
    if kind == ImportKind.PAIRS:
        if cohort is None:
            raise DomainError(_("The cohort of these pairs is gone. Choose the file again."))
        pairs = PairPlanner(checked, cohort, answers, today=today)
        return pairs.plan(), (), pairs
    catalog = catalog_for(kind)
    people = PeoplePlanner(checked, catalog, answers, today=today)
    planned = people.plan(tell)
    planned.stages = people.known.stages
    if cohort is None:
        return planned, (), None
    labels = {target.key: target.label for target in catalog.targets}
    enrollments = tuple(EnrollmentPlanner(side, cohort, labels) for side in SIDES.get(ImportKind(kind), ()))
    for one in enrollments:
        one.extend(planned.rows, people.known)
        one.extend(people.asked, people.known)
        planned.problems += one.problems
    return planned, enrollments, None


def _sides(rows: Iterable[PlannedRow]) -> dict[str, int]:
    """Return how many rows join on each side of a program."""
    return dict(Counter(str(side) for row in rows for side in Side if side in row.extra))


def digest_of(rows: Iterable[PlannedRow]) -> str:
    """Return what tells this plan from another: rows, actions and values, not the ids still to be made."""
    digest = sha256()
    for row in rows:
        facts = [row.record.row, row.action, row.record.values, [change[0] for change in row.changes]]
        digest.update(json.dumps(facts, sort_keys=True, default=str).encode("utf-8", "replace"))
    return digest.hexdigest()


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
