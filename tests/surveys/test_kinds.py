"""How each kind is answered, left out, and how long its longest answer is."""

import pytest
from django import forms
from hypothesis import given
from hypothesis import strategies as st

from rounds.surveys.enums import KindOfItem
from rounds.surveys.kinds import KINDS, Question, kind_of, longest_answers, packed, read_answers
from rounds.surveys.kinds.writing import AREA_CHARACTERS, MOST_CHARACTERS
from rounds.surveys.scores import NOT_APPLICABLE, SKIPPED

POINTS = ((1, "never"), (2, "seldom"), (3, "about half the time"), (4, "mostly"), (5, "always"))
TEN = tuple((code, str(code)) for code in range(11))
ONE_OF_EACH = (
    Question("act", "scale", "Comes back to it", POINTS, missing="not seen"),
    Question("sure", "ten", "How sure?", TEN),
    Question("con", "choice", "Contact was", POINTS[:4]),
    Question("gain", "ticks", "What came of it?", POINTS),
    Question("next", "text", "What next?"),
    Question("hours", "number", "How many?", low=0, high=80),
    Question("since", "month", "Since when?"),
    Question("areas", "own_areas", "Your topics"),
    Question("lead", "note", "Think of the last quarter."),
)


def form_of(data, questions=ONE_OF_EACH):
    fields = {one.key: kind_of(one).field(one) for one in questions}
    return type("Page", (forms.Form,), fields)(data)


def test_every_kind_has_its_class():
    assert set(KINDS) == set(KindOfItem.values) == {one.kind for one in ONE_OF_EACH}


def test_answers_are_read_and_shown_again():
    typed = {
        "act": "4",
        "sure": "0",
        "con": "2",
        "gain": ["1", "3"],
        "next": " More time. ",
        "hours": "12",
        "since": "2026-07",
        "areas": "teaching; 4; 6\nsleep; 5; 0",
    }
    form = form_of(typed)
    assert form.errors == {}

    kept = read_answers(form.cleaned_data, ONE_OF_EACH)

    assert kept == {
        "act": 4,
        "sure": 0,
        "con": 2,
        "gain": [1, 3],
        "next": "More time.",
        "hours": 12,
        "since": "2026-07",
        "areas": [["teaching", 4, 6], ["sleep", 5, 0]],
    }
    again = form_of({one.key: kind_of(one).shown(kept.get(one.key), one) for one in ONE_OF_EACH})
    assert again.errors == {}
    assert read_answers(again.cleaned_data, ONE_OF_EACH) == kept


def test_nothing_is_required_and_what_is_left_out_has_its_code():
    form = form_of({"act": str(NOT_APPLICABLE)})
    assert form.errors == {}

    kept = read_answers(form.cleaned_data, ONE_OF_EACH)

    assert kept == {"act": NOT_APPLICABLE} | {
        one.key: SKIPPED for one in ONE_OF_EACH if one.key not in ("act", "lead")
    }
    assert kind_of(ONE_OF_EACH[0]).told(kept["act"], ONE_OF_EACH[0]) == "not seen"


@pytest.mark.parametrize(
    ("key", "typed", "words"),
    [
        ("act", "9", "9 is not one"),
        ("sure", str(NOT_APPLICABLE), "-98 is not one"),
        ("gain", ["1", "9"], "9 is not one"),
        ("next", "x" * 601, "1 character too long"),
        ("hours", "81", "80"),
        ("since", "July", "such as 2027-03"),
        ("areas", "teaching; 6; 6", "Line 1"),
        ("areas", "sleep; 5; 0\nteaching, 4, 6", "Line 2"),
        ("areas", "\n".join(["a; 1; 1"] * 6), "At most 5"),
        ("areas", "x" * 81 + "; 1; 1", "at most 80"),
    ],
)
def test_what_cannot_be_read_gets_a_sentence(key, typed, words):
    form = form_of({key: typed})

    assert list(form.errors) == [key]
    assert words in form.errors[key][0]


ANY_TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=MOST_CHARACTERS)
ANY_TOPIC = st.text(
    st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=AREA_CHARACTERS
)


@given(
    act=st.sampled_from([1, 5, NOT_APPLICABLE, SKIPPED]),
    gain=st.lists(st.sampled_from(range(1, 6)), unique=True),
    text=ANY_TEXT,
    hours=st.integers(0, 80),
    areas=st.lists(st.tuples(ANY_TOPIC, st.integers(1, 5), st.integers(0, 10)), max_size=5),
)
def test_no_answer_is_longer_than_its_kind_says(act, gain, text, hours, areas):
    kept = {
        "act": act,
        "sure": 10,
        "con": SKIPPED,
        "gain": gain,
        "next": text,
        "hours": hours,
        "since": "2026-07",
        "areas": [list(one) for one in areas],
    }

    for one in ONE_OF_EACH[:-1]:
        assert len(packed(kept[one.key])) <= kind_of(one).longest(one)
    assert len(packed(kept)) <= longest_answers(ONE_OF_EACH)


def test_the_longest_text_is_as_long_as_its_kind_says():
    assert len(packed("\x01" * MOST_CHARACTERS)) == KINDS["text"].longest(ONE_OF_EACH[4])
