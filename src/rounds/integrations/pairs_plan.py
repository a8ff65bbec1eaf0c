"""What an import of pairs that already run would do: record each pair with its start, enroll whoever is not yet."""

from datetime import date
from typing import Any, Final
from uuid import UUID

from rounds.core.access import Viewer
from rounds.integrations.known_people import Known
from rounds.integrations.people_plan import PlannedPeople, PlannedRow
from rounds.mentorships.enums import OPEN
from rounds.mentorships.models import Mentorship
from rounds.mentorships.services import Opening, record_ended_pair, record_existing_pair
from rounds.people.models import Person
from rounds.programs.bulk import prepare_enrollments, write_enrollments
from rounds.programs.enums import Side
from rounds.programs.models import Cohort, Enrollment
from rounds.programs.services.enrollments import NewEnrollment
from rounds.sheets import Checked, Problem, Record

SIDES: Final = (Side.MENTOR, Side.MENTEE)


class PairPlanner:
    """Goes through the records once and decides about each pair."""

    def __init__(self, checked: Checked, cohort: Cohort, *, today: date) -> None:
        self.records = checked.records
        self.cohort, self.today = cohort, today
        self.known = Known([], with_names=True)
        pairs = Mentorship.objects.filter(cycle_id=cohort.cycle_id, state__in=OPEN).values_list(
            "mentee_id", "mentor_id", "imported_start_on"
        )
        self.running: dict[UUID, tuple[UUID, date | None]] = {
            mentee: (mentor, start) for mentee, mentor, start in pairs
        }
        self.ended = set(
            Mentorship.objects.filter(cycle_id=cohort.cycle_id)
            .exclude(state__in=OPEN)
            .values_list("mentee_id", "mentor_id", "imported_start_on")
        )
        self.problems: list[Problem] = []

    def plan(self) -> PlannedPeople:
        """Return the plan; nothing is written."""
        rows = [row for record in self.records if (row := self._decide(record)) is not None]
        return PlannedPeople(rows, self.problems, {})

    def _problem(self, cause: str, target: str, record: Record, text: str, part: str = "") -> None:
        place = record.cells.get(target) or next(iter(record.cells.values()), str(record.row))
        self.problems.append(Problem(cause, target, record.row, place, text, part))

    def _decide(self, record: Record) -> PlannedRow | None:
        values = record.values
        mentor, mentee = (self._person(record, side) for side in SIDES)
        started: date = values["started_on"]
        ended = values.get("status") == "ended" or (
            values.get("ends_on") is not None and values["ends_on"] < self.today
        )
        if mentor is None or mentee is None:
            return None
        if mentor == mentee:
            self._problem("oneself", "mentor_name", record, record.label)
            return None
        if started > self.today:
            self._problem("future", "started_on", record, started.isoformat())
            return None
        if ended:
            return self._ended(record, mentee, mentor)
        running = self.running.get(mentee)
        if running is not None and running[0] != mentor:
            self._problem("already_paired", "mentee_name", record, self._name(mentee), self._name(running[0]))
            return None
        row = PlannedRow(
            record, mentee, is_new=running is None, extra={"mentor": mentor, "started_on": started}
        )
        if running is not None and running[1] not in (started, None):
            row.changes.append(("started_on", running[1], started))
        self.running[mentee] = (mentor, started)
        return row

    def _ended(self, record: Record, mentee: UUID, mentor: UUID) -> PlannedRow | None:
        """A pair that is over comes in as history: it takes no place and stands beside a pair that runs."""
        started, last = record.values["started_on"], record.values.get("ends_on")
        if last is not None and last < started:
            self._problem("ends_first", "ends_on", record, last.isoformat())
            return None
        is_new = (mentee, mentor, started) not in self.ended
        self.ended.add((mentee, mentor, started))
        ended_on = min(last, self.today) if last else None
        extra = {"mentor": mentor, "started_on": started, "is_over": True, "ended_on": ended_on}
        return PlannedRow(record, mentee, is_new=is_new, extra=extra)

    def _name(self, person_id: UUID) -> str:
        person: Person = self.known.people[person_id]
        return person.full_name

    def _person(self, record: Record, side: str) -> UUID | None:
        """Return who is meant: by e-mail, else by number, else by name; never by a name against an unknown e-mail."""
        values = record.values
        for key in (f"{side}_email", f"{side}_id", f"{side}_name", f"{side}_last_name"):
            if key not in values:
                continue
            text = str(values[key])
            if key.endswith("last_name"):
                text = f"{text}, {values.get(f'{side}_first_name', '')}"
            people = self.known.find(text)
            if len(people) == 1:
                return next(iter(people))
            self._problem("person_unclear" if people else "person_unknown", key, record, text)
            return None
        return None

    def write(self, rows: list[PlannedRow], *, by: Viewer) -> list[dict[str, Any]]:
        """Record new pairs and corrected starts; return the ways back, oldest step first."""
        ways: list[dict[str, Any]] = []
        made: dict[str, list[str]] = {}
        # Pairs that run come first: who is in both kinds takes part.
        for key, is_over in (("mentorships", False), ("ended", True)):
            new = [row for row in rows if row.is_new and bool(row.extra.get("is_over")) == is_over]
            enrolled = self._enroll(new, ways, takes_part=not is_over)
            made[key] = [str(self._record(row, enrolled, by).id) for row in new]
        return [*ways, {**made, "starts": self._correct(rows)}]

    def _enroll(
        self, rows: list[PlannedRow], ways: list[dict[str, Any]], *, takes_part: bool
    ) -> dict[str, dict[UUID, Enrollment]]:
        enrolled: dict[str, dict[UUID, Enrollment]] = {}
        for side in SIDES:
            people = {row.extra["mentor"] if side == Side.MENTOR else row.person_id for row in rows}
            entries = [NewEnrollment(person_id=person, side=side) for person in sorted(people)]
            ready = prepare_enrollments(cohort=self.cohort, people=entries, takes_part=takes_part)
            ways.append(write_enrollments(ready))
            enrolled[side] = dict(ready.enrollments)
        return enrolled

    def _record(self, row: PlannedRow, enrolled: dict[str, dict[UUID, Enrollment]], by: Viewer) -> Mentorship:
        mentor = enrolled[Side.MENTOR][row.extra["mentor"]]
        mentee = enrolled[Side.MENTEE][row.person_id]
        pair = Opening(
            mentee_enrollment_id=mentee.id, mentor_enrollment_id=mentor.id, mentee_id=mentee.person_id, mentor_id=mentor.person_id,
            places=mentor.capacity or 0,
        )  # fmt: skip
        facts: dict[str, Any] = {
            "pair": pair,
            "cycle_id": self.cohort.cycle_id,
            "program_id": self.cohort.cycle.program_id,
            "started_on": row.extra["started_on"],
            "by": by,
        }
        if row.extra.get("is_over"):
            return record_ended_pair(**facts, ended_on=row.extra["ended_on"])
        return record_existing_pair(**facts)

    def _correct(self, rows: list[PlannedRow]) -> dict[str, str]:
        before = {}
        for row in rows:
            if row.changes:
                pair = Mentorship.objects.select_for_update(no_key=True).get(
                    mentee_id=row.person_id,
                    cycle_id=self.cohort.cycle_id,
                    mentor_id=row.extra["mentor"],
                    state__in=OPEN,
                )
                before[str(pair.id)] = str(pair.imported_start_on)
                pair.imported_start_on = pair.opened_on = row.extra["started_on"]
                pair.save(update_fields=["imported_start_on", "opened_on"])
        return before
