"""What a browser sent is read in one place; what cannot be read is None."""

import pytest
from django.test import RequestFactory

from rounds.core.errors import OutOfOrder
from rounds.core.reading import read_day, read_digits, read_id, read_number, read_search
from rounds.web.frame.presses import pressed

ID = "5b0e2a5c-3f0e-4c8b-9d41-0a2f6b1c7d33"


@pytest.mark.parametrize("text", [ID, ID.upper(), ID.replace("-", "")])
def test_an_id_is_read_as_addresses_show_it(text):
    assert str(read_id(text)) == ID


@pytest.mark.parametrize(
    "text", [None, "", "²", f"{{{ID}}}", f"urn:uuid:{ID}", ID + "0", "5" * 5000, ID.replace("5", "５")]
)
def test_what_is_no_id_is_none(text):
    assert read_id(text) is None


@pytest.mark.parametrize(("text", "number"), [("7", 7), (" 12 ", 12), ("007", 7), ("2147483647", 2147483647)])
def test_a_number_is_read(text, number):
    assert read_number(text) == number


@pytest.mark.parametrize(
    "text", [None, "", "²", "٣", "1.5", "1e3", "-1", "+1", "--1", "2147483648", "9" * 5000]
)
def test_what_is_no_number_within_bounds_is_none(text):
    assert read_number(text) is None


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "2027-02-30",
        "0001-01-01",
        "9999-12-31",
        "2027-W01-1",
        "20270630",
        "2027-06-30T10:00",
        "٢٠٢٧-06-30",
    ],
)
def test_what_is_no_day_is_none(text):
    assert read_day(text) is None


def test_a_day_is_read():
    assert str(read_day("2028-02-29")) == "2028-02-29"


def test_bounds_are_the_caller_s():
    assert (read_number("-3", least=-5), read_number("6", most=5), read_number("0", most=-1)) == (
        -3,
        None,
        None,
    )


def test_a_search_takes_six_words_of_a_hundred_characters():
    assert read_search("  ann   lee ") == "ann lee"
    assert read_search("a " * 2400) == "a a a a a a"
    assert read_search("x" * 5000) == "x" * 100


def test_a_code_is_its_digits():
    assert read_digits(" 12-34 56²") == "123456"


@pytest.mark.parametrize("text", ["", "²", "SHOW", "show "])
def test_button_that_the_page_does_not_have_does_nothing(text):
    ask = RequestFactory().post

    assert pressed(ask("/", {"go": "show"}), "show", "hide") == "show"
    with pytest.raises(OutOfOrder, match="Nothing was done"):
        pressed(ask("/", {"go": text}), "show", "hide")
