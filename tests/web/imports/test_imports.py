"""The import's pages: from the file to the toast with Undo, without JavaScript."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook

from rounds.core.access import system
from rounds.core.database.scope import scope
from rounds.core.models import Institution, User
from rounds.integrations.spreadsheets import services
from rounds.integrations.spreadsheets.models import SpreadsheetImport
from rounds.people.models import CareerStage, Department, Person, RoleAssignment
from rounds.sheets import Answers, read_workbook

MESSY = (
    "Name,E-mail,Lvl,Dept,DOB,Favorite color\n"
    "Amara Nwosu,anwosu@x.test,PGY-2,Medicine,1994-03-02,blue\n"
    "Priya Solberg,,PGY-1,Medicine,1996-11-20,red\n"
    "Tessa Vaughn,tvaughn@x.test,PGY2/3,Surgery,1993-01-30,red\n"
    "Daniel Akers,dakers@x.test,R-II,Surgery,1993-01-30,red\n"
)


def member(hospital: Institution, name: str, role: str):
    user = User.objects.create_user(f"{name}@{hospital.slug}.example")
    with scope(hospital.id):
        person = Person.objects.create(
            user=user, given_name=name.title(), family_name="Osborne", email=user.email
        )
        RoleAssignment.objects.create(person=person, role=role, from_on=date(2026, 1, 1))
    return user


@pytest.fixture
def alice(hospital, client):
    user = member(hospital, "alice", "coordinator")
    client.force_login(user)
    return user


def at(name: str, **arguments):
    return reverse(name, kwargs={"institution": "st-brigid", **arguments})


def upload(client, text=MESSY, kind="roster", name="list.csv", **more):
    data = text if isinstance(text, bytes) else text.encode()
    return client.post(at("imports:new"), {"file": SimpleUploadedFile(name, data), "kind": kind, **more})


def newest(hospital) -> SpreadsheetImport:
    with scope(hospital.id):
        return SpreadsheetImport.objects.first()


def press(client, answer, do, **more):
    """Send the check page's form as a browser without JavaScript would: every control as it is."""
    page = answer.content.decode()
    form = dict(re.findall(r'<input type="hidden" name="(version)" value="(\d+)"', page))
    for name, options in re.findall(r'<select id="[^"]*" name="([^"]*)"[^>]*>(.*?)</select>', page, re.S):
        form[name] = (re.findall(r'value="([^"]*)" selected', options) or [""])[0]
    for name, value in re.findall(r'<input id="[^"]*" name="([^"]*)" value="([^"]*)"', page):
        form[name] = value
    return client.post(answer.request["PATH_INFO"], {**form, **more, "do": do}, follow=True)


def group_of(answer, cause):
    return next(group for group in answer.context["page"].groups if group.cause == cause)


def test_upload_leads_to_the_check_and_writes_nobody(client, alice, hospital):
    answer = client.get(upload(client)["Location"])

    page = answer.context["page"]
    with scope(hospital.id):
        assert Person.objects.count() == 1
    assert page.counts == {"create": 3, "update": 0, "skip": 0, "problem": 1}
    assert (
        [line.header for line in page.needs_you]
        == [line.header for line in page.unknown]
        == ["Favorite color"]
    )
    assert [line.header for line in page.left_out] == ["DOB"]
    assert b"1994-03-02" not in answer.content
    assert b"Import 3 people" in answer.content
    assert b"1 row waits for an answer" in answer.content


def test_columns_of_one_name_are_told_apart_by_their_letters(client, alice):
    text = "Last,First,E-mail,Tier,Nervous?,Worried?,Nervous?\nHall,Ruth,ruth@x.test,fellow,1,0,0\n"

    page = client.get(upload(client, text)["Location"]).context["page"]

    assert [line.header for line in page.unknown] == [
        "Nervous? (Column E)",
        "Worried?",
        "Nervous? (Column G)",
    ]


def test_file_to_imported_in_three_clicks_once_it_is_clean(client, alice, hospital):
    clean = "Last,First,Email,PGY\nStone,Eli,eli@x.test,2\n"
    answer = client.get(upload(client, clean)["Location"])

    done = press(client, answer, "import")

    with scope(hospital.id):
        assert Person.objects.filter(email="eli@x.test").count() == 1
    assert b"1 person was imported" in done.content
    assert b"Undo" in done.content


def test_each_cause_is_settled_once(client, alice, hospital):
    answer = client.get(upload(client)["Location"])
    years = group_of(answer, "pgy")
    missing = group_of(answer, "missing")
    roman = next(line for line in years.texts if line.text == "R-II")
    unclear = next(line for line in years.texts if line.text == "PGY2/3")

    assert (roman.value, unclear.value) == ("2", "")
    answer = press(client, answer, "use-all", **{unclear.name: "3"})
    assert {group.cause for group in answer.context["page"].groups} == {"missing"}
    answer = press(client, answer, "use-all", **{missing.people[0].name: "priya@x.test"})
    assert answer.context["page"].counts == {"create": 4, "update": 0, "skip": 0, "problem": 0}


def test_answer_that_cannot_be_read_stays_in_its_field_and_is_named(client, alice, hospital):
    text = MESSY.replace("Favorite color", "FTE").replace("blue", "lots").replace("red", "1")
    answer = client.get(upload(client, text)["Location"])
    [line] = group_of(answer, "number").texts

    answer = press(client, answer, "answer", **{line.name: "1-2"})

    assert group_of(answer, "number").texts[0].value == "1-2"
    assert "“1-2” can't be read here" in unescape(answer.content.decode())


def test_row_that_repeats_and_line_that_is_nobody_are_not_called_the_same(client, alice, hospital):
    text = MESSY.split("Priya", maxsplit=1)[0]
    text += text.splitlines()[1] + "\nTotal,1,,,,\n"
    answer = client.get(upload(client, text)["Location"])
    shown = " ".join(re.sub(r"<[^>]+>", "", answer.content.decode()).split())

    press(client, answer, "import")

    assert "0 already the same, 1 says what another row says, 1 is nobody" in shown
    assert (newest(hospital).same, newest(hospital).stayed_out) == (0, 2)


def test_proposed_value_does_not_count_before_its_button_is_pressed(client, alice, hospital):
    answer = client.get(upload(client)["Location"])
    assert "stay empty unless you press “Use these answers” first" in answer.content.decode()

    press(client, answer, "import")

    with scope(hospital.id):
        assert CareerStage.objects.filter(person__email="dakers@x.test", pgy=2).count() == 0


def test_everything_proposed_is_taken_in_one_press(client, alice, hospital):
    with scope(hospital.id):
        Department.objects.create(name="Medicine and Surgery")
        Department.objects.create(name="Surgical Sciences")
    text = MESSY.replace(",Surgery,", ",Surg Sci,")
    answer = client.get(upload(client, text)["Location"])

    press(client, press(client, answer, "use-all"), "import")

    with scope(hospital.id):
        stage = CareerStage.objects.get(person__email="dakers@x.test")
        assert (stage.pgy, stage.department.name) == (2, "Surgical Sciences")


def test_import_button_with_a_new_answer_shows_the_new_counts_first(client, alice, hospital):
    answer = client.get(upload(client)["Location"])
    missing = group_of(answer, "missing")

    answer = press(client, answer, "import", **{missing.people[0].name: "priya@x.test"})

    with scope(hospital.id):
        assert Person.objects.count() == 1
    assert answer.context["page"].counts["create"] == 4
    assert b"Look at the new counts" in answer.content


def test_column_answers_are_kept_and_remembered(client, alice, hospital):
    text = MESSY.replace("Favorite color", "Team").replace("PGY2/3", "PGY-3").replace("R-II", "PGY-2")
    answer = client.get(upload(client, text)["Location"])
    column = answer.context["page"].needs_you[0]

    answer = press(client, answer, "apply", **{column.name: "division"})
    press(client, answer, "import")
    again = client.get(upload(client, text)["Location"])

    assert [line.header for line in again.context["page"].needs_you] == []
    assert again.context["page"].counts == {"create": 0, "update": 0, "skip": 3, "problem": 1}


def test_undo_takes_people_out_again(client, alice, hospital):
    answer = client.get(upload(client)["Location"])
    press(client, answer, "import")

    client.post(at("imports:undo", import_id=newest(hospital).id), follow=True)

    with scope(hospital.id):
        assert Person.objects.count() == 1


def test_cancel_deletes_the_file(client, alice, hospital):
    upload(client)

    client.post(at("imports:discard", import_id=newest(hospital).id))

    assert newest(hospital) is None


def test_rows_that_stay_out_come_as_a_file_without_private_columns(client, alice, hospital):
    upload(client)

    answer = client.get(at("imports:rejected", import_id=newest(hospital).id, form="xlsx"))

    rows = read_workbook(answer.content, name="x.xlsx").sheets[0].rows
    assert answer["Content-Disposition"] == 'attachment; filename="rows-that-stay-out.xlsx"'
    assert rows[0].values[:2] == ("Name", "E-mail")
    assert [row.values[0] for row in rows[1:]] == ["Priya Solberg"]
    assert not any("199" in value for row in rows for value in row.values)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_people_come_as_a_file(client, alice, form):
    answer = client.get(at("imports:people", form=form))

    rows = read_workbook(answer.content, name=f"x.{form}").sheets[0].rows
    assert rows[1].values[:3] == ("Osborne", "Alice", "alice@st-brigid.example")


def test_left_out_column_can_be_included_with_the_file_again(client, alice, hospital):
    text = "Last,First,Email,PGY,Born to lead\nStone,Eli,eli@x.test,2,Chief fellow\n"
    answer = client.get(upload(client, text)["Location"])
    column = answer.context["page"].left_out[0]
    address = f"{at('imports:include', import_id=newest(hospital).id)}?column={column.number}"

    client.post(address, {"target": "title", "file": SimpleUploadedFile("a.csv", text.encode())})

    with scope(hospital.id):
        [kept] = SpreadsheetImport.objects.all()
        assert [c["target"] for c in kept.opened()["preview"]["columns"]][-1] == "title"


def test_included_column_must_be_named(client, alice, hospital):
    text = "Last,First,Email,PGY,DOB\nStone,Eli,eli@x.test,2,1990-01-01\n"
    column = client.get(upload(client, text)["Location"]).context["page"].left_out[0]
    address = f"{at('imports:include', import_id=newest(hospital).id)}?column={column.number}"

    answer = client.post(address, {"target": "", "file": SimpleUploadedFile("a.csv", text.encode())})

    assert "Say what the column is" in answer.content.decode()


def test_answers_typed_for_rows_go_along_when_a_column_is_included(client, alice, hospital):
    text = "Last,First,Email,PGY,Born to lead\n,Eli,eli@x.test,2,Chief fellow\n"
    checked = client.get(upload(client, text)["Location"])
    group = group_of(checked, "missing")
    press(client, checked, "use-all", **{group.people[0].name: "Stone"})
    column = checked.context["page"].left_out[0]
    address = f"{at('imports:include', import_id=newest(hospital).id)}?column={column.number}"

    again = client.post(
        address, {"target": "title", "file": SimpleUploadedFile("a.csv", text.encode())}, follow=True
    )

    assert again.context["page"].counts == {"create": 1, "update": 0, "skip": 0, "problem": 0}


def test_export_with_a_dictionary_asks_for_it_again(client, alice, hospital):
    header = '"Variable / Field Name","Form Name","Section Header","Field Type","Field Label","Choices, Calculations, OR Slider Labels"'
    rest = ',"Field Note","Text Validation Type OR Show Slider Number","Text Validation Min","Text Validation Max",Identifier?,"Branching Logic (Show field only if...)","Required Field?","Custom Alignment","Question Number (surveys only)","Matrix Group Name","Matrix Ranking?","Field Annotation"'
    fields = [
        ("record_id", "text", "Record"),
        ("last", "text", "Last name"),
        ("first", "text", "First name"),
        ("mail", "text", "E-mail"),
        ("dob", "text", "Date of birth"),
    ]
    book = (
        header
        + rest
        + "\n"
        + "".join(f"{name},a,,{sort},{label},,,,,,,,,,,,,\n" for name, sort, label in fields)
    )
    text = "record_id,last,first,mail,dob,a_complete\n1,Stone,Eli,eli@x.test,1990-01-01,2\n"
    dictionary = {"dictionary": SimpleUploadedFile("d.csv", book.encode())}
    checked = client.get(upload(client, text, **dictionary)["Location"])
    column = checked.context["page"].left_out[0]
    address = f"{at('imports:include', import_id=newest(hospital).id)}?column={column.number}"
    form = {"target": "title", "file": SimpleUploadedFile("a.csv", text.encode())}

    without = client.post(address, form)
    form["file"] = SimpleUploadedFile("a.csv", text.encode())
    form["dictionary"] = SimpleUploadedFile("d.csv", book.encode())
    again = client.post(address, form, follow=True)

    assert "Choose the data dictionary" in without.content.decode()
    assert column.header == "Date of birth"
    assert [line.header for line in again.context["page"].left_out] == []
    assert "Date of birth" in [line.header for line in again.context["page"].recognized]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"%PDF-1.7", "not a spreadsheet"),
        (b"PK\x03\x04", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1xx", "old Excel"),
        (b"a,b\n", "No rows"),
    ],
)
def test_unreadable_file_is_refused_at_its_field(client, alice, hospital, data, words):
    answer = upload(client, data)

    assert answer.status_code == 200
    assert words in str(answer.context["form"].errors["file"])
    assert newest(hospital) is None


@pytest.mark.parametrize(
    "role", ["mentor", "mentee", "auditor", "site_admin", "residency_director", "steering_viewer"]
)
def test_other_roles_get_nothing(client, alice, hospital, role):
    upload(client)
    client.force_login(member(hospital, "bob", role))

    pages = [
        at("imports:list"),
        at("imports:new"),
        at("imports:people", form="csv"),
        at("imports:check", import_id=newest(hospital).id),
    ]

    assert [client.get(page).status_code for page in pages] == [404] * 4


def test_other_institution_gets_nothing(client, alice, hospital, other_hospital):
    upload(client)
    spreadsheet = newest(hospital)
    client.force_login(member(other_hospital, "dan", "coordinator"))

    pages = [
        at("imports:check", import_id=spreadsheet.id),
        reverse("imports:check", kwargs={"institution": "elsewhere", "import_id": spreadsheet.id}),
    ]

    assert [client.get(page).status_code for page in pages] == [404, 404]


@pytest.mark.parametrize("rows", [1, 30])
def test_list_takes_the_same_queries_for_one_and_thirty(
    client, alice, hospital, rows, django_assert_num_queries
):
    # each row of the list is a file that was uploaded
    clean = "Last,First,Email,PGY\nStone,Eli,eli@x.test,2\n"
    for _ in range(rows):
        upload(client, clean)

    with django_assert_num_queries(6):
        client.get(at("imports:list"))


def test_large_file_is_checked_and_imported_by_the_worker(client, alice, hospital, monkeypatch):
    from rounds.core.jobs import run_waiting

    monkeypatch.setattr("rounds.integrations.spreadsheets.services.steps.ROWS_AT_ONCE", 3)
    address = upload(client)["Location"]
    waiting = client.get(address)
    run_waiting()
    answer = client.get(address)
    press(client, answer, "import")
    run_waiting()
    done = client.get(address)

    assert b"You can leave this page" in waiting.content
    assert answer.context["page"].counts["create"] == 3
    assert b"Imported" in done.content
    with scope(hospital.id):
        assert Person.objects.filter(email="anwosu@x.test").exists()


def test_hostile_text_is_shown_as_text(client, alice):
    text = "Name,Email,Lvl,<script>alert(1)</script>\n<img src=x onerror=alert(1)> Doe,a@x.test,<b>PGY</b>,<script>\n"

    answer = client.get(upload(client, text)["Location"])

    assert b"<script>alert(1)" not in answer.content
    assert b"<img src=x" not in answer.content


def workbook_of_two_sheets() -> bytes:
    book = Workbook()
    book.active.title = "Spring"
    for row in (["Last", "First", "Email", "Clinical grade"], ["Hall", "Ruth", "ruth@x.test", "PGY-1"]):
        book.active.append(row)
    rows = book.create_sheet("People")
    for row in (
        ["Last", "First", "Email", "Clinical grade"],
        ["Stone", "Eli", "eli@x.test", "PGY-2"],
        ["Kim", "Noah", "noah@x.test", "PGY-2"],
    ):
        rows.append(row)
    data = BytesIO()
    book.save(data)
    return data.getvalue()


def test_workbook_with_several_sheets_says_which_was_taken(client, alice, hospital):
    answer = client.get(upload(client, workbook_of_two_sheets(), name="book.xlsx")["Location"])

    assert "several sheets: Spring, People. These rows are from “People”" in answer.content.decode()


def test_another_sheet_is_read_and_answers_go_along(client, alice, hospital):
    upload(client, workbook_of_two_sheets(), name="book.xlsx")
    first = newest(hospital)
    with scope(hospital.id):
        given = Answers(columns={"clinical grade": "pgy"})
        services.answer(by=system(hospital.id), spreadsheet=first, answers=given, version=first.version)
    address = at("imports:sheet", import_id=first.id)

    without = client.post(address, {"sheet": "Spring"}).content.decode()
    file = SimpleUploadedFile("book.xlsx", workbook_of_two_sheets())
    answer = client.post(address, {"sheet": "Spring", "file": file}, follow=True)

    assert "Choose the same file again" in without
    with scope(hospital.id):
        [kept] = SpreadsheetImport.objects.all()
        assert (kept.sheet_name, kept.rows) == ("Spring", 1)
        assert kept.opened()["answers"]["columns"] == {"clinical grade": "pgy"}
    assert "These rows are from “Spring”" in answer.content.decode()


def test_sheet_of_another_institution_is_not_found(client, alice, hospital, other_hospital):
    upload(client, workbook_of_two_sheets(), name="book.xlsx")
    address = at("imports:sheet", import_id=newest(hospital).id)
    allowed = client.get(address).status_code
    client.force_login(member(other_hospital, "dan", "coordinator"))

    denied = client.get(address).status_code, client.post(address, {"sheet": "Spring"}).status_code

    assert (allowed, denied) == (200, (404, 404))
