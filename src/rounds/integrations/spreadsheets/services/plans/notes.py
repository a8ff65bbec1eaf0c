"""What a check says beside its questions: lines that are nobody, columns that nothing keeps, facts that stay as they are."""

from collections.abc import Iterator, Sequence
from typing import Any, Final
from uuid import UUID

from django.db.models.functions import Lower

from rounds.core.database.bulk_rows import BATCH
from rounds.integrations.spreadsheets.enums import ImportKind
from rounds.integrations.spreadsheets.services.plans.enrollments import SIDES, EnrollmentPlanner
from rounds.integrations.spreadsheets.services.plans.people_rows import PlannedRow
from rounds.people.models import CareerStage, Person
from rounds.programs.models import Exclusion, Wish
from rounds.sheets import CATALOGS, Checked, ColumnPlan, Plan, Status
from rounds.sheets.text import fold

Note = dict[str, Any]
# What is read of a file and has no place here.
NOT_KEPT: Final = {ImportKind.ROSTER: {"ends_on"}}
OF_PEOPLE: Final = {target.key for target in CATALOGS["roster"].targets}


def notes_of_columns(kind: str, plan: Plan, *, has_cohort: bool) -> Iterator[Note]:
    """Yield what has to be said about columns: what nothing keeps, and the one that says which side a row is on."""
    kept_out = NOT_KEPT.get(ImportKind(kind), set())
    yield _note("not_kept", [_name(plan) for plan in plan.columns if plan.target in kept_out])
    if kind in SIDES and not has_cohort:
        asked = [one for one in plan.columns if one.target and one.target not in {*OF_PEOPLE, "side"}]
        yield _note("no_program", [_name(one) for one in asked])
    if kind == ImportKind.BOTH:
        named = [one for one in plan.by_target.get("side", ()) if one.status is Status.RECOGNIZED]
        yield _note("both_sides", [_name(one) for one in named])


def _name(column: ColumnPlan) -> str:
    return column.column.header or column.column.letter


def notes_of_rows(
    checked: Checked,
    rows: Sequence[PlannedRow],
    enrollments: Sequence[EnrollmentPlanner],
    stages: dict[UUID, CareerStage],
) -> Iterator[Note]:
    """Yield what has to be said about rows: lines that are nobody, namesakes, and what stays as it is on record."""
    yield _note("nobody", [f"{text} ({row})" for row, text in checked.nobody.items()])
    yield _note("namesakes", _namesakes(rows))
    starts = [row for row in rows if (stage := stages.get(row.person_id)) and _starts_otherwise(row, stage)]
    yield _note("start_stays", [row.record.label for row in starts])
    for one in enrollments:
        yield _note("answers_stay", [row.record.label for row in one.of_side(rows) if one.has_answered(row)])
        for key, model in (("wishes", Wish), ("exclusions", Exclusion)):
            yield _note(f"{key}_stay", _named_already(one, rows, key, model))


def _note(kind: str, names: Sequence[str]) -> Note:
    return {"kind": kind, "names": list(names), "count": len(names)}


def _starts_otherwise(row: PlannedRow, stage: CareerStage) -> bool:
    started = row.record.values.get("started_on")
    return started is not None and started != stage.from_on


def _namesakes(rows: Sequence[PlannedRow]) -> list[str]:
    """Return new people who are called like somebody on record: names alone join nobody."""
    new = [row for row in rows if row.is_new and not row.extra.get("mentor")]
    known: set[str] = set()
    families = list({str(row.record.values.get("last_name", "")).lower() for row in new})
    for start in range(0, len(families), BATCH):
        people = Person.objects.filter(merged_into=None).annotate(family=Lower("family_name"))
        found = people.filter(family__in=families[start : start + BATCH])
        known |= {
            fold(f"{given} {family}") for given, family in found.values_list("given_name", "family_name")
        }
    return [f"{row.record.label} ({row.record.row})" for row in new if fold(row.record.label) in known]


def _named_already(
    planner: EnrollmentPlanner, rows: Sequence[PlannedRow], key: str, model: type[Wish | Exclusion]
) -> list[str]:
    """Return whose wishes or exclusions are on record already: those of the file are then left alone."""
    says = {
        enrolled.id: row.record.label
        for row in planner.of_side(rows)
        if (enrolled := planner.enrolled.get(row.person_id)) and row.extra[planner.side].get(key)
    }
    have = model._default_manager.filter(enrollment_id__in=list(says)).values_list("enrollment_id", flat=True)
    return [says[one] for one in dict.fromkeys(have)]
