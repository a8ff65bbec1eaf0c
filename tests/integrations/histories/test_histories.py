"""Personnel histories: identifiers alone say who is meant, survivors are refused, twice the same changes nothing, a day to undo."""

from __future__ import annotations

import pytest

from rounds.core.access import Grant, Viewer
from rounds.core.database.scope import current_institution_id
from rounds.core.errors import DomainError, OutOfOrder
from rounds.insights.models import OutcomeEvent, Sighting
from rounds.insights.selectors.outcomes import live_outcomes, outcomes_of
from rounds.insights.services.outcomes import Fact, correct_outcome
from rounds.integrations.histories.services import planned, stage_history, write_history
from rounds.integrations.spreadsheets.services import undo_import
from rounds.people.models import Person
from rounds.web.evidence.histories import why_out

pytestmark = pytest.mark.django_db
HISTORY = """Name,Employee ID,Hired on,Left on,Termination reason,Academic rank
Ana Hill,E1,2016-07-01,,,Assistant professor
Bo Lind,E2,2017,2021-06-30,Resigned,Professor
Cy Nash,E3,2018-07-01,Mar 2022,Retired,
Nobody,E9,2018-07-01,,,
"""
SHEET = """Employee number,What,Effective date,New rank
E1,Promotion,2021-07,Associate professor
E1,Committee,FY21,
E2,Sabbatical,2020-01-01,
E3,Promotion,2099-01-01,
E3,Promotion,3/4/2020,
,Award,2020-01-01,
"""


@pytest.fixture
def people(in_hospital):
    return [
        Person.objects.create(family_name=name, employee_id=number)
        for name, number in (("Hill", "E1"), ("Lind", "E2"), ("Nash", "E3"))
    ]


@pytest.fixture
def alice(people):
    person = Person.objects.create(given_name="Alice", family_name="Varga")
    return Viewer(current_institution_id(), None, person.id, "Alice Varga", frozenset({Grant("coordinator")}))


def write(alice, made):
    expected = planned(made, by=alice).digest
    write_history(by=alice, spreadsheet=made, version=made.version, expected=expected)


def bring(alice, text):
    made = stage_history(by=alice, name="history.csv", data=text.encode())
    write(alice, made)
    made.refresh_from_db()
    return made


def days_of(person):
    return {
        row.event.kind: (row.event.on.isoformat(), row.event.precision.value)
        for row in outcomes_of(person.id)
    }


def test_history_brings_who_came_and_who_left_as_well_as_the_day_is_known(alice, people):
    made = bring(alice, HISTORY)

    assert made.counts == {"create": 5, "update": 0, "skip": 0, "problem": 1}
    assert days_of(people[1]) == {"appointment": ("2017-07-02", "year"), "departure": ("2021-06-30", "day")}
    assert days_of(people[2])["departure"] == ("2022-03-16", "month")
    assert OutcomeEvent.objects.get(kind="departure", person=people[1]).why == "other_post"
    assert list(Sighting.objects.values_list("person_id", flat=True)) == [people[0].id]


def test_same_file_again_changes_nothing_and_a_newer_one_corrects(alice, people):
    bring(alice, HISTORY)
    again = stage_history(by=alice, name="history.csv", data=HISTORY.encode())

    assert again.counts == {"create": 0, "update": 0, "skip": 5, "problem": 1}
    with pytest.raises(DomainError, match="on record already"):
        write(alice, again)
    newer = bring(alice, HISTORY.replace("2021-06-30", "2021-07-31"))
    assert newer.counts == {"create": 0, "update": 1, "skip": 4, "problem": 1}
    assert days_of(people[1])["departure"] == ("2021-07-31", "day")


def test_import_is_undone_by_further_rows_and_what_was_corrected_since_stays(alice, people):
    bring(alice, HISTORY)
    newer = bring(alice, HISTORY.replace("2021-06-30", "2021-07-31"))
    undo_import(by=alice, spreadsheet=newer)

    assert days_of(people[1])["departure"] == ("2021-06-30", "day")
    third = bring(alice, HISTORY.replace("2016-07-01", "2016-08-01"))
    hill = live_outcomes().get(person=people[0])
    correct_outcome(
        event_id=hill.id, fact=Fact("appointment", hill.from_on, "month"), reason="letter", by=alice
    )
    assert undo_import(by=alice, spreadsheet=third) == 1
    assert days_of(people[0])["appointment"] == ("2016-08-16", "month")


def test_import_of_what_was_not_shown_is_refused_and_so_is_a_second_press(alice, people):
    made = stage_history(by=alice, name="history.csv", data=HISTORY.encode())
    shown = planned(made, by=alice).digest
    Person.objects.create(family_name="Nobody", employee_id="E9")

    for _press in range(2):
        with pytest.raises(OutOfOrder):
            write_history(by=alice, spreadsheet=made, version=made.version, expected=shown)
        if not OutcomeEvent.objects.exists():
            write(alice, made)
            made.refresh_from_db()
    assert OutcomeEvent.objects.count() == 6


def test_undone_import_can_be_brought_again(alice, people):
    made = bring(alice, HISTORY)
    undo_import(by=alice, spreadsheet=made)
    assert not live_outcomes().exists()
    assert not Sighting.objects.exists()

    assert bring(alice, HISTORY).counts["update"] == 5, "each row takes the place of its withdrawal"
    assert live_outcomes().count() == 5


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Employee ID,Hired on\nE1,2016-07-01\n", "those who left"),
        ("Employee ID,Hired on,Left on\nE1,2016-07-01,\nE2,2017-07-01,\n", "those who left"),
        ("Last name,First name,Hired on,Left on\nHill,Ana,2016-07-01,2020-01-01\n", "Names alone"),
        ("Employee ID,Salary\nE1,100\n", "what happened when"),
        ("a,b\n1,2\n", "No column says who"),
    ],
)
def test_sheet_that_can_tell_nothing_is_refused_with_the_fix(alice, text, sentence):
    with pytest.raises(DomainError, match=sentence):
        stage_history(by=alice, name="history.csv", data=text.encode())
    assert not OutcomeEvent.objects.exists()


def test_lines_that_stay_out_say_why(alice):
    made = stage_history(by=alice, name="sheet.csv", data=SHEET.encode())
    plan = planned(made, by=alice)

    assert plan.counts == {"create": 1, "update": 0, "skip": 0, "problem": 5}
    said = [why_out(cause, text) for _row, _column, cause, text in plan.out]
    assert "fiscal year" in said[0]
    assert "no kind of outcome" in said[1]
    assert "future" in said[2]
    assert "two ways" in said[3]
    assert "Nobody is named" in said[4]
