"""Files on their way in: counted, written once, taken back, forgotten."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from rounds.accounts.services.access_changes import ask_to_direct, confirm_change
from rounds.cli.installation.checkup import check_installation
from rounds.core.access import Viewer
from rounds.core.audit.checks import verify_all
from rounds.core.clock import institution_today, now
from rounds.core.errors import DomainError, NotFound, OutOfOrder
from rounds.core.jobs import run_waiting
from rounds.core.models import AuditEvent
from rounds.integrations.spreadsheets import services
from rounds.integrations.spreadsheets.exports import people_rows, rejected_rows
from rounds.integrations.spreadsheets.models import RememberedAnswers, SpreadsheetImport, StagedRows, WayBack
from rounds.integrations.spreadsheets.selectors import import_for
from rounds.integrations.spreadsheets.services import (
    answer,
    discard_import,
    expire_imports,
    stage_file,
    undo_import,
    write_import,
)
from rounds.mentorships.services.limits import Opening
from rounds.people.models import (
    AuthorityLine,
    CareerStage,
    Department,
    Origin,
    Person,
    RoleAssignment,
    TrainingProgram,
    TrainingProgramMember,
    TrainingRecord,
)
from rounds.people.services import bulk
from rounds.programs.models import Enrollment, Exclusion, Intake, Wish
from rounds.sheets import Answers, write_csv
from tests.data import real_data

MENTEES = (
    "Last name,First name,E-mail,Level,Dept,DOB,How many mentors,Modality,Skills to develop,When are you free?\n"
    "Marsh,Cleo,cleo@x.test,PGY-2,Medicine,1994-01-01,2,Zoom,Finance; QI,Mon AM\n"
    "Akers,Daniel,daniel@x.test,PGY-1,Medicine,1995-01-01,1,in person,Finance,varies\n"
    "Vaughn,Tessa,tessa@x.test,R-II,Surgery,1996-01-01,1,either,,\n"
)


def stage(alice, text=MENTEES, kind="mentees", cohort=None, **more):
    data = text if isinstance(text, bytes) else text.encode()
    return stage_file(
        by=alice, kind=kind, name="a.csv", data=data, cohort_id=cohort.id if cohort else None, **more
    )


def preview_of(spreadsheet):
    return SpreadsheetImport.objects.get(id=spreadsheet.id).opened()["preview"]


def give(alice, spreadsheet, **answers):
    spreadsheet = SpreadsheetImport.objects.get(id=spreadsheet.id)
    known = Answers.from_json(spreadsheet.opened()["answers"])
    for name, value in answers.items():
        setattr(known, name, value if not isinstance(value, dict) else {**getattr(known, name), **value})
    return answer(by=alice, spreadsheet=spreadsheet, answers=known, version=spreadsheet.version)


@pytest.fixture
def medicine(alice):
    """Return the department of most people, with its code."""
    return Department.objects.create(name="Medicine", code="MED")


def write(alice, spreadsheet):
    spreadsheet = SpreadsheetImport.objects.get(id=spreadsheet.id)
    return write_import(by=alice, spreadsheet=spreadsheet, version=spreadsheet.version)


def test_staging_counts_every_row_and_writes_no_person(alice, cohort):
    spreadsheet = stage(alice, cohort=cohort)

    preview = preview_of(spreadsheet)

    assert preview["counts"] == {"create": 3, "update": 0, "skip": 0, "problem": 0}
    assert sum(preview["counts"].values()) == preview["rows"] == 3
    asked = {group["cause"]: group["texts"] for group in preview["groups"]}
    year, words = asked["pgy"][0], [text["text"] for text in asked["new_place"]]
    assert (year["text"], year["cells"], year["suggestion"]) == ("R-II", ["D4"], "2")
    assert words == ["Medicine", "Surgery"]
    assert Person.objects.count() == 1


def test_left_out_columns_are_not_kept_anywhere(alice):
    spreadsheet = stage(alice)

    opened = json.dumps([part.opened() for part in StagedRows.objects.all()]) + json.dumps(
        spreadsheet.opened()
    )
    from rounds.integrations.spreadsheets.services.staging import load_table

    texts = [value for row in load_table(spreadsheet).rows for value in row.values]
    assert "1994-01-01" not in opened
    assert not any("1994" in text for text in texts)
    [column] = [column for column in preview_of(spreadsheet)["columns"] if column["header"] == "DOB"]
    assert (column["status"], column["reason"], column["samples"]) == ("left_out", "birth", [])


def test_staged_rows_are_sealed(alice):
    stage(alice)

    assert "cleo@x.test" not in StagedRows.objects.get().sealed
    assert "Cleo" not in SpreadsheetImport.objects.get().sealed


def test_one_answer_settles_every_row_and_import_writes_people_with_intake(alice, cohort, medicine):
    spreadsheet = stage(alice, cohort=cohort)
    give(alice, spreadsheet, values={"pgy": {"r ii": "2"}})

    write(alice, spreadsheet)

    cleo = Person.objects.get(email="cleo@x.test")
    stage_now = CareerStage.objects.get(person=cleo)
    enrollment = Enrollment.objects.get(person=cleo)
    answers = Intake.objects.get(enrollment=enrollment).answers
    assert preview_of(spreadsheet)["counts"]["create"] == 3
    assert (cleo.given_name, cleo.family_name) == ("Cleo", "Marsh")
    assert (stage_now.tier, stage_now.pgy, stage_now.department.name) == ("resident", 2, "Medicine")
    assert (enrollment.side, enrollment.state, enrollment.how, enrollment.demand) == (
        "mentee",
        "enrolled",
        "import",
        2,
    )
    assert answers["gaps"] == {"FIN": 2, "IMP": 2}
    assert answers["modalities"] == ["video"]
    assert answers["hours"] == [8, 9, 10, 11]
    assert Intake.objects.get(enrollment__person__email="daniel@x.test").answers["hours"] == "varies"


def test_import_is_one_audit_event_with_a_digest(alice, cohort):
    spreadsheet = stage(alice, cohort=cohort)
    before = AuditEvent.objects.count()

    write(alice, spreadsheet)

    [event] = AuditEvent.objects.order_by("id")[before:]
    assert event.action == "people.imported"
    assert event.facts["digest"] == preview_of(spreadsheet)["digest"]
    assert (event.facts["create"], event.facts["problem"]) == (3, 0)
    assert "cleo" not in json.dumps(event.facts).lower()


def test_same_file_again_changes_nothing(alice, cohort):
    write(alice, stage(alice, cohort=cohort))
    again = stage(alice, cohort=cohort)

    counts = preview_of(again)["counts"]

    assert counts == {"create": 0, "update": 0, "skip": 3, "problem": 0}
    assert (Person.objects.count(), Enrollment.objects.count(), CareerStage.objects.count()) == (4, 3, 2)


def test_changed_cell_updates_one_field_and_adds_a_stage(alice, cohort):
    write(alice, stage(alice, cohort=cohort))
    changed = stage(
        alice, MENTEES.replace("PGY-1", "PGY-2").replace("Akers,Daniel", "Akers,Dan"), cohort=cohort
    )

    preview = preview_of(changed)
    write(alice, changed)

    dan = Person.objects.get(email="daniel@x.test")
    assert preview["counts"]["update"] == 1
    assert preview["updates"][0]["changes"] == [["first_name", "Daniel", "Dan"], ["pgy", "1", "2"]]
    assert dan.given_name == "Dan"
    assert sorted(CareerStage.objects.filter(person=dan).values_list("pgy", "to_on")) == [
        (1, institution_today()),
        (2, None),
    ]


def test_blank_cell_erases_nothing(alice, cohort):
    write(alice, stage(alice, cohort=cohort))

    again = stage(alice, "Last name,First name,E-mail,Dept\nMarsh,Cleo,cleo@x.test,\n", cohort=cohort)

    assert preview_of(again)["counts"]["skip"] == 1


def test_answers_are_remembered_for_the_next_file_with_these_columns(alice, cohort):
    first = stage(alice, cohort=cohort)
    give(alice, first, values={"pgy": {"r ii": "2"}})
    write(alice, first)

    second = stage(alice, MENTEES.replace("tessa", "other"), cohort=cohort)

    assert preview_of(second)["counts"] == {"create": 1, "update": 0, "skip": 2, "problem": 0}
    assert "tessa" not in json.dumps(RememberedAnswers.objects.get().answers)


def test_undo_puts_everything_back(alice, cohort):
    write(
        alice,
        stage(
            alice,
            MENTEES.replace("Vaughn,Tessa,tessa@x.test,R-II,Surgery,1996-01-01,1,either,,\n", ""),
            cohort=cohort,
        ),
    )
    changed = stage(
        alice,
        MENTEES.replace("PGY-1", "PGY-2").replace("Akers,Daniel", "Akers,Dan").replace("R-II", "PGY-3"),
        cohort=cohort,
    )
    give(alice, changed, values={"department": {"surgery": "Surgery"}})
    write(alice, changed)
    assert Department.objects.filter(name="Surgery").exists()

    stay = undo_import(by=alice, spreadsheet=changed)

    dan = Person.objects.get(email="daniel@x.test")
    assert stay == 0
    assert dan.given_name == "Daniel"
    assert list(CareerStage.objects.filter(person=dan).values_list("pgy", "to_on")) == [(1, None)]
    assert not Person.objects.filter(email="tessa@x.test").exists()
    assert not Department.objects.filter(name="Surgery").exists()
    assert not WayBack.objects.filter(spreadsheet=changed).exists()
    assert "The keys open the encrypted fields." in {finding.sentence for finding in check_installation()}


def test_undo_leaves_people_who_are_in_use_since(alice, cohort):
    spreadsheet = stage(alice, cohort=cohort)
    write(alice, spreadsheet)
    Intake.objects.filter(enrollment__person__email="cleo@x.test").update(submitted_at=now())

    stay = undo_import(by=alice, spreadsheet=spreadsheet)

    assert stay == 1
    assert set(Person.objects.values_list("email", flat=True)) == {"alice@st-brigid.example", "cleo@x.test"}


def test_undo_touches_nothing_of_whoever_was_put_into_a_pair_since(alice, cohort):
    spreadsheet = stage(alice, cohort=cohort)
    give(alice, spreadsheet, values={"department": {"surgery": "Surgery"}})
    write(alice, spreadsheet)
    Person.objects.create(given_name="Ava", family_name="Stone", email="ava@x.test")
    open_pair(alice, cohort, "Ava", "Cleo")

    stay = undo_import(by=alice, spreadsheet=SpreadsheetImport.objects.get(id=spreadsheet.id))

    cleo = Person.objects.get(email="cleo@x.test")
    assert stay == 1
    assert set(Person.objects.values_list("given_name", flat=True)) == {"Alice", "Ava", "Cleo"}
    assert CareerStage.objects.get(person=cleo, to_on=None).pgy == 2
    assert Enrollment.objects.get(person=cleo).demand == 2
    assert Intake.objects.filter(enrollment__person=cleo).count() == 1


def test_undo_after_a_day_is_refused_and_contents_are_gone(alice, cohort, clock):
    spreadsheet = stage(alice, cohort=cohort)
    write(alice, spreadsheet)
    clock.shift(timedelta(hours=25))

    with pytest.raises(OutOfOrder, match="more than a day old"):
        undo_import(by=alice, spreadsheet=spreadsheet)
    expire_imports()

    kept = SpreadsheetImport.objects.get(id=spreadsheet.id)
    assert (kept.sealed, kept.counts["create"]) == ("", 3)
    assert StagedRows.objects.count() == WayBack.objects.count() == 0


def test_unwritten_file_is_forgotten_after_a_day(alice, clock):
    stage(alice)
    clock.shift(timedelta(hours=25))

    expire_imports()

    assert SpreadsheetImport.objects.count() == StagedRows.objects.count() == 0


def test_writing_twice_writes_once(alice, cohort):
    spreadsheet = stage(alice, cohort=cohort)
    write(alice, spreadsheet)

    with pytest.raises(OutOfOrder):
        write(alice, spreadsheet)

    assert Person.objects.filter(email="cleo@x.test").count() == 1


def test_people_changed_since_the_check_stop_the_import(alice, cohort):
    spreadsheet = stage(alice, cohort=cohort)
    Person.objects.create(given_name="Cleo", family_name="Marsh", email="cleo@x.test")

    with pytest.raises(OutOfOrder, match="changed since"):
        write(alice, spreadsheet)

    assert Enrollment.objects.count() == 0
    assert preview_of(spreadsheet)["counts"] == {"create": 2, "update": 1, "skip": 0, "problem": 0}


def test_answer_from_an_old_window_is_refused(alice):
    spreadsheet = stage(alice)
    give(alice, spreadsheet, date_order="mdy")

    with pytest.raises(OutOfOrder, match="another window"):
        answer(by=alice, spreadsheet=spreadsheet, answers=Answers(), version=1)


def test_failure_half_way_writes_nothing(alice, cohort, monkeypatch):

    spreadsheet = stage(alice, cohort=cohort)

    def fail(*_arguments, **_more):
        raise RuntimeError

    monkeypatch.setattr(bulk, "write_lines", fail)
    with pytest.raises(RuntimeError):
        write(alice, spreadsheet)

    assert Person.objects.count() == 1
    assert Department.objects.count() == 0
    assert SpreadsheetImport.objects.get().state == "staged"


def test_roster_records_lines_of_authority(alice):
    people = "Last,First,Email,Career stage\nFrost,Helen,helen@x.test,Mid-career faculty\nSaid,Omar,omar@x.test,Junior faculty\n"
    write(alice, stage(alice, people, kind="roster"))
    text = (
        "Resident,Email,PGY,Department,Program Director,Supervisor\n"
        'Abel Cruz,abel@x.test,3,Surgery,"Frost, Helen",Omar Said\n'
        "Bea Lind,bea@x.test,2,Surgery,Helen Frost,Nobody Known\n"
    )

    TrainingProgram.objects.create(name="Surgery")
    spreadsheet = stage(alice, text, kind="roster")
    write(alice, spreadsheet)

    preview = preview_of(spreadsheet)
    abel, helen, omar = (Person.objects.get(email=f"{name}@x.test") for name in ("abel", "helen", "omar"))
    assert preview["counts"] == {"create": 2, "update": 0, "skip": 0, "problem": 0}
    assert {group["cause"] for group in preview["groups"]} == {"person_unknown", "new_place"}
    assert AuthorityLine.objects.get().over == omar
    assert AuthorityLine.objects.get().subject == abel
    assert TrainingProgramMember.objects.get(kind="director").person == helen


def test_wishes_and_exclusions_are_kept_and_private(alice, cohort):
    write(
        alice,
        stage(
            alice,
            "Last,First,Email,Career stage,Max mentees\nMarsh,Sue,sue@x.test,Executive,2\nTodd,Ken,ken@x.test,Executive,1\n",
            kind="mentors",
            cohort=cohort,
        ),
    )
    text = (
        "Name,Email,PGY,1st choice mentor,Not to be matched with\nAda Brook,ada@x.test,2,Sue Marsh,Ken Todd\n"
    )

    spreadsheet = stage(alice, text, cohort=cohort)
    write(alice, spreadsheet)

    assert Wish.objects.get().person.email == "sue@x.test"
    assert Exclusion.objects.get().opened() == {"person": str(Person.objects.get(email="ken@x.test").id)}
    assert "Todd" not in json.dumps([event.facts for event in AuditEvent.objects.all()])


def test_row_that_points_at_two_people_is_asked_whom_it_means(alice):
    Person.objects.create(given_name="A", family_name="One", email="one@x.test")
    two = Person.objects.create(given_name="B", family_name="Two", employee_id="77")
    spreadsheet = stage(alice, "Last,First,Email,Employee ID,Tier\nOne,A,one@x.test,77,Fellow\n")
    [group] = preview_of(spreadsheet)["groups"]

    give(alice, spreadsheet, who={"2": group["people"][0]["options"][0][0]})

    assert (group["cause"], group["people"][0]["part"]) == ("who", "one@x.test, 77")
    assert preview_of(spreadsheet)["counts"] == {"create": 0, "update": 1, "skip": 0, "problem": 0}
    write(alice, spreadsheet)
    two.refresh_from_db()
    assert (two.family_name, two.employee_id) == ("Two", "77")


def test_tier_unsaid_is_asked_by_rank_once_for_all(alice):
    text = (
        "Last,First,Email,Academic rank\nA,B,a@x.test,Associate Professor\nC,D,c@x.test,Associate Professor\n"
    )
    spreadsheet = stage(alice, text, kind="roster")

    [group] = preview_of(spreadsheet)["groups"]
    give(alice, spreadsheet, values={"tier": {"associate professor": "mid_career"}})

    assert (group["cause"], group["texts"][0]["suggestion"], group["texts"][0]["count"]) == (
        "tier_unsaid",
        "mid_career",
        2,
    )
    assert preview_of(spreadsheet)["counts"]["create"] == 2


def test_words_in_the_column_of_years_say_the_tier_or_are_asked_as_they_stand(alice):
    text = "Last,First,Email,PGY\nA,B,a@x.test,fellow\nC,D,c@x.test,attending\n"
    text += "".join(f"E{number},F,e{number}@x.test,PGY-2\n" for number in range(8))
    spreadsheet = stage(alice, text, kind="roster")
    asked = {group["cause"]: group for group in preview_of(spreadsheet)["groups"]}["tier_unsaid"]["texts"]

    give(alice, spreadsheet, values={"tier": {"attending": "mid_career"}})
    give(alice, spreadsheet, values={"pgy": {"fellow": "5", "attending": "8"}})

    assert [(text["text"], text["cells"], text["suggestion"]) for text in asked] == [
        ("attending", ["D3"], "junior_faculty")
    ]
    assert preview_of(spreadsheet)["groups"] == []
    write(alice, spreadsheet)
    tiers = dict(CareerStage.objects.values_list("person__email", "tier"))
    assert [tiers[f"{one}@x.test"] for one in ("a", "c", "e0")] == ["fellow", "mid_career", "resident"]


def test_short_words_and_family_names_are_proposed_and_rows_of_one_person_show_what_differs(alice):
    Person.objects.create(given_name="Asha", family_name="Patel", email="asha@x.test")
    for name in ("Pediatrics", "Surgery"):
        Department.objects.create(name=name)
    text = (
        "Last,First,Email,Tier,Department,Supervisor\n"
        "A,B,a@x.test,Fellow,Peds,Dr. Patel\nC,D,c@x.test,Resident,Gen Surg,Patel\n"
        "E,F,e@x.test,Fellow,Surgery,Asha Patel\nE,F,e@x.test,Resident,Surgery,Asha Patel\n"
    )
    asked = {group["cause"]: group for group in preview_of(stage(alice, text, kind="roster"))["groups"]}

    proposed = {one["text"]: one["suggestion"] for one in asked["new_place"]["texts"]}
    assert proposed == {"Peds": "Pediatrics", "Gen Surg": "Surgery"}
    family = {one["text"]: one["suggestion"] for one in asked["family_only"]["texts"]}
    assert family == {"Dr. Patel": "asha@x.test", "Patel": "asha@x.test"}
    assert asked["twice"]["people"][0]["says"] == {"4": [["tier", "fellow"]], "5": [["tier", "resident"]]}


def test_whose_name_stands_with_a_doctors_degree_is_a_doctor(alice):
    names = ("Ann Lee, MD", "Dr. Bo Kim", "Cy Fox, FRCPC", "Di Ray, RN", "Linh Do", "Ed Orr D.O.")
    rows = "".join(f'"{name}",p{number}@x.test,Fellow\n' for number, name in enumerate(names))
    write(alice, stage(alice, f"Name,Email,Tier\n{rows}", kind="roster"))

    called = [Person.objects.get(email=f"p{number}@x.test").display_name for number in range(len(names))]

    assert called == ["Dr. Ann Lee", "Dr. Bo Kim", "Dr. Cy Fox", "Di Ray", "Linh Do", "Dr. Ed Orr"]


def test_whose_degree_stands_in_a_column_of_its_own_is_a_doctor_too(alice):
    degrees = ("MD", "D.O.", "mbbs", "MPH; PhD", "RN", "")
    rows = "".join(f'Ann{n},Lee,p{n}@x.test,"{degree}",Fellow\n' for n, degree in enumerate(degrees))
    write(alice, stage(alice, f"First,Last,Email,Degree(s),Tier\n{rows}", kind="roster"))

    titles = [Person.objects.get(email=f"p{number}@x.test").title for number in range(len(degrees))]

    assert titles == ["Dr.", "Dr.", "Dr.", "Dr.", "", ""]


def test_stranger_and_mentor_get_nothing(alice, other_hospital):
    from uuid import uuid4

    from rounds.core.access import Grant, Viewer
    from rounds.core.database.scope import scope

    spreadsheet = stage(alice)
    bob = Viewer(alice.institution_id, uuid4(), uuid4(), "Bob", frozenset({Grant("mentor")}))
    dan = Viewer(other_hospital.id, uuid4(), uuid4(), "Dan", frozenset({Grant("coordinator")}))

    with pytest.raises(NotFound):
        import_for(bob, spreadsheet.id)
    with scope(other_hospital.id), pytest.raises(NotFound):
        import_for(dan, spreadsheet.id)


def test_unreadable_file_names_its_field_and_leaves_nothing(alice):
    with pytest.raises(DomainError, match="damaged") as refused:
        stage(alice, b"PK\x03\x04nothing")

    assert refused.value.field == "file"
    assert SpreadsheetImport.objects.count() == 0


def test_dictionary_in_place_of_data_is_told_apart(alice):
    data = real_data("redcap", "simple", "dictionary.csv").read_bytes()

    with pytest.raises(DomainError, match="data export"):
        stage(alice, data)


@pytest.mark.parametrize(
    "project",
    [
        "arm-single-longitudinal",
        "blank-for-gray-status",
        "checkboxes-1",
        "clinical-trial-1",
        "color-boxes-17-columns",
        "decimal-comma",
        "longitudinal",
        "nonnumeric-record-id",
        "repeating-instruments",
        "russian",
        "simple",
        "survey",
        "validation-types-1",
    ],
)
def test_every_real_redcap_export_is_staged_and_adds_up(alice, cohort, project):
    folder = real_data("redcap", project)
    found = sorted(folder.glob("dictiona*.csv"))
    dictionary = (found[0].name, found[0].read_bytes()) if found else None

    spreadsheet = stage(alice, (folder / "data.csv").read_bytes(), cohort=cohort, dictionary=dictionary)
    run_waiting()  # one with many columns is checked by the worker

    preview = preview_of(spreadsheet)
    assert sum(preview["counts"].values()) == preview["rows"] == spreadsheet.rows


@pytest.mark.parametrize(
    ("name", "kind"), [("civil-service-mentees.csv", "mentees"), ("civil-service-mentors.csv", "mentors")]
)
def test_real_sheets_of_another_service_import_every_row(alice, cohort, name, kind):
    data = real_data("spreadsheets", name).read_bytes()
    grades = {
        "aa": "resident",
        "ao": "resident",
        "eo": "resident",
        "heo": "fellow",
        "seo": "junior_faculty",
        "grade 7": "mid_career",
        "grade 6": "mid_career",
        "scs1": "executive",
        "scs2": "executive",
        "scs3": "executive",
        "scs4": "executive",
    }
    spreadsheet = stage(alice, data, kind=kind, cohort=cohort)
    give(alice, spreadsheet, values={"tier": grades})

    write(alice, spreadsheet)
    again = stage(alice, data, kind=kind, cohort=cohort)

    assert preview_of(spreadsheet)["counts"] == {"create": 500, "update": 0, "skip": 0, "problem": 0}
    assert Enrollment.objects.filter(cohort=cohort).count() == 500
    assert preview_of(again)["counts"] == {"create": 0, "update": 0, "skip": 500, "problem": 0}
    assert (
        {"identity", "free_text"}
        >= {
            column["reason"]
            for column in preview_of(spreadsheet)["columns"]
            if column["status"] == "left_out"
        }
        != set()
    )


def test_rejected_rows_keep_their_columns_and_say_why(alice, cohort):
    spreadsheet = stage(alice, MENTEES.replace("tessa@x.test", "tessa@"), cohort=cohort)

    header, rows = rejected_rows(spreadsheet)

    assert header[:3] == ["Last name", "First name", "E-mail"]
    assert rows[0][:4] == ["Vaughn", "Tessa", "tessa@", "R-II"]
    assert "C4: E-mail is not an e-mail address “tessa@”" in rows[0][-1]
    assert "D4: Training year is not one we know “R-II”" in rows[0][-1]


def test_exported_people_import_as_unchanged(alice, cohort):
    write(alice, stage(alice, cohort=cohort))
    header, rows = people_rows(alice)

    again = stage(alice, write_csv(header, [row for row in rows if row[0] != "Osborne"]), kind="roster")

    assert preview_of(again)["counts"] == {"create": 0, "update": 0, "skip": 3, "problem": 0}


def test_discarded_file_is_gone(alice):
    discard_import(by=alice, spreadsheet=stage(alice))

    assert SpreadsheetImport.objects.count() == StagedRows.objects.count() == 0


PEOPLE = "Last,First,Email,Career stage\nHall,Ruth,ruth@x.test,Executive\nKim,Noah,noah@x.test,Resident\nTorres,Ava,ava@x.test,Resident\n"
PAIRS = "Mentor e-mail,Mentee name,Paired since,Status\nruth@x.test,Noah Kim,2026-01-15,active\nruth@x.test,Ava Torres,2026-02-01,ended\nruth@x.test,Nobody Known,2026-02-01,active\n"


def test_existing_pairs_are_recorded_with_their_start(alice, cohort):
    from rounds.mentorships.models import MentorLoad, Mentorship

    write(alice, stage(alice, PEOPLE, kind="roster"))
    spreadsheet = stage(alice, PAIRS, kind="pairs", cohort=cohort)
    preview = preview_of(spreadsheet)

    write(alice, spreadsheet)
    again = stage(alice, PAIRS, kind="pairs", cohort=cohort)

    pair = Mentorship.objects.get(state="active")
    assert preview["counts"] == {"create": 2, "update": 0, "skip": 0, "problem": 1}
    assert {group["cause"] for group in preview["groups"]} == {"person_unknown"}
    assert (pair.state, pair.imported_start_on, pair.mentee.email, pair.mentor.email) == (
        "active",
        date(2026, 1, 15),
        "noah@x.test",
        "ruth@x.test",
    )
    assert MentorLoad.objects.get().active == 1
    assert set(Enrollment.objects.values_list("person__email", "side", "state")) == {
        ("ruth@x.test", "mentor", "enrolled"),
        ("noah@x.test", "mentee", "enrolled"),
        ("ava@x.test", "mentee", "withdrawn"),
    }
    assert preview_of(again)["counts"] == {"create": 0, "update": 0, "skip": 2, "problem": 1}


def test_pair_that_has_ended_is_history_and_stands_in_nobodys_way(alice, cohort):
    from rounds.mentorships.models import MentorLoad, Mentorship

    write(alice, stage(alice, PEOPLE, kind="roster"))
    text = (
        "Mentor e-mail,Mentee e-mail,Start date,End date\n"
        "ruth@x.test,noah@x.test,2025-07-01,2026-06-30\n"
        "ava@x.test,noah@x.test,2026-07-01,\n"
    )
    spreadsheet = stage(alice, text, kind="pairs", cohort=cohort)

    write(alice, spreadsheet)

    assert preview_of(spreadsheet)["ended_pairs"] == 1
    ended = Mentorship.objects.get(state="ended")
    assert (ended.mentor.email, ended.opened_on, ended.ended_on) == (
        "ruth@x.test",
        date(2025, 7, 1),
        date(2026, 6, 30),
    )
    assert not MentorLoad.objects.filter(mentor=ended.mentor, active__gt=0).exists()
    assert Mentorship.objects.get(state="active").mentor.email == "ava@x.test"
    assert preview_of(stage(alice, text, kind="pairs", cohort=cohort))["counts"]["skip"] == 2
    undo_import(by=alice, spreadsheet=spreadsheet)
    assert Mentorship.objects.count() == Enrollment.objects.count() == 0


def test_pair_that_ends_before_it_starts_is_a_problem(alice, cohort):
    write(alice, stage(alice, PEOPLE, kind="roster"))
    text = "Mentor e-mail,Mentee e-mail,Start date,End date\nruth@x.test,noah@x.test,2026-06-30,2025-07-01\n"

    spreadsheet = stage(alice, text, kind="pairs", cohort=cohort)

    assert preview_of(spreadsheet)["groups"][0]["cause"] == "ends_first"


def test_second_mentor_in_the_cycle_is_a_problem(alice, cohort):
    write(alice, stage(alice, PEOPLE, kind="roster"))
    write(alice, stage(alice, PAIRS, kind="pairs", cohort=cohort))

    other = stage(
        alice,
        "Mentor e-mail,Mentee name,Paired since\nava@x.test,Noah Kim,2026-01-15\n",
        kind="pairs",
        cohort=cohort,
    )

    assert preview_of(other)["groups"][0]["cause"] == "already_paired"


def test_undone_pairs_free_their_places(alice, cohort):
    from rounds.mentorships.models import MentorLoad, Mentorship

    write(alice, stage(alice, PEOPLE, kind="roster"))
    spreadsheet = stage(alice, PAIRS, kind="pairs", cohort=cohort)
    write(alice, spreadsheet)

    undo_import(by=alice, spreadsheet=spreadsheet)

    assert Mentorship.objects.count() == Enrollment.objects.count() == 0
    assert MentorLoad.objects.get().active == 0


def test_pair_in_the_future_is_a_problem(alice, cohort):
    write(alice, stage(alice, PEOPLE, kind="roster"))
    day = (now().date() + timedelta(days=40)).isoformat()

    spreadsheet = stage(
        alice,
        f"Mentor e-mail,Mentee e-mail,Start date\nruth@x.test,noah@x.test,{day}\n",
        kind="pairs",
        cohort=cohort,
    )

    assert preview_of(spreadsheet)["groups"][0]["cause"] == "future"


def test_person_changed_between_check_and_commit_is_not_overwritten(alice, hospital):
    bob = Person.objects.create(given_name="Bob", family_name="Marsh", title="Dr.")
    entry = bulk.PersonEntry(
        person_id=bob.id, is_new=False, fields={"family_name": "Marsh-Hill"}, from_on=date(2027, 1, 1)
    )
    ready = bulk.prepare_people([entry])
    Person.objects.filter(id=bob.id).update(family_name="Stone")

    with pytest.raises(OutOfOrder, match="changed"), transaction.atomic():
        bulk.write_people(ready)

    bob.refresh_from_db()
    assert bob.family_name == "Stone"


def test_large_import_is_written_and_taken_back_by_the_worker(alice, hospital, monkeypatch):
    # two rows at a time, so that it takes many steps of the worker
    monkeypatch.setattr("rounds.integrations.spreadsheets.services.steps.ROWS_AT_ONCE", 2)
    text = "Last,First,Email,PGY\n" + "".join(f"Stone{n},Eli,eli{n}@x.test,2\n" for n in range(5))
    spreadsheet = services.stage_file(by=alice, kind="roster", name="a.csv", data=text.encode())
    run_waiting()
    before = Person.objects.count()

    services.write_import(by=alice, spreadsheet=spreadsheet, version=1)
    run_waiting()
    written = Person.objects.count()
    answer = services.undo_import(by=alice, spreadsheet=spreadsheet)
    run_waiting()

    spreadsheet.refresh_from_db()
    assert (written - before, answer, Person.objects.count() - before) == (5, None, 0)
    assert spreadsheet.state == "undone"


TRAINED = "Last,First,Email,Tier,Mentor training done,Interests,Topics\nHalloran,Ruth,ruth@x.test,executive,{},Budgets,Boards\n"


def days_trained():
    return list(TrainingRecord.objects.values_list("person__email", "done_on"))


def test_training_without_a_date_is_kept_and_the_same_file_changes_nothing(alice, cohort):
    text = TRAINED.format("Yes")
    write(alice, stage(alice, text, kind="mentors", cohort=cohort))

    again = preview_of(stage(alice, text, kind="mentors", cohort=cohort))["counts"]

    assert days_trained() == [("ruth@x.test", None)]
    assert again == {"create": 0, "update": 0, "skip": 1, "problem": 0}
    assert Intake.objects.get().answers["trained"] is True


def test_training_not_done_makes_no_record(alice, cohort):
    write(alice, stage(alice, TRAINED.format("No"), kind="mentors", cohort=cohort))

    assert days_trained() == []
    assert Intake.objects.get().answers["trained"] is False


def test_date_of_training_learned_later_completes_the_record_until_it_is_undone(alice, cohort):
    write(alice, stage(alice, TRAINED.format("Yes"), kind="mentors", cohort=cohort))
    dated = "Last,First,Email,Date of mentor training\nHalloran,Ruth,ruth@x.test,2026-03-02\n"
    spreadsheet = stage(alice, dated, kind="mentors", cohort=cohort)

    write(alice, spreadsheet)
    learned = days_trained()
    undo_import(by=alice, spreadsheet=SpreadsheetImport.objects.get(id=spreadsheet.id))

    assert learned == [("ruth@x.test", date(2026, 3, 2))]
    assert days_trained() == [("ruth@x.test", None)]


@pytest.mark.parametrize(("kind", "field"), [("mentors", "topics"), ("mentees", "goals")])
def test_interests_in_free_text_become_the_own_words_of_intake(alice, cohort, kind, field):
    text = "Last,First,Email,Tier,Interests,Research interests\nHalloran,Ruth,ruth@x.test,fellow,Budgets,Rural care\n"

    write(alice, stage(alice, text, kind=kind, cohort=cohort))

    assert Intake.objects.get().answers[field] == "Budgets; Rural care"


def test_free_text_without_a_place_is_named(alice, cohort):
    text = "Last,First,Email,Tier,Anything to add,About me\nHalloran,Ruth,ruth@x.test,fellow,Calls on Mondays,I ski\n"

    columns = {
        column["header"]: column for column in preview_of(stage(alice, text, cohort=cohort))["columns"]
    }

    assert columns["Anything to add"]["status"] == "needs_you"
    assert (columns["About me"]["status"], columns["About me"]["reason"]) == ("left_out", "free_text")


def stage_pairs(alice, cohort, number):
    """Stage so many pairs, every tenth of them over, of mentors with two mentees each."""
    Person.objects.bulk_create(
        [
            Person(given_name=f"{side}{n}", family_name="Marsh", email=f"{side}{n}@x.test")
            for side in "ab"
            for n in range(number)
        ]
    )
    lines = [
        f"a{n // 2}@x.test,b{n}@x.test,2026-01-15,{'active' if n % 10 else 'ended'}\n" for n in range(number)
    ]
    text = "Mentor e-mail,Mentee e-mail,Start date,Status\n" + "".join(lines)
    return stage(alice, text, kind="pairs", cohort=cohort)


@pytest.mark.parametrize("number", [10, 300])
def test_pairs_are_written_and_taken_back_in_as_many_queries_whatever_their_number(alice, cohort, number):
    from rounds.mentorships.models import MentorLoad, Mentorship

    spreadsheet = stage_pairs(alice, cohort, number)

    with CaptureQueriesContext(connection) as writing:
        write(alice, spreadsheet)
    taken = sum(MentorLoad.objects.values_list("active", flat=True))
    with CaptureQueriesContext(connection) as undoing:
        undo_import(by=alice, spreadsheet=SpreadsheetImport.objects.get(id=spreadsheet.id))

    assert taken == number * 9 // 10
    assert AuditEvent.objects.filter(action="mentorship.opened").count() == taken
    assert AuditEvent.objects.filter(action="mentorship.recorded_ended").count() == number - taken
    checks = 2 if connection.vendor == "postgresql" else 0  # foreign keys, before the audit is locked
    assert (len(writing) - checks, len(undoing) - checks) == (64, 179)
    assert verify_all().findings == []
    assert Mentorship.objects.count() == Enrollment.objects.count() == 0
    assert sum(MentorLoad.objects.values_list("active", flat=True)) == 0


def while_written(monkeypatch, change):
    """Let somebody else be first: after the rows were made ready, before they are written."""
    from rounds.integrations.spreadsheets.services import writing

    locked_in = writing.locked_in

    def locked(*args):
        change()
        return locked_in(*args)

    monkeypatch.setattr(writing, "locked_in", locked)


def enrolled(cohort, name, side):
    return Enrollment.objects.get_or_create(
        cohort=cohort,
        person=Person.objects.get(given_name=name),
        side=side,
        defaults={"how": "import", "state": "enrolled"},
    )[0]


def open_pair(alice, cohort, mentor, mentee):
    from rounds.mentorships.services.pairs import open_pairs

    mentor, mentee = enrolled(cohort, mentor, "mentor"), enrolled(cohort, mentee, "mentee")
    pair = Opening(
        mentee_enrollment_id=mentee.id,
        mentor_enrollment_id=mentor.id,
        mentee_id=mentee.person_id,
        mentor_id=mentor.person_id,
        places=1,
    )
    return open_pairs(pairs=[pair], cycle_id=cohort.cycle_id, program_id=cohort.cycle.program_id, by=alice)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda alice, cohort: open_pair(alice, cohort, "Ava", "Noah"), "Noah Kim already has a mentor"),
        (lambda alice, cohort: enrolled(cohort, "Ruth", "mentor"), "were enrolled"),
        (
            lambda alice, cohort: Enrollment.objects.filter(person__given_name="Noah").update(
                state="withdrawn"
            ),
            "while the rows were made ready",
        ),
    ],
)
def test_pairs_meet_what_was_changed_while_they_were_made_ready(alice, cohort, monkeypatch, change, said):
    from rounds.mentorships.models import Mentorship

    write(alice, stage(alice, PEOPLE, kind="roster"))
    enrolled(cohort, "Noah", "mentee")
    spreadsheet = stage(alice, PAIRS, kind="pairs", cohort=cohort)
    while_written(monkeypatch, lambda: change(alice, cohort))

    with pytest.raises(OutOfOrder, match=said):
        write(alice, spreadsheet)

    assert not Mentorship.objects.exists()
    assert SpreadsheetImport.objects.get(id=spreadsheet.id).state == "staged"


def test_start_is_corrected_and_restored(alice, cohort):
    from rounds.mentorships.models import Mentorship

    write(alice, stage(alice, PEOPLE, kind="roster"))
    write(alice, stage(alice, PAIRS, kind="pairs", cohort=cohort))
    later = stage(alice, PAIRS.replace("2026-01-15", "2026-01-20"), kind="pairs", cohort=cohort)
    starts = Mentorship.objects.filter(state="active").values_list("imported_start_on", "opened_on")

    write(alice, later)
    corrected = starts.get()
    undo_import(by=alice, spreadsheet=SpreadsheetImport.objects.get(id=later.id))

    assert corrected == (date(2026, 1, 20), date(2026, 1, 20))
    assert starts.get() == (date(2026, 1, 15), date(2026, 1, 15))


def test_start_of_a_pair_that_ended_meanwhile_is_not_corrected(alice, cohort, monkeypatch):
    from rounds.mentorships.models import Mentorship

    write(alice, stage(alice, PEOPLE, kind="roster"))
    write(alice, stage(alice, PAIRS, kind="pairs", cohort=cohort))
    later = stage(alice, PAIRS.replace("2026-01-15", "2026-01-20"), kind="pairs", cohort=cohort)
    while_written(monkeypatch, lambda: Mentorship.objects.update(state="ended"))

    with pytest.raises(OutOfOrder, match="were ended"):
        write(alice, later)


def test_pair_that_went_on_since_stays_when_the_import_is_undone(alice, cohort):
    from rounds.mentorships.models import MentorLoad, Mentorship
    from rounds.mentorships.services.states import end_mentorship

    spreadsheet = stage_pairs(alice, cohort, 4)
    write(alice, spreadsheet)
    ended = Mentorship.objects.get(mentee__given_name="b1")
    end_mentorship(mentorship_id=ended.id, reason="time", by=alice)

    undo_import(by=alice, spreadsheet=SpreadsheetImport.objects.get(id=spreadsheet.id))

    assert list(Mentorship.objects.all()) == [ended]
    assert sum(MentorLoad.objects.values_list("active", flat=True)) == 0


@pytest.mark.parametrize(("directs_otherwise", "open_roles"), [(False, 0), (True, 1)])
def test_role_of_a_director_confirmed_since_ends_when_the_import_is_undone(
    alice, directs_otherwise, open_roles
):
    people = "Last,First,Email,Career stage\nFrost,Helen,helen@x.test,Mid-career faculty\n"
    write(alice, stage(alice, people, kind="roster"))
    helen = Person.objects.get(email="helen@x.test")
    Origin.objects.filter(person=helen).delete()  # who was brought in by who asks could not confirm it
    TrainingProgram.objects.create(name="Surgery")
    text = 'Resident,Email,PGY,Department,Program Director\nAbel Cruz,abel@x.test,3,Surgery,"Frost, Helen"\n'
    spreadsheet = stage(alice, text, kind="roster")
    write(alice, spreadsheet)
    member = TrainingProgramMember.objects.get(kind="director")
    owner = Viewer(alice.institution_id, None, helen.id, "Helen Frost")
    confirm_change(change=ask_to_direct(member=member, by=alice), by=owner)
    given = RoleAssignment.objects.filter(person=helen, role="residency_director", to_on=None)
    before = given.count()
    if directs_otherwise:
        TrainingProgramMember.objects.create(
            training_program=member.training_program,
            person=helen,
            kind="associate_director",
            from_on=institution_today(),
        )

    undo_import(by=alice, spreadsheet=SpreadsheetImport.objects.get(id=spreadsheet.id))

    assert not TrainingProgramMember.objects.filter(kind="director").exists()
    assert (before, given.count()) == (1, open_roles)
    assert AuditEvent.objects.filter(action="role.end").count() == 1 - open_roles


def test_request_for_a_director_is_refused_when_the_import_is_undone(alice):
    people = "Last,First,Email,Career stage\nFrost,Helen,helen@x.test,Mid-career faculty\n"
    write(alice, stage(alice, people, kind="roster"))
    TrainingProgram.objects.create(name="Surgery")
    text = 'Resident,Email,PGY,Department,Program Director\nAbel Cruz,abel@x.test,3,Surgery,"Frost, Helen"\n'
    spreadsheet = stage(alice, text, kind="roster")
    write(alice, spreadsheet)
    change = ask_to_direct(member=TrainingProgramMember.objects.get(kind="director"), by=alice)

    undo_import(by=alice, spreadsheet=SpreadsheetImport.objects.get(id=spreadsheet.id))

    change.refresh_from_db()
    assert change.decision == "refused"
    assert AuditEvent.objects.get(action="access.decided").object_id == change.id
