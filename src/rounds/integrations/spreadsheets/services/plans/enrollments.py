"""What an import of mentors or mentees would do in a cohort: enroll, set numbers, prefill intake, keep wishes."""

from collections.abc import Callable
from typing import Any, Final
from uuid import UUID

from rounds.core.errors import DomainError
from rounds.integrations.spreadsheets.enums import ImportKind
from rounds.integrations.spreadsheets.services.plans.known_people import Known
from rounds.integrations.spreadsheets.services.plans.people_rows import PlannedRow
from rounds.programs.enums import EnrollmentState, Side
from rounds.programs.forms.fields import hours_of
from rounds.programs.models import Cohort, Enrollment, Intake
from rounds.programs.services.bulk import (
    NUMBERS,
    prepare_enrollments,
    prepare_prefilled,
    write_enrollments,
    write_named_people,
)
from rounds.programs.services.enrollments import NewEnrollment
from rounds.programs.values.answers import VARIES, answers_from_json
from rounds.sheets import Problem

SIDES: Final = {ImportKind.MENTEES: Side.MENTEE, ImportKind.MENTORS: Side.MENTOR}
# A list names areas without a number; these mean "named".
LISTED_GAP: Final = 2
LISTED_EXPERTISE: Final = 3
DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
PARTS: Final = {"am": "morning", "pm": "afternoon", "eve": "evening"}
SAME: Final = {
    "modality": "modalities",
    "languages": "languages",
    "aspired_tier": "aspired_tier",
    "style": "style",
    "styles": "styles",
    "goals": "goals",
    "hours_per_month": "hours_per_month",
    "aspired_role": "aspired_roles",
    "trained": "trained",
    "topics": "topics",
}


def answers_of(side: str, values: dict[str, Any]) -> dict[str, Any]:
    """Return the coded answers that a row gives; blank ones are absent."""
    answers: dict[str, Any] = {}
    for key, name in SAME.items():
        if key in values and not (side == Side.MENTEE and key == "hours_per_month"):
            value = values[key]
            answers[name] = list(value) if isinstance(value, tuple) else value
    rated, listed = ("gaps", LISTED_GAP) if side == Side.MENTEE else ("expertise", LISTED_EXPERTISE)
    levels = dict.fromkeys(values.get(rated, ()), listed)
    prefix = "gap." if side == Side.MENTEE else "expertise."
    levels |= {key.removeprefix(prefix): value for key, value in values.items() if key.startswith(prefix)}
    if levels:
        answers[rated] = levels
    if "milestones" in values:
        answers["milestones"] = [
            dict(zip(("kind", "band"), [*key.split(":"), ""], strict=False)) for key in values["milestones"]
        ]
    if parts := values.get("availability"):
        answers["hours"] = VARIES if parts == ("varies",) else list(hours_of(_day_parts(parts)))
    return answers


def _day_parts(parts: tuple[str, ...]) -> list[str]:
    found = []
    for part in parts:
        day, _dash, key = part.partition("_")
        if day in DAYS:
            found.append(f"{DAYS.index(day)}-{PARTS[key]}")
    return found


class EnrollmentPlanner:
    """Adds to planned rows what they change in a cohort."""

    def __init__(self, kind: str, cohort: Cohort) -> None:
        self.cohort = cohort
        self.side = SIDES[ImportKind(kind)]
        self.enrolled = {
            one.person_id: one for one in Enrollment.objects.filter(cohort=cohort, side=self.side)
        }
        intakes = Intake.objects.filter(enrollment__cohort=cohort, enrollment__side=self.side).order_by(
            "version"
        )
        self.intakes = {intake.enrollment_id: intake for intake in intakes}
        self.problems: list[Problem] = []

    def extend(self, rows: list[PlannedRow], known: Known) -> list[PlannedRow]:
        """Return the rows that stay sound; what else they change is in `changes` and `extra`."""
        return [row for row in rows if self._decide(row, known)]

    def _decide(self, row: PlannedRow, known: Known) -> bool:
        values = row.record.values
        enrollment = self.enrolled.get(row.person_id)
        numbers = {name: values[name] for name in NUMBERS if name in values}
        answers = answers_of(self.side, values)
        before = len(self.problems)
        named: dict[str, Any] = {
            key: self._people(row, key, known) for key in ("wishes", "exclusions") if key in values
        }
        fresh = self._accepted(row, answers)
        if fresh is None or len(self.problems) > before:
            return False
        row.extra = {"numbers": numbers, "answers": answers, "fresh": fresh}
        row.extra.update(named)
        if not row.is_new:
            row.changes.extend(self._changes(enrollment, numbers, answers))
        return True

    def _accepted(self, row: PlannedRow, answers: dict[str, Any]) -> dict[str, Any] | None:
        """Return the answers as they are stored; None for answers that the program refuses."""
        try:
            return answers_from_json(self.side, answers).to_json() if answers else {}
        except DomainError as error:
            place = next(iter(row.record.cells.values()), str(row.record.row))
            self.problems.append(
                Problem("refused", "", row.record.row, place, row.record.label, part=error.message)
            )
            return None

    def _changes(
        self, enrollment: Enrollment | None, numbers: dict[str, Any], answers: dict[str, Any]
    ) -> list[tuple[str, Any, Any]]:
        if enrollment is None or enrollment.state == EnrollmentState.WITHDRAWN:
            return [("enrolled", None, self.cohort.name)]
        changes = [
            (name, getattr(enrollment, name), value)
            for name, value in numbers.items()
            if getattr(enrollment, name) != value
        ]
        intake = self.intakes.get(enrollment.id)
        if answers and (intake is None or intake.submitted_at is None):
            was = intake.answers if intake else {}
            merged = answers_from_json(self.side, {**was, **answers}).to_json()
            changes += [
                ("prefill", "", name)
                for name, value in merged.items()
                if name in answers and was.get(name) != value
            ]
        return changes

    def _people(self, row: PlannedRow, key: str, known: Known) -> list[UUID]:
        found: list[UUID] = []
        for name in row.record.values[key]:
            people = known.find(name) - {row.person_id}
            if len(people) == 1:
                found.append(people.pop())
                continue
            place = row.record.cells.get(key, str(row.record.row))
            cause = "person_unclear" if people else "person_unknown"
            self.problems.append(Problem(cause, key, row.record.row, place, name))
        return list(dict.fromkeys(found))[: 5 if key == "wishes" else 20]

    def prepare(self, rows: list[PlannedRow]) -> tuple[dict[str, Any], Callable[[], dict[str, Any]]]:
        """Work out the enrollments of planned rows: their way back, and what writes them once their people exist.

        What it returns is the way back of wishes and exclusions, which only the writing can tell.
        """
        entries = [
            NewEnrollment(person_id=row.person_id, side=self.side, **row.extra["numbers"]) for row in rows
        ]
        ready = prepare_enrollments(cohort=self.cohort, people=entries)
        ids = {row.person_id: ready.enrollments[row.person_id].id for row in rows}
        given = {ids[row.person_id]: row.extra["answers"] for row in rows if row.extra["answers"]}
        fresh = {ids[row.person_id]: row.extra["fresh"] for row in rows if row.extra["answers"]}
        ready = prepare_prefilled(ready, given=given, fresh=fresh, side=self.side)

        named = {
            key: {ids[row.person_id]: row.extra[key] for row in rows if row.extra.get(key)}
            for key in ("wishes", "exclusions")
        }

        def write() -> dict[str, Any]:
            write_enrollments(ready)
            return write_named_people(**named)

        return dict(ready.way_back), write
