"""What an import of people would do: for each row create, update, skip, or a problem that says why not."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final
from uuid import UUID, uuid4

from rounds.integrations.spreadsheets.services.plans.known_people import Known
from rounds.integrations.spreadsheets.services.plans.people_rows import (
    PlannedPeople,
    PlannedRow,
    drop_known_lines,
)
from rounds.integrations.spreadsheets.services.plans.places import Places
from rounds.integrations.spreadsheets.services.plans.whom import described, whom_of
from rounds.people.enums import AuthorityKind, Tier, TrainingKind
from rounds.people.models import CareerStage
from rounds.people.services.bulk import LineEntry, PersonEntry
from rounds.sheets import Answers, Catalog, Checked, Problem, Record
from rounds.sheets.cells.several_values import read_choice
from rounds.sheets.checking.identity import key_of
from rounds.sheets.text import answer_key, fold

# A target of a file and the field that it fills, where the two have different names.
RENAMED: Final = {"first_name": "given_name", "last_name": "family_name", "division": "section"}
FIELDS: Final = {
    name: RENAMED.get(name, name)
    for name in ("first_name", "last_name", "email", "employee_id", "npi", "orcid", "languages")
}
STAGE: Final = {
    name: RENAMED.get(name, name)
    for name in ("tier", "pgy", "title", "rank", "division", "specialty", "track", "fte")
}
LINES: Final = {"supervisor": AuthorityKind.LINE_MANAGER, "evaluator": AuthorityKind.STANDING_EVALUATOR}
MEMBERS: Final = {
    "residency_director": TrainingKind.DIRECTOR,
    "associate_director": TrainingKind.ASSOCIATE_DIRECTOR,
}
# numbers by which other systems know somebody: the one on record is never replaced unasked
NUMBERS: Final = {"employee_id", "npi", "orcid"}
TRAINING_TITLE: Final = "Mentor training"
SURE_RESIDENT: Final = 3
DOCTOR: Final = "Dr."
TELL_EVERY: Final = 400


class PeoplePlanner:
    """Goes through the records once and decides about each row."""

    def __init__(self, checked: Checked, catalog: Catalog, answers: Answers, *, today: date) -> None:
        self.records, self.waiting = checked.records, checked.waiting
        self.catalog, self.answers, self.today = catalog, answers, today
        everything = (*self.records, *self.waiting)
        refers = any(
            key in record.values
            for record in everything
            for key in (*LINES, *MEMBERS, "wishes", "exclusions")
        )
        self.known = Known(everything, with_names=refers)
        self.places = Places(answers.values)
        # rows whose tier is there and can't be read are asked about that
        self.tier_unread = {problem.row for problem in checked.problems if problem.target == "tier"}
        self.problems: list[Problem] = []
        self.repeated: list[int] = []
        # rows that wait for an answer: worked out too, so that everything they ask comes up at once
        self.asked: list[PlannedRow] = []

    def plan(self, tell: Callable[[int], object] = lambda done: None) -> PlannedPeople:
        """Return the plan; nothing is written. `tell` hears how many rows are compared, now and then."""
        rows = [row for record in self.records if (row := self._who(record)) is not None]
        rows = self._keep_one_of_each(rows)
        for row in rows:
            if row.is_new:
                self.known.add_new(row.person_id, row.record.values)
        for done, row in enumerate(rows):
            if done % TELL_EVERY == 0:
                tell(done)
            self._decide(row)
        self.asked += [PlannedRow(record, uuid4(), is_new=True) for record in self.waiting]
        for row in self.asked:
            self._decide(row)
        drop_known_lines(rows)
        return PlannedPeople(rows, self.problems, self.places.new, self.repeated)

    def _problem(self, cause: str, target: str, record: Record, text: str, **more: Any) -> None:
        place = record.cells.get(target) or next(iter(record.cells.values()), str(record.row))
        self.problems.append(Problem(cause, target, record.row, place, text, **more))

    def _who(self, record: Record) -> PlannedRow | None:
        meant = whom_of(record, self.known, self.answers.who.get(str(record.row), ""))
        if meant.problem is not None:
            self.problems.append(meant.problem)
            self.asked.append(PlannedRow(meant.record, uuid4(), is_new=True))
            return None
        return PlannedRow(meant.record, meant.person_id or uuid4(), is_new=meant.person_id is None)

    def _keep_one_of_each(self, rows: list[PlannedRow]) -> list[PlannedRow]:
        """Ask which row counts where several mean one person here by different keys."""
        by_person: dict[UUID, list[PlannedRow]] = {}
        for row in rows:
            by_person.setdefault(row.person_id, []).append(row)
        kept = []
        for same in by_person.values():
            numbers = tuple(row.record.row for row in same)
            chosen = self.answers.keep.get(",".join(map(str, numbers)))
            if len(same) == 1 or chosen in numbers:
                kept += [row for row in same if len(same) == 1 or row.record.row == chosen]
                self.repeated += [number for number in numbers if len(same) > 1 and number != chosen]
                continue
            for row in same:
                who = described(self.known.people.get(row.person_id))
                self._problem(
                    "twice", "", row.record, row.record.label, part=who, rows=numbers, keeps_out=True
                )
        return sorted(kept, key=lambda row: row.record.row)

    def _decide(self, row: PlannedRow) -> None:
        """Work out what a row changes; what of it can't be understood is asked and left out."""
        values = row.record.values
        stage = self.known.stages.get(row.person_id)
        tier = self._tier(row, stage)
        fields = self._fields(row)
        columns = self._stage_columns(row, stage, tier)
        self._add_lines(row)
        if stage is None:
            is_changed = bool(columns) or "started_on" in values
        else:
            is_changed = any(getattr(stage, name) != value for name, value in columns.items())
        if fields or is_changed:
            row.entry = PersonEntry(
                person_id=row.person_id,
                is_new=row.is_new,
                fields=fields,
                stage=columns if is_changed else None,
                from_on=self._from(values, stage),
            )
        row.trained_on = values.get("trained_on")
        row.is_trained = bool(row.trained_on or values.get("trained"))

    def _from(self, values: Mapping[str, Any], stage: CareerStage | None) -> date:
        if stage is not None:
            return max(self.today, stage.from_on)
        started: date | None = values.get("started_on")
        return started or self.today

    def _fields(self, row: PlannedRow) -> dict[str, Any]:
        person = self.known.people.get(row.person_id)
        # who is on record keeps the title that is there, or none
        fields: dict[str, Any] = {"title": DOCTOR} if person is None and row.record.is_doctor else {}
        for key, column in FIELDS.items():
            if key not in row.record.values:
                continue
            value = row.record.values[key]
            value = sorted(value) if isinstance(value, tuple) else value
            old = getattr(person, column) if person else None
            if person is None:
                fields[column] = value
            elif value != old and not self._keeps_number(row, key, old, value):
                fields[column] = value
                row.changes.append((key, old, value))
        return fields

    def _keeps_number(self, row: PlannedRow, key: str, old: Any, value: Any) -> bool:
        """Tell whether the number on record stays: zeros that a spreadsheet dropped, or another one that is asked."""
        if key not in NUMBERS or not old:
            return False
        if key_of(key, old).lstrip("0") == key_of(key, value).lstrip("0"):
            return len(str(value)) < len(str(old))
        said = self.answers.values.get(key, {}).values()
        typed = self.answers.cells.get(f"{row.record.row}:{key}")
        if value in said or value == typed:
            return False
        self._problem("number_differs", key, row.record, str(value), suggestion=old)
        return True

    def _tier(self, row: PlannedRow, stage: CareerStage | None) -> str:
        values = row.record.values
        if "tier" in values:
            return str(values["tier"])
        place, words = row.record.year_words or ("", "")
        if tier := read_choice(self.catalog.index["tier"], words).value if words else None:
            return str(tier)
        pgy = values.get("pgy")
        if pgy is not None and pgy <= SURE_RESIDENT and (stage is None or stage.tier != Tier.FELLOW):
            return str(Tier.RESIDENT)
        if stage is not None and stage.tier:
            return str(stage.tier)
        if row.record.row in self.tier_unread:
            return ""
        key = "pgy" if pgy is not None else "rank" if "rank" in values else "title"
        # what the sheet says, not what was answered about it: the question stays the same one
        text = words or (f"PGY-{pgy}" if pgy is not None else str(values.get(key, "")))
        answered = self.answers.values.get("tier", {}).get(answer_key(text))
        if answered in Tier.values:
            return str(answered)
        hint = next(
            (
                choice.key
                for choice in self.catalog.index["tier"].choices
                if fold(text) in map(fold, choice.hints)
            ),
            None,
        )
        place = place or row.record.cells.get(key, str(row.record.row))
        self.problems.append(Problem("tier_unsaid", "tier", row.record.row, place, text, suggestion=hint))
        return ""

    def _stage_columns(self, row: PlannedRow, stage: CareerStage | None, tier: str) -> dict[str, Any]:
        """Return the columns of the stage that would be current; blank cells keep what is there."""
        values = {**row.record.values, "tier": tier}
        columns: dict[str, Any] = {}
        for key, column in STAGE.items():
            old = getattr(stage, column) if stage else None
            value = values.get(key)
            if key == "fte" and value is not None:
                value = Decimal(str(value)).quantize(Decimal("0.01"))
            if value in (None, ""):
                value = old
            elif value != old and not row.is_new:
                row.changes.append((key, old, value))
            if value not in (None, ""):
                columns[column] = value
        for key in ("department", "site"):
            old_place = getattr(stage, key) if stage else None
            name = values.get(key)
            place = self._place(key, row, name) if name else None
            if place is not None and (old_place is None or place != old_place.id):
                columns[f"{key}_id"] = place
                if stage is not None or not row.is_new:
                    row.changes.append((key, old_place.name if old_place else None, name))
            elif old_place is not None:
                columns[f"{key}_id"] = old_place.id
        return columns

    def _place(self, key: str, row: PlannedRow, name: str) -> UUID | None:
        """Return the id of a department, site or training program; an unknown one is asked and left out."""
        found = self.places.find(key, name)
        if found is None:
            self._problem("new_place", key, row.record, name, suggestion=self.places.guess(key, name))
        return found

    def _add_lines(self, row: PlannedRow) -> None:
        values = row.record.values
        program_name = values.get("training_program") or (
            values.get("department") if set(values) & {*MEMBERS, "ccc_member"} else None
        )
        program = self._place("training_program", row, program_name) if program_name else None
        if "training_program" in values and program:
            self._member(row, row.person_id, program, TrainingKind.RESIDENT)
        if values.get("ccc_member") and program:
            self._member(row, row.person_id, program, TrainingKind.CCC_MEMBER)
        for key, member_kind in MEMBERS.items():
            for over in self._others(row, key):
                if program is not None:
                    self._member(row, over, program, member_kind)
                elif not program_name:
                    self._problem("program_unsaid", key, row.record, str(values[key]))
        for key, line_kind in LINES.items():
            for over in self._others(row, key):
                line = LineEntry(person_id=row.person_id, kind=line_kind, over_id=over, from_on=self.today)
                row.lines.append(line)

    def _member(self, row: PlannedRow, person_id: UUID, program: UUID, kind: str) -> None:
        row.lines.append(
            LineEntry(person_id=person_id, kind=kind, training_program_id=program, from_on=self.today)
        )

    def _others(self, row: PlannedRow, key: str) -> list[UUID]:
        """Return the people whom a cell names; whoever is not known or not clear becomes a problem."""
        found = []
        for name in str(row.record.values.get(key, "")).split("; "):
            if not name:
                continue
            people = self.known.find(name) - {row.person_id}
            if len(people) == 1:
                found.append(people.pop())
            elif not people and row.person_id in self.known.find(name):
                self._problem("oneself", key, row.record, name)
            else:
                cause, meant = self.known.question(name)
                self._problem(cause, key, row.record, name, suggestion=meant)
        return found
