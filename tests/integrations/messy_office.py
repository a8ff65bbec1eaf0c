"""The office that brings the messy sheets: it sets up what stands there before, answers rightly, and reads the records."""

from __future__ import annotations

from datetime import date
from typing import Any

from rounds.core.access import Viewer
from rounds.integrations.spreadsheets.enums import Way
from rounds.integrations.spreadsheets.models import SpreadsheetImport
from rounds.integrations.spreadsheets.services import answer, choose_header, outcome_of, stage_file
from rounds.integrations.spreadsheets.services.plans.enrollments import _day_parts
from rounds.integrations.spreadsheets.services.plans.whom import NOBODY_HERE
from rounds.mentorships.models import Mentorship
from rounds.people.models import (
    CareerStage,
    Department,
    Person,
    Site,
    TrainingProgram,
    TrainingProgramMember,
    TrainingRecord,
)
from rounds.programs.forms.fields import hours_of
from rounds.programs.models import Cohort, Enrollment, Exclusion, Intake, Wish
from rounds.programs.services import create_program
from rounds.programs.values.templates import TEMPLATES
from rounds.sheets import Answers
from rounds.sheets.cells.names import DEGREE
from rounds.sheets.text import fold
from tests.sheets.messy_sheets.loading import Shape, Upload

KINDS = {"mentees and mentors": "both"}
SIDES = {"mentees": {"mentee"}, "mentors": {"mentor"}}
ADDRESSED = ("email", "mentee_email")


def set_up(shape: Shape, by: Viewer) -> list[Cohort]:
    """Make what stands in the institution before the first file; return the cohorts of its programs."""
    said = shape.institution
    departments = said.get("departments", {})
    Department.objects.bulk_create([Department(name=name, code=code) for name, code in departments.items()])
    Site.objects.bulk_create([Site(name=name) for name in said.get("sites", ())])
    TrainingProgram.objects.bulk_create([TrainingProgram(name=n) for n in said.get("training_programs", ())])
    for person in (*said.get("mentors", ()), *said.get("mentees", ())):
        names = {"given_name": person["first_name"], "family_name": person["last_name"]}
        Person.objects.create(**names, email=person["email"])
    for name in said.get("programs", ["Leadership"]):
        create_program(
            by=by,
            name=name,
            template=next(iter(TEMPLATES)),
            starts_on=date(2026, 7, 1),
            coordinator=Person.objects.get(id=by.person_id),
        )
    return list(Cohort.objects.select_related("cycle__program").order_by("cycle__program__name"))


def stage(shape: Shape, upload: Upload, by: Viewer, cohort: Cohort) -> SpreadsheetImport:
    """Bring one file as the office would, for its program where it has one."""
    dictionary = ("dictionary.csv", upload.dictionary) if upload.dictionary else None
    return stage_file(
        by=by,
        kind=KINDS.get(shape.kind, shape.kind),
        name=upload.file,
        data=upload.data,
        cohort_id=None if shape.kind == "roster" else cohort.id,
        dictionary=dictionary,
    )


class Office:
    """Somebody who knows what is right and answers what a check asks."""

    def __init__(self, upload: Upload, by: Viewer, spreadsheet: SpreadsheetImport) -> None:
        self.upload, self.by, self.id = upload, by, spreadsheet.id
        self.rounds = 0

    @property
    def spreadsheet(self) -> SpreadsheetImport:
        return SpreadsheetImport.objects.get(id=self.id)

    @property
    def preview(self) -> dict[str, Any]:
        return self.spreadsheet.opened()["preview"]

    def say_header(self) -> None:
        """Say which line holds the names, where the page asks."""
        header = self.preview["header"]
        right = max(self.upload.header, default=0) if len(self.upload.header) < 2 else header["row"]
        if not header["is_sure"]:
            version = self.spreadsheet.version
            choose_header(by=self.by, spreadsheet=self.spreadsheet, row=right, version=version)

    def answer_all(self) -> None:
        """Answer until nothing new can be said; `rounds` counts how often questions came up."""
        self.say_header()
        for _again in range(6):
            found = self.spreadsheet
            known = found.opened()["answers"]
            answers = self._answers()
            if answers.as_json() == known:
                return
            self.rounds += 1
            answer(by=self.by, spreadsheet=found, answers=answers, version=found.version)

    def _answers(self) -> Answers:
        preview, answers = self.preview, Answers.from_json(self.spreadsheet.opened()["answers"])
        for column in preview["columns"]:
            expected = self.upload.columns.get(column["letter"])
            if column["status"] == "needs_you" and expected and expected.target:
                answers.columns[column["key"]] = expected.target
        for group in preview["groups"]:
            self._answer(group, answers)
        return answers

    def _answer(self, group: dict[str, Any], answers: Answers) -> None:
        target, way = group["target"], group["way"]
        if way == Way.ORDER:
            answers.date_order = "mdy"
        elif way == Way.ONCE:
            right = next((row[target] for row in self.upload.rows.values() if target in row), None)
            if right is not None:
                answers.defaults[target] = as_text(target, right)
        elif way == Way.TEXT and group["cause"] != "tier_unsaid":
            words = answers.values.setdefault(target, {})
            for text in group["texts"]:
                words[text["key"]] = self._meaning(group, text)
        elif way == Way.ROW:
            for person in group["people"]:
                self._answer_row(group, person, answers)

    def _meaning(self, group: dict[str, Any], text: dict[str, Any]) -> Any:
        """Return what a text means by the rows in which it stands."""
        if group["cause"] == "tail":
            return DEGREE
        row = int("".join(sign for sign in text["cells"][0] if sign.isdigit()))
        right, target = self.upload.rows.get(row, {}), group["target"]
        if target == "full_name":
            return f"{right['last_name']}, {right['first_name']}"
        if target not in right:
            return None
        if target == "availability":
            return text["suggestion"]
        if target in ("wishes", "exclusions") and len(right[target]) == 1:
            return right[target][0]
        if isinstance(right[target], list):
            return None  # a word of a list that nothing knows
        return as_text(target, right[target])

    def _answer_row(self, group: dict[str, Any], person: dict[str, Any], answers: Answers) -> None:
        row, target = person["row"], group["target"]
        right = self.upload.rows.get(row, {})
        if group["cause"] == "twice":
            answers.keep[",".join(map(str, person["rows"]))] = person["rows"][-1]
        elif group["cause"] == "who":
            answers.who[str(row)] = person["options"][0][0] if target in right else NOBODY_HERE
        elif group["cause"] in ("missing", "shared") and target in right:
            answers.cells[f"{row}:{target}"] = as_text(target, right[target])


def as_text(target: str, value: Any) -> str:
    """Return a value as somebody types or chooses it."""
    return "+".join(value) if target == "side" else str(value)


def facts_of(email: str, cohorts: list[Cohort]) -> dict[str, Any]:
    """Return what is on record of a person, by target."""
    person = Person.objects.get(email=email)
    facts: dict[str, Any] = {
        "first_name": person.given_name,
        "last_name": person.family_name,
        "email": person.email,
        "employee_id": person.employee_id,
        "npi": person.npi,
    }
    stage_now = (
        CareerStage.objects.filter(person=person, to_on=None).select_related("department", "site").first()
    )
    if stage_now:
        for key in ("tier", "pgy", "title", "rank", "specialty"):
            facts[key] = getattr(stage_now, key)
        facts["division"], facts["started_on"] = stage_now.section, stage_now.from_on
        facts["department"] = stage_now.department.name if stage_now.department else ""
        facts["site"] = stage_now.site.name if stage_now.site else ""
        facts["fte"] = float(stage_now.fte) if stage_now.fte is not None else None
    member = TrainingProgramMember.objects.filter(person=person).select_related("training_program").first()
    facts["training_program"] = member.training_program.name if member else ""
    training = TrainingRecord.objects.filter(person=person)
    facts["trained"] = True if training.exists() else None
    sides = set()
    for enrollment in Enrollment.objects.filter(person=person, cohort__in=cohorts):
        sides.add(enrollment.side)
        facts.update(_facts_of_enrollment(enrollment))
    facts["side"] = sides
    return {key: value for key, value in facts.items() if value not in ("", None, [], {})}


def _facts_of_enrollment(enrollment: Enrollment) -> dict[str, Any]:
    facts: dict[str, Any] = {
        name: getattr(enrollment, name)
        for name in ("demand", "capacity", "hours_per_month", "outside_mentees")
    }
    intake = Intake.objects.filter(enrollment=enrollment).first()
    answers = intake.answers if intake else {}
    for key in ("gaps", "expertise"):
        if answers.get(key):
            facts[key] = dict(answers[key])
    for key, name in (("modality", "modalities"), ("availability", "hours"), ("goals", "goals")):
        if answers.get(name):
            facts[key] = answers[name]
    if answers.get("trained") is not None:
        facts["trained"] = answers["trained"]
    wishes = Wish.objects.filter(enrollment=enrollment).order_by("rank").select_related("person")
    facts["wishes"] = [wish.person.full_name for wish in wishes]
    excluded = [one.opened()["person"] for one in Exclusion.objects.filter(enrollment=enrollment)]
    facts["exclusions"] = [Person.objects.get(id=one).full_name for one in excluded]
    return {key: value for key, value in facts.items() if value not in ("", None, [], {})}


def facts_of_pair(row: dict[str, Any]) -> dict[str, Any]:
    """Return the running pair of a row of pairs."""
    pair = Mentorship.objects.select_related("mentor", "mentee").get(mentee__email=row["mentee_email"])
    return {
        "mentor_name": pair.mentor.full_name,
        "mentor_email": pair.mentor.email,
        "mentee_name": pair.mentee.full_name,
        "mentee_email": pair.mentee.email,
        "status": pair.state,
        "started_on": pair.imported_start_on,
    }


def same(target: str, right: Any, found: Any) -> bool:
    """Tell whether what is on record is what the row says, in the words of the records."""
    if target == "availability":
        wanted = ["varies"] if right == ["varies"] else list(hours_of(_day_parts(tuple(right))))
        return (["varies"] if found == "varies" else list(found)) == wanted
    if target in ("gaps", "expertise"):
        return set(right) == set(found or {})
    if target.startswith(("gap.", "expertise.")):
        return (found or {}).get(target.partition(".")[2]) == right
    if target in ("wishes",):
        return list(right) == list(found or [])
    if isinstance(right, list):
        return set(right) == set(found or [])
    return right == found


__all__ = ["Office", "facts_of", "facts_of_pair", "fold", "outcome_of", "same", "set_up", "stage"]
