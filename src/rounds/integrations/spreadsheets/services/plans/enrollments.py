"""What an import of mentors or mentees would do in a cohort: enroll, set numbers, prefill intake, keep wishes."""

from collections.abc import Callable, Iterable, Mapping
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
    prepare_enrollments,
    prepare_prefilled,
    write_enrollments,
    write_named_people,
)
from rounds.programs.services.enrollments import NewEnrollment
from rounds.programs.values.answers import VARIES, answers_from_json
from rounds.sheets import Problem
from rounds.sheets.targets.vocabularies import LISTED_EXPERTISE, LISTED_GAP

SIDES: Final = {
    ImportKind.MENTEES: (Side.MENTEE,),
    ImportKind.MENTORS: (Side.MENTOR,),
    ImportKind.BOTH: (Side.MENTEE, Side.MENTOR),
}
NUMBERS_OF: Final = {
    Side.MENTEE: ("demand",),
    Side.MENTOR: ("capacity", "outside_mentees", "hours_per_month"),
}
MOST_NAMED: Final = {"wishes": 5, "exclusions": 20}
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
# what one side alone says
OF_MENTEES: Final = {"aspired_tier", "style", "goals", "aspired_role"}
OF_MENTORS: Final = {"styles", "hours_per_month", "trained", "topics", "milestones"}


def answers_of(side: str, values: dict[str, Any]) -> dict[str, Any]:
    """Return the coded answers that a row gives; blank ones are absent."""
    answers: dict[str, Any] = {}
    for key, name in SAME.items():
        if key in values and key not in (OF_MENTORS if side == Side.MENTEE else OF_MENTEES):
            value = values[key]
            answers[name] = list(value) if isinstance(value, tuple) else value
    rated, listed = ("gaps", LISTED_GAP) if side == Side.MENTEE else ("expertise", LISTED_EXPERTISE)
    levels = dict.fromkeys(values.get(rated, ()), listed)
    prefix = "gap." if side == Side.MENTEE else "expertise."
    levels |= {key.removeprefix(prefix): value for key, value in values.items() if key.startswith(prefix)}
    if levels:
        answers[rated] = levels
    if "milestones" in values and side == Side.MENTOR:
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
    """Adds to planned rows what they change on one side of a cohort."""

    def __init__(self, side: Side, cohort: Cohort, labels: Mapping[str, str]) -> None:
        self.cohort, self.side, self.labels = cohort, side, labels
        self.enrolled = {
            one.person_id: one for one in Enrollment.objects.filter(cohort=cohort, side=self.side)
        }
        intakes = Intake.objects.filter(enrollment__cohort=cohort, enrollment__side=self.side).order_by(
            "version"
        )
        self.intakes = {intake.enrollment_id: intake for intake in intakes}
        self.problems: list[Problem] = []

    def of_side(self, rows: Iterable[PlannedRow]) -> list[PlannedRow]:
        """Return the rows of this side; without a word of it all are."""
        return [row for row in rows if self.side in row.record.values.get("side", (self.side,))]

    def extend(self, rows: Iterable[PlannedRow], known: Known) -> None:
        """Add to each row what it changes here; what can't be used is asked and left out."""
        for row in self.of_side(rows):
            values = row.record.values
            numbers = {name: values[name] for name in NUMBERS_OF[self.side] if name in values}
            answers = answers_of(self.side, values)
            fresh = self._accepted(row, answers)
            named = {key: self._people(row, key, known) for key in MOST_NAMED if self._says(key, values)}
            row.extra[self.side] = {"numbers": numbers, "answers": answers, "fresh": fresh, **named}
            if not row.is_new:
                enrollment = self.enrolled.get(row.person_id)
                row.changes.extend(self._changes(enrollment, numbers, answers))

    def has_answered(self, row: PlannedRow) -> bool:
        """Tell whether somebody sent their own answers already: those of the file are then left alone."""
        enrolled = self.enrolled.get(row.person_id)
        intake = self.intakes.get(enrolled.id) if enrolled else None
        return bool(intake and intake.submitted_at and row.extra[self.side]["answers"])

    def _says(self, key: str, values: Mapping[str, Any]) -> bool:
        return key in values and (key != "wishes" or self.side == Side.MENTEE)

    def _accepted(self, row: PlannedRow, answers: dict[str, Any]) -> dict[str, Any]:
        """Return the answers as they are stored; take away from `answers` each that the program refuses."""
        while answers:
            try:
                return answers_from_json(self.side, answers).to_json()
            except DomainError as error:
                name = error.field if error.field in answers else next(iter(answers))
                self._refuse(row, name, error.message)
                del answers[name]
        return {}

    def _refuse(self, row: PlannedRow, name: str, message: str) -> None:
        key = next((key for key, other in SAME.items() if other == name), name)
        place = row.record.cells.get(key) or next(iter(row.record.cells.values()), str(row.record.row))
        target = key if key in self.labels else ""
        self.problems.append(
            Problem("refused", target, row.record.row, place, row.record.label, part=message)
        )

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
            people = known.find(name)
            others = people - {row.person_id}
            if len(others) == 1:
                found.append(others.pop())
                continue
            cause, meant = ("oneself", None) if people and not others else known.question(name)
            # whom somebody rules out is shown to nobody
            self._ask(cause, row, key, name, meant if key != "exclusions" else None)
        found = list(dict.fromkeys(found))
        if len(found) > MOST_NAMED[key]:
            self._ask("too_many", row, key, "; ".join(row.record.values[key]))
        return found[: MOST_NAMED[key]]

    def _ask(self, cause: str, row: PlannedRow, key: str, text: str, suggestion: str | None = None) -> None:
        place = row.record.cells.get(key, str(row.record.row))
        self.problems.append(Problem(cause, key, row.record.row, place, text, suggestion=suggestion))

    def prepare(self, rows: list[PlannedRow]) -> tuple[dict[str, Any], Callable[[], dict[str, Any]]]:
        """Work out the enrollments of planned rows: their way back, and what writes them once their people exist.

        What it returns is the way back of wishes and exclusions, which only the writing can tell.
        """
        says = [(row.person_id, row.extra[self.side]) for row in self.of_side(rows)]
        entries = [NewEnrollment(person_id=one, side=self.side, **said["numbers"]) for one, said in says]
        ready = prepare_enrollments(cohort=self.cohort, people=entries)
        ids = {one: ready.enrollments[one].id for one, _said in says}
        given = {ids[one]: said["answers"] for one, said in says if said["answers"]}
        fresh = {ids[one]: said["fresh"] for one, said in says if said["answers"]}
        ready = prepare_prefilled(ready, given=given, fresh=fresh, side=self.side)

        named = {key: {ids[one]: said[key] for one, said in says if said.get(key)} for key in MOST_NAMED}

        def write() -> dict[str, Any]:
            write_enrollments(ready)
            return write_named_people(**named)

        return dict(ready.way_back), write
