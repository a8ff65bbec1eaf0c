"""Words of the house: which place a word of a file means, and what is kept of it for the next file."""

from dataclasses import asdict
from types import SimpleNamespace
from uuid import uuid4

import pytest

from rounds.integrations.spreadsheets.services.plans import places
from rounds.integrations.spreadsheets.services.plans.places import Places, is_short_for
from rounds.integrations.spreadsheets.services.remembering import recall, remember
from rounds.people.models import Department
from rounds.sheets import Answers


@pytest.mark.parametrize(
    ("word", "name", "is_short"),
    [
        ("IM", "Internal Medicine", True),
        ("Psych", "Psychiatry", True),
        ("Peds", "Pediatrics", True),
        ("Ob Gyn", "Obstetrics and Gynecology", True),
        ("Medicine", "Internal Medicine", True),
        ("Surgery", "Surgery", False),
        ("S", "Surgery", False),
        ("I Med", "Internal Medicine", False),
        ("Med", "Internal Medicine", False),
        ("Int Int", "Internal Medicine", False),
        ("Eye", "Red Eye", False),
    ],
)
def test_word_is_short_for_a_name_by_first_letters_beginnings_or_whole_words(word, name, is_short):
    assert is_short_for(word, name) is is_short


@pytest.fixture
def departments(in_hospital):
    """Return departments by name."""
    names = (
        ("Medicine", "MED"),
        ("Pediatrics", ""),
        ("Pediatric Surgery", ""),
        ("Obstetrics and Gynecology", ""),
    )
    return {name: Department.objects.create(name=name, code=code) for name, code in names}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("MED", "Medicine"),
        ("MEDICINE", "Medicine"),
        ("Department of Medicine", "Medicine"),
        ("Obstetrics Gynecology", "Obstetrics and Gynecology"),
        ("Rheumatology", None),
        ("peds", None),
    ],
)
def test_word_finds_a_place_by_name_code_or_without_small_words_and_never_makes_one_unsaid(
    departments, word, name
):
    # that a word means another place makes none of its own
    known = Places({"department": {"peds": "Pediatrics"}})

    found = known.find("department", word)

    assert found == (departments[name].id if name else None)
    assert known.new["department"] == {}


@pytest.mark.django_db
def test_word_that_may_be_short_for_two_is_not_guessed_and_the_first_place_is_proposed_as_it_stands(
    departments,
):
    known = Places({})

    assert known.guess("department", "Ped") is None
    assert known.guess("department", "Obs") == "Obstetrics and Gynecology"
    assert known.guess("site", "Main Campus") == "Main Campus"


@pytest.mark.django_db
def test_place_that_somebody_said_to_make_is_made_once(departments):
    known = Places({"department": {"dermatology": "Dermatology"}})

    first, again = known.find("department", "Dermatology"), known.find("department", "Dermatology")

    assert first is not None
    assert first == again == known.new["department"]["Dermatology"]


@pytest.mark.django_db
def test_name_and_code_of_a_merged_place_lead_to_where_it_went_unless_that_is_gone(departments, monkeypatch):
    into, nowhere = departments["Medicine"].id, uuid4()
    merged = [
        (SimpleNamespace(name="Emergency", code="EM"), into),
        (SimpleNamespace(name="Allergy", code=""), nowhere),
    ]
    monkeypatch.setattr(places, "merged_places", lambda key: merged if key == "department" else ())

    known = Places({})

    assert [known.find("department", word) for word in ("Emergency", "EM", "Allergy")] == [into, into, None]


def written(kind, digest, **values):
    opened = {"answers": asdict(Answers(values=values))}
    return SimpleNamespace(kind=kind, header_digest=digest, opened=lambda: opened)


@pytest.mark.django_db
def test_what_a_word_of_the_house_means_holds_in_every_file_and_own_answers_come_first(in_hospital):
    remember(
        written("roster", "one", department={"im": "Internal Medicine", "new unit": "New Unit", "x": ""})
    )
    remember(written("mentors", "two", site={"main": "Main Hospital"}, nonsense={"a": "b"}))

    values = recall("mentees", "three").values

    assert values["department"] == {"im": "Internal Medicine"}
    assert values["site"] == {"main": "Main Hospital"}
    assert "nonsense" not in recall("mentors", "two").values
    assert recall("pairs", "three").values == {}  # a file of pairs has no departments


@pytest.mark.django_db
def test_letters_after_a_name_are_a_degree_in_every_column_of_names_and_a_part_of_one_name_in_none(
    in_hospital,
):
    remember(written("roster", "one", full_name={"fxlm": "degree", "lee": "name"}))

    values = recall("mentees", "three").values

    assert [values[key] for key in ("full_name", "first_name", "last_name")] == [{"fxlm": "degree"}] * 3


@pytest.mark.django_db
def test_words_of_one_kind_of_file_stay_with_its_columns_and_numbers_are_asked_each_time(in_hospital):
    remember(written("mentors", "one", pgy={"r ii": "2"}, capacity={"a few": "3", "1-2": "2"}))

    assert recall("mentors", "one").values == {"pgy": {"r ii": "2"}, "capacity": {"a few": "3"}}
    assert recall("mentors", "other").values == {}
    assert recall("mentees", "one").values == {}


@pytest.mark.django_db
def test_answers_of_these_very_columns_come_before_what_holds_everywhere(in_hospital):
    from rounds.integrations.spreadsheets.models import RememberedAnswers

    remember(
        written("roster", "one", department={"im": "Internal Medicine"}, training_program={"im": "Medicine"})
    )
    own = Answers(values={"department": {"im": "Imaging"}})
    RememberedAnswers.objects.filter(kind="roster").update(answers=asdict(own))

    assert recall("roster", "one").values["department"] == {"im": "Imaging"}
