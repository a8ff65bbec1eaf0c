"""The instruments that Rounds brings along: their words, their keys, and that they are installed once."""

import re
from collections import defaultdict

import pytest

from rounds.core.access import system
from rounds.framework.values.first_version import DOMAINS
from rounds.programs.enums import Confidence
from rounds.surveys.enums import KindOfItem, Missing
from rounds.surveys.instruments.selectors import (
    current_version,
    formulas_of,
    minutes_of,
    questions_of,
    topics_of,
)
from rounds.surveys.instruments.services import install_instruments
from rounds.surveys.instruments.values.files import shipped_versions
from rounds.surveys.kinds import kind_of, longest_answers
from rounds.surveys.models import Instrument, InstrumentVersion, Item

VERSIONS = shipped_versions()
ITEMS = [(version, item) for version in VERSIONS for item in version.items]
# items, pages: as the design says, and as a phone can bear
SIZES = {
    "pulse": (8, 2),
    "midpoint": (12, 3),
    "mentor_self": (10, 3),
    "confidence": (8, 2),
    "closure_mentee": (8, 2),
    "closure_mentor": (8, 2),
    "session": (3, 1),
    "rotation": (6, 2),
    "leader_360": (27, 9),
    "leader_360_short": (19, 9),
    "leader_360_self": (27, 9),
    "leader_360_self_short": (19, 9),
    "climate": (9, 3),
}


def names(version):
    return f"{version.key}-{version.number}"


@pytest.mark.parametrize("version", VERSIONS, ids=names)
def test_keys_are_unique_and_lead_somewhere(version):
    keys = [item.key for item in version.items]
    banks = [item.bank_key for item in version.items]
    parts = [key for key, _title, _lead in version.parts]

    assert len(set(keys)) == len(keys)
    assert len(set(banks)) == len(banks), "one instrument asks the same twice"
    assert all(re.fullmatch(r"[a-z][a-z0-9_]{0,39}", key) for key in [*keys, *banks, *parts])
    assert {item.part for item in version.items} == set(parts)
    assert {item.kind for item in version.items} <= set(KindOfItem.values)
    assert {item.missing for item in version.items} <= set(Missing.values)
    assert {item.domain_key for item in version.items} <= {"", *DOMAINS}
    assert {member for _key, _name, members in version.scores for member in members} <= set(keys)


@pytest.mark.parametrize("version", VERSIONS, ids=names)
def test_page_has_at_most_four_items(version):
    for part, _title, _lead in version.parts:
        assert 1 <= sum(item.part == part for item in version.items) <= 4


@pytest.mark.parametrize("version", VERSIONS, ids=names)
def test_all_points_are_labeled_and_none_agrees(version):
    for item in version.items:
        if item.kind in ("text", "note"):
            assert not item.scale
            continue
        points = version.scales[item.scale].points
        labels = [label for _code, label in points]
        assert all(labels)
        assert len(set(labels)) == len(labels)
        assert len(points) == 11 if item.kind == "ten" else 2 <= len(points) <= 7
        assert [code for code, _label in points] == list(range(points[0][0], points[0][0] + len(points)))
        assert not re.search(r"\b(dis)?agree\b", " ".join(labels)), item.key


@pytest.mark.parametrize(("version", "item"), ITEMS, ids=lambda one: getattr(one, "key", ""))
def test_words_are_one_plain_idea(version, item):
    assert 0 < len(item.text) <= 120
    assert not re.search(r"\b(n't|not un|never|double)\b", item.text)
    assert (item.missing == "") == (item.missing_label == "")


def test_bank_key_means_the_same_wherever_it_stands():
    held = defaultdict(set)
    for version, item in ITEMS:
        points = version.scales[item.scale].points if item.scale else ()
        held[item.bank_key].add((item.kind, points, item.domain_key))

    assert {key: what for key, what in held.items() if len(what) > 1} == {}


def test_acts_of_mentors_are_asked_of_both_sides():
    asked = {
        version.key: {item.bank_key for item in version.items if item.bank_key.startswith("act_")}
        for version in VERSIONS
    }

    assert asked["midpoint"] == asked["mentor_self"]
    assert len(asked["midpoint"]) == 8


def test_sizes_are_as_designed():
    first = {version.key: version for version in reversed(VERSIONS)}

    assert {key: (len(first[key].items), len(first[key].parts)) for key in SIZES} == SIZES


def test_first_version_of_confidence_asks_what_intake_asks():
    first, second = (version for version in VERSIONS if version.key == "confidence")

    assert {item.key: item.text.casefold() for item in first.items} == {
        key: str(label).casefold() for key, label in Confidence.choices
    }
    went_on = {item.bank_key for item in first.items} & {item.bank_key for item in second.items}
    assert (len(went_on), len(second.items) - len(went_on)) == (8, 3)
    assert {item.domain_key for item in second.items} >= set(DOMAINS)


def test_installing_twice_changes_nothing(in_hospital):
    by = system(in_hospital.id)

    first, rows = install_instruments(by=by), Item.objects.count()

    assert first == len(VERSIONS)
    assert rows == len(ITEMS)
    assert install_instruments(by=by) == 0
    assert Item.objects.count() == rows
    assert Instrument.objects.count() == len({version.key for version in VERSIONS})


def test_installed_version_is_read_as_its_pages_ask_it(in_hospital):
    install_instruments(by=system(in_hospital.id))
    version = current_version("pulse")

    topics = topics_of(version.id, about="Dr. Bob Moss")

    assert [topic.title for topic in topics] == ["This quarter with Dr. Bob Moss", "Where it leads"]
    first = topics[0].questions[0]
    assert first.text == "How useful was the time with Dr. Bob Moss this quarter?"
    assert first.points[-1] == (5, "extremely")
    assert list(formulas_of(version.id)) == ["satisfaction", "growth", "alignment"]
    assert current_version("confidence").number == 2


def test_every_installed_question_can_be_asked(in_hospital):
    install_instruments(by=system(in_hospital.id))

    for version in InstrumentVersion.objects.all():
        questions = questions_of(version.id, about="Bob")
        assert all("{" not in one.text for one in questions)
        assert all(kind_of(one).field(one).label == one.text for one in questions)
        assert 1 <= minutes_of(questions) <= 10
        assert longest_answers(questions) < 32 * 1024
