"""What an import of people would do, row by row."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from rounds.people.models import (
    AuthorityLine,
    CareerStage,
    TrainingProgramMember,
    TrainingRecord,
)
from rounds.people.services.bulk import LineEntry, PersonEntry
from rounds.sheets import Problem, Record


@dataclass(slots=True)
class PlannedRow:
    """One row and what would become of it; `changes` are (target key, before, after)."""

    record: Record
    person_id: UUID
    is_new: bool
    changes: list[tuple[str, Any, Any]] = field(default_factory=list)
    entry: PersonEntry | None = None
    lines: list[LineEntry] = field(default_factory=list)
    is_trained: bool = False
    trained_on: date | None = None  # empty where the file gives no date
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def action(self) -> str:
        return "create" if self.is_new else "update" if self.changes else "skip"


@dataclass(slots=True)
class PlannedPeople:
    rows: list[PlannedRow]
    problems: list[Problem]
    new_places: dict[str, dict[str, UUID]]  # department, site, training_program -> name -> id
    repeated: list[int] = field(default_factory=list)  # rows that say the same person once more
    stages: dict[UUID, CareerStage] = field(default_factory=dict)  # where people on record stand now


def drop_known_lines(rows: list[PlannedRow]) -> None:
    """Forget lines that are on record or that another row has said; what is left is a change."""
    seen: set[tuple[Any, ...]] = {
        ("line", *line)
        for line in AuthorityLine.objects.filter(to_on=None).values_list("subject_id", "over_id", "kind")
    } | {
        ("member", *member)
        for member in TrainingProgramMember.objects.filter(to_on=None).values_list(
            "person_id", "training_program_id", "kind"
        )
    }
    trained: dict[UUID, set[date | None]] = {}
    for person_id, day in TrainingRecord.objects.values_list("person_id", "done_on"):
        trained.setdefault(person_id, set()).add(day)
    for row in rows:
        fresh = []
        for line in row.lines:
            sort = "member" if line.training_program_id else "line"
            key = (sort, line.person_id, line.training_program_id or line.over_id, line.kind)
            if key not in seen:
                seen.add(key)
                fresh.append(line)
        row.lines = fresh
        if fresh and not row.is_new:
            row.changes.extend(("line", None, line.kind) for line in fresh)
        known_days = trained.get(row.person_id, set())
        # "Trained" without a date says nothing new of somebody with a training on record.
        if row.trained_on in known_days or (row.trained_on is None and known_days):
            row.is_trained = False
        if row.is_trained and not row.is_new:
            row.changes.append(
                ("trained_on", None, row.trained_on) if row.trained_on else ("trained", None, _("yes"))
            )
