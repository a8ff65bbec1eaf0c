"""What an import of pairs that already run would do: record each pair with its start, enroll whoever is not yet."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _

from rounds.core.access import Viewer
from rounds.core.database.bulk_rows import among, ready_updates
from rounds.core.errors import OutOfOrder
from rounds.integrations.spreadsheets.services.plans.known_people import Known, fold_words
from rounds.integrations.spreadsheets.services.plans.people_rows import PlannedPeople, PlannedRow
from rounds.integrations.spreadsheets.services.plans.whom import described
from rounds.mentorships.enums import OPEN
from rounds.mentorships.models import Mentorship
from rounds.mentorships.services.limits import Opening
from rounds.mentorships.services.pairs import EarlierPair, prepare_existing_pairs, record_existing_pairs
from rounds.people.models import Person
from rounds.programs.enums import Side
from rounds.programs.models import Cohort, Enrollment
from rounds.programs.services.bulk import ReadyEnrollments, prepare_enrollments, write_enrollments
from rounds.programs.services.enrollments import NewEnrollment
from rounds.sheets import Answers, Checked, Problem, Record

Way = dict[str, Any]
SIDES: Final = (Side.MENTOR, Side.MENTEE)


class PairPlanner:
    """Goes through the records once and decides about each pair."""

    def __init__(self, checked: Checked, cohort: Cohort, answers: Answers, *, today: date) -> None:
        self.records, self.waiting = checked.records, checked.waiting
        self.cohort, self.today, self.answers = cohort, today, answers
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
        for record in self.waiting:  # whom they mean is asked at once with what they lack
            for side in SIDES:
                self._person(record, side)
        return PlannedPeople(rows, self.problems, {})

    def _problem(
        self, cause: str, target: str, record: Record, text: str, part: str = "", **more: Any
    ) -> None:
        place = record.cells.get(target) or next(iter(record.cells.values()), str(record.row))
        self.problems.append(Problem(cause, target, record.row, place, text, part, keeps_out=True, **more))

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
        """Make a pair that is over: history, which takes no place and stands beside a pair that runs."""
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
        """Return who is meant: by e-mail, else by number, else by name; never by a name against an unknown e-mail.

        Where address or number and the name beside it belong to two people, it is asked.
        """
        values = record.values
        for key in (f"{side}_email", f"{side}_id", f"{side}_name", f"{side}_last_name"):
            if key not in values:
                continue
            people = self.known.find(_called(values, side) if key.endswith("name") else str(values[key]))
            if len(people) == 1:
                return self._if_the_name_fits(record, side, key, next(iter(people)))
            text = _called(values, side) if key.endswith("last_name") else str(values[key])
            cause, meant = self.known.question(text) if "name" in key else ("person_unknown", None)
            self._problem(cause, key, record, text, suggestion=meant)
            return None
        return None

    def _if_the_name_fits(self, record: Record, side: str, key: str, person_id: UUID) -> UUID | None:
        name = _called(record.values, side)
        if not name or key.endswith("name"):
            return person_id
        person = self.known.people[person_id]
        if fold_words(name) & fold_words(person.full_name):
            return person_id
        options = [person_id, *(self.known.find(name) - {person_id})]
        said = self.answers.who.get(f"{record.row}:{side}", "")
        chosen = next((one for one in options if str(one) == said), None)
        if chosen is None:
            shown = [(str(one), described(self.known.people.get(one))) for one in options]
            place = record.cells.get(key, str(record.row))
            self.problems.append(
                Problem("who", key, record.row, place, name, str(record.values[key]), shown, keeps_out=True)
            )
        return chosen

    def prepare(self, rows: Sequence[PlannedRow], *, by: Viewer) -> tuple[list[Way], Callable[[], list[Way]]]:
        """Work out enrollments and pairs before the transaction opens: the ways back, and what writes the rows.

        Writing returns one further way back, of the starts that it corrected.
        """
        new = [row for row in rows if row.is_new]
        enrollments = [ready for side in SIDES for ready in self._enroll(new, side)]
        enrolled = {
            (one.side, person): one for ready in enrollments for person, one in ready.enrollments.items()
        }
        pairs = prepare_existing_pairs(
            pairs=[_earlier(row, enrolled) for row in new],
            cycle_id=self.cohort.cycle_id,
            program_id=self.cohort.cycle.program_id,
        )
        starts = {
            (row.person_id, row.extra["mentor"]): row.extra["started_on"] for row in rows if row.changes
        }

        def write() -> list[Way]:
            for ready in enrollments:
                write_enrollments(ready, as_found=True)
            record_existing_pairs(ready=pairs, by=by)
            return [{"starts": self._correct(starts)}]

        recorded = {
            "mentorships": [str(pair.id) for pair in pairs.running],
            "ended": [str(pair.id) for pair in pairs.ended],
        }
        return [*(dict(ready.way_back) for ready in enrollments), recorded], write

    def _enroll(self, rows: Sequence[PlannedRow], side: str) -> Iterator[ReadyEnrollments]:
        # Pairs that run come first: who is in both kinds takes part.
        seated: set[UUID] = set()
        for is_over in (False, True):
            people = {_on_side(row, side) for row in rows if _is_over(row) == is_over} - seated
            seated |= people
            entries = [NewEnrollment(person_id=person, side=side) for person in sorted(people)]
            yield prepare_enrollments(cohort=self.cohort, people=entries, takes_part=not is_over)

    def _correct(self, starts: Mapping[tuple[UUID, UUID], date]) -> dict[str, str]:
        """Give running pairs, by mentee and mentor, the starts of the file; return the ones before by pair."""
        mentees = among(mentee for mentee, _mentor in starts)
        rows = Mentorship.objects.select_for_update(no_key=True).filter(
            cycle_id=self.cohort.cycle_id, state__in=OPEN, mentee_id__in=mentees
        )
        found = {(pair.mentee_id, pair.mentor_id): pair for pair in rows.order_by("id")} if starts else {}
        if not starts.keys() <= found.keys():
            raise OutOfOrder(
                _("Pairs were ended while the rows were made ready. Look at the new counts and import again.")
            )
        changes = {found[key].id: {"imported_start_on": day, "opened_on": day} for key, day in starts.items()}
        for ready in ready_updates(Mentorship, changes):
            ready.write()
        return {str(found[key].id): str(found[key].imported_start_on) for key in starts}


def _called(values: Mapping[str, Any], side: str) -> str:
    """Return the name that a row gives to one side, "" for none."""
    if name := values.get(f"{side}_name"):
        return str(name)
    last, first = (str(values.get(f"{side}_{part}_name", "")) for part in ("last", "first"))
    return f"{last}, {first}" if last else ""


def _is_over(row: PlannedRow) -> bool:
    return bool(row.extra.get("is_over"))


def _on_side(row: PlannedRow, side: str) -> UUID:
    person: UUID = row.extra["mentor"] if side == Side.MENTOR else row.person_id
    return person


def _earlier(row: PlannedRow, enrolled: Mapping[tuple[str, UUID], Enrollment]) -> EarlierPair:
    mentor, mentee = (enrolled[side, _on_side(row, side)] for side in SIDES)
    pair = Opening(
        mentee_enrollment_id=mentee.id,
        mentor_enrollment_id=mentor.id,
        mentee_id=mentee.person_id,
        mentor_id=mentor.person_id,
        places=mentor.capacity or 0,
    )
    return EarlierPair(
        pair=pair,
        started_on=row.extra["started_on"],
        is_over=_is_over(row),
        ended_on=row.extra.get("ended_on"),
    )
