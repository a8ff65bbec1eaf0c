"""Whom a row of a sheet means: somebody on record only where address, number and name agree; else the page asks."""

import pytest

from rounds.integrations.spreadsheets.services.plans import known_people
from rounds.integrations.spreadsheets.services.plans.places import Places
from rounds.people.models import Department, Person
from rounds.people.services.merging_places import merge_places
from tests.integrations.test_imports import preview_of, stage, write

HEAD = "Last,First,Email,Employee ID,PGY\n"


@pytest.fixture
def ann(alice):
    return Person.objects.create(
        given_name="Ann", family_name="Lee-Fisher", email="ann@x.test", employee_id="A12"
    )


@pytest.mark.parametrize(
    "row",
    [
        *["Fox,Cy,ann@x.test,,2", "Fox,Cy,cy@x.test,A12,2", "Fox,Cy,cy@x.test,a 12,2"],
        "Lee-Fisher,Bo,bo@x.test,A12,2",
    ],
)
def test_row_of_another_name_is_asked_and_changes_nobody(alice, ann, row):
    spreadsheet = stage(alice, HEAD + row + "\n")

    preview = preview_of(spreadsheet)

    assert [group["cause"] for group in preview["groups"]] == ["who"]
    assert preview["counts"] == {"create": 0, "update": 0, "skip": 0, "problem": 1}


@pytest.mark.parametrize(
    "row",
    [
        *["Lee,Ann,ann@x.test,,2", "Fisher,Ann,ANN@x.test,a12,2", "Lee-Fisher,A.,new@x.test,a 12,2"],
        *["Ann,Lee-Fisher,ann@x.test,,2", "LEE-FISHER,ANN,,A12,2"],
    ],
)
@pytest.mark.parametrize("few", [1000, 0])
def test_row_that_agrees_is_the_person_on_record_in_small_and_large_files(alice, ann, row, few, monkeypatch):
    monkeypatch.setattr(known_people, "FEW", few)

    counts = preview_of(stage(alice, f"{HEAD}{row}\n"))["counts"]

    assert (counts["update"], counts["create"]) == (1, 0)


@pytest.mark.parametrize("heading", ["record_id", "Participant number", "study_id", "Response ID"])
def test_number_of_a_record_is_nobodys_number(alice, heading):
    head = f"{heading},first_name,last_name,email,PGY\n"
    write(alice, stage(alice, f"{head}1,Ann,Lee,ann@x.test,2\n"))

    counts = preview_of(stage(alice, f"{head}1,Cy,Fox,cy@x.test,2\n"))["counts"]

    assert (counts["update"], counts["create"]) == (0, 1)


def test_word_that_may_be_short_for_two_places_is_no_guess(alice):
    """“Psych” is asked with no answer filled in; with one place that it can mean, that one is proposed."""
    Department.objects.bulk_create(
        [Department(name=name) for name in ("Psychiatry", "Psychology", "Surgery")]
    )
    places = Places({})

    assert places.guess("department", "Psych") is None
    assert places.guess("department", "Surg") == "Surgery"
    assert places.find("department", "Psych") is None


def test_word_of_a_department_that_was_merged_means_the_one_that_stays(alice):
    gone, stays = (
        Department.objects.create(name=name, code=code) for name, code in (("ICU", "CC"), ("Surgery", "S"))
    )
    merge_places(gone=gone, into=stays, by=alice)

    places = Places({})

    assert {places.find("department", word) for word in ("ICU", "icu", "CC", "Surgery")} == {stays.id}
    assert places.new["department"] == {}
