"""Twelve invented schedules through the pages: answered as one who knows them, imported cell by cell, taken back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from rounds.core.database.scope import scope
from rounds.core.models import User
from rounds.integrations.spreadsheets.models import SpreadsheetImport, StagedRows, WayBack
from rounds.people.models import Person, RoleAssignment
from rounds.programs.models import Rotation
from tests.grids import split_address
from tests.integrations.schedules.loading import list_schedules
from tests.security.posting import Forms

SCHEDULES = list_schedules()
each_schedule = pytest.mark.parametrize("schedule", SCHEDULES, ids=[schedule.name for schedule in SCHEDULES])
ROUNDS_OF_ANSWERS = 4


@pytest.fixture
def office(hospital, client):
    """Alice is signed in and founds programs: she sees every resident."""
    user = User.objects.create_user("alice@st-brigid.example")
    with scope(hospital.id):
        person = Person.objects.create(user=user, given_name="Alice", family_name="Osborne", email=user.email)
        RoleAssignment.objects.create(person=person, role="coordinator", from_on=date(2026, 1, 1))
        client.force_login(user)
        yield client


def at(name: str, **arguments):
    return reverse(name, kwargs={"institution": "st-brigid", **arguments})


def put_on_record(schedule) -> dict[str, str]:
    """Make the people of a schedule; return their names as the expectation has them, by id."""
    found = {}
    for name, email in schedule.people.items():
        given, _space, family = name.partition(" (")[0].rpartition(" ")
        found[str(Person.objects.create(given_name=given, family_name=family, email=email).id)] = name
    return found


def choose(client, schedule):
    """Send the file; return the address of its check page."""
    answer = client.post(at("rotations:new"), {"file": SimpleUploadedFile(schedule.file, schedule.data)})
    assert answer.status_code == 302, answer.content.decode()
    return answer.url


def answers_to(page, schedule, names) -> dict[str, str]:
    """Return what somebody who knows the schedule would enter into the forms of its check page."""
    typed = {"version": str(page.spreadsheet.version), "do": "apply"}
    for form in page.asked:
        question = form.question
        at_cells = [one for one in schedule.rotations if one.cell in question["cells"]]
        values = ANSWERS[question["cause"]](question, at_cells, schedule, names)
        typed |= {f"{form.prefix}-{name}": value for name, value in values.items()}
    return typed


def _who(question, at_cells, schedule, names):
    there = {one.person for one in at_cells}
    if schedule.rows:
        there |= {schedule.rows.get(split_address(cell)[0], "") for cell in question["cells"]}
    return {"who": next((key for key in question["options"] if names[key] in there), "none")}


def _cell(question, at_cells, schedule, names):
    lines = dict.fromkeys((one.word, one.first, one.last) for one in at_cells)
    if not lines:
        return {"is_none": "on"}
    return {
        f"{name}{number}": str(value)
        for number, line in enumerate(lines, 1)
        for name, value in zip(("word", "first", "last"), line, strict=True)
    } | {f"{name}{number}": "" for number in range(len(lines) + 1, 4) for name in ("word", "first", "last")}


def _kind(question, at_cells, schedule, names):
    word = schedule.words[question["key"]]
    return {"kind": word.kind, "name_of": word.name}


def _blocks(question, at_cells, schedule, names):
    days = list(schedule.periods.values())
    length = (days[0][1] - days[0][0]).days + 1
    return {"first_on": str(days[0][0]), "days": str(length), "last_on": str(days[-1][1])}


def _year(question, at_cells, schedule, names):
    return {"year": str(min(one.first for one in schedule.rotations).year)}


ANSWERS = {
    "who": _who,
    "when": _cell,
    "cell": _cell,
    "overlap": _cell,
    "word": _kind,
    "kind": _kind,
    "blocks": _blocks,
    "year": _year,
}


def as_drawn(answer) -> dict[str, str | list[str]]:
    """Return everything that a browser sends with the form of a check page, as it was drawn."""
    (fields,) = [fields for _to, fields in Forms(answer.content.decode()).forms if "version" in fields]
    return {name: values for name, values in fields.items() if name != "do"}


def answer_everything(client, where, schedule, names):
    """Answer round after round; return the last page."""
    for _round in range(ROUNDS_OF_ANSWERS):
        shown = client.get(where)
        page = shown.context["page"]
        if not page.asked:
            return page
        answer = client.post(where, as_drawn(shown) | answers_to(page, schedule, names))
        assert answer.status_code == 302, answer.content.decode()
    return client.get(where).context["page"]


def on_record(names):
    rows = Rotation.objects.filter(replaced_at=None)
    return sorted((names[str(one.person_id)], one.name, one.kind, one.from_on, one.last_on) for one in rows)


def expected(schedule):
    return sorted(
        (
            one.person,
            schedule.words[one.word].name or one.word,
            schedule.words[one.word].kind,
            one.first,
            one.last,
        )
        for one in schedule.rotations
    )


@each_schedule
def test_schedule_is_imported_cell_by_cell_and_undo_leaves_nothing(office, schedule):
    names = put_on_record(schedule)
    where = choose(office, schedule)

    page = answer_everything(office, where, schedule, names)
    assert not page.asked, [form.question for form in page.asked]
    assert not Rotation.objects.exists()
    office.post(where, as_drawn(office.get(where)) | {"do": "import"})

    assert on_record(names) == expected(schedule)
    office.post(at("imports:undo", import_id=page.spreadsheet.id))
    assert [model.objects.count() for model in (Rotation, StagedRows, WayBack)] == [0, 0, 0]
    assert SpreadsheetImport.objects.get().state == "undone"


@each_schedule
def test_import_without_answers_takes_only_what_is_sure(office, schedule):
    names = put_on_record(schedule)
    where = choose(office, schedule)
    page = office.get(where).context["page"]

    office.post(where, {"version": str(page.spreadsheet.version), "do": "import"})

    assert set(on_record(names)) <= set(expected(schedule))


def test_corrected_schedule_replaces_what_it_says_otherwise_and_undo_brings_it_back(office):
    schedule = next(one for one in SCHEDULES if one.name == "long_list")
    names = put_on_record(schedule)
    where = choose(office, schedule)
    page = answer_everything(office, where, schedule, names)
    office.post(where, {"version": str(page.spreadsheet.version), "do": "import"})
    before = on_record(names)
    person = Person.objects.get(family_name="Finch")
    old = Rotation.objects.get(person=person, name="Medical ICU")

    text = (
        f"Resident,Email,Rotation,Start Date,End Date\nx,{person.email},Medical ICU,07/15/2026,08/11/2026\n"
    )
    answer = office.post(at("rotations:new"), {"file": SimpleUploadedFile("new.csv", text.encode())})
    page = office.get(answer.url).context["page"]
    office.post(answer.url, {"version": str(page.spreadsheet.version), "do": "import"})

    # the word was said once and is remembered; the days before the newer schedule stay as they were
    assert page.counts == {"create": 1, "update": 2, "skip": 0, "problem": 0}
    own = Rotation.objects.filter(person=person, replaced_at=None, from_on__lt=date(2026, 8, 12)).order_by(
        "from_on"
    )
    assert [(one.name, one.from_on, one.last_on) for one in own] == [
        ("Medical ICU", date(2026, 7, 1), date(2026, 7, 14)),
        ("Medical ICU", date(2026, 7, 15), date(2026, 8, 11)),
    ]
    old.refresh_from_db()
    assert old.replaced_at
    office.post(at("imports:undo", import_id=page.spreadsheet.id))
    assert on_record(names) == before


def test_half_an_answer_is_marked_and_stays_typed(office):
    schedule = next(one for one in SCHEDULES if one.name == "split_cells")
    put_on_record(schedule)
    where = choose(office, schedule)
    page = office.get(where).context["page"]
    form = next(one for one in page.asked if one.question["text"] == "ICU/Vac")

    typed = {f"{form.prefix}-{name}": value for name, value in (("word1", "ICU"), ("first1", "2026-07-29"))}
    answer = office.post(where, {**typed, "version": str(page.spreadsheet.version), "do": "import"})

    assert answer.status_code == 422
    assert "Give its last day." in answer.content.decode()
    assert not Rotation.objects.exists()
    stays = next(one for one in answer.context["page"].asked if one.question["text"] == "ICU/Vac")
    assert stays["word1"].value() == "ICU"


def test_address_of_nobody_is_named(office):
    schedule = next(one for one in SCHEDULES if one.name == "start_and_weeks")
    put_on_record(schedule)
    where = choose(office, schedule)
    page = office.get(where).context["page"]
    form = next(one for one in page.asked if one.question["cause"] == "who")

    typed = {f"{form.prefix}-address": "nobody@x.example", "version": str(page.spreadsheet.version)}
    answer = office.post(where, typed)

    assert "nobody@x.example" in answer.content.decode()
    assert answer.status_code == 422


def test_year_of_a_large_residency_is_read_within_seconds(office):
    """Take a second of a processor: 10,400 cells, read twice."""
    people = [
        Person(
            given_name=f"Given{n}",
            family_name=f"Family{n}",
            folded_given=f"given{n}",
            folded_family=f"family{n}",
        )
        for n in range(200)
    ]
    Person.objects.bulk_create(people)
    first = date(2026, 7, 6)
    days = ",".join(str(first + timedelta(weeks=week)) for week in range(52))
    lines = [
        f"Given{n} Family{n}," + ",".join(f"Ward {(n + week) % 7}" for week in range(52)) for n in range(200)
    ]
    file = SimpleUploadedFile("wide.csv", ("\n".join([f"Resident,{days}", *lines]) + "\n").encode())

    answer = office.post(at("rotations:new"), {"file": file})
    page = office.get(answer.url).context["page"]

    assert page.counts["problem"] == 200 * 52
    assert {form.name for form in page.asked} == {"kind"}
