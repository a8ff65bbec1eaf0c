import csv

import pytest

from rounds.people.values.identifiers import clean_orcid, is_npi
from tests.data import real_data


def test_npi_accepts_real_numbers_and_refuses_each_changed_last_digit():
    with real_data("npi", "npi_numbers.csv").open() as file:
        numbers = [row["npi"] for row in csv.DictReader(file)]

    assert len(numbers) == 40
    for number in numbers:
        assert is_npi(number)
        others = [number[:-1] + digit for digit in "0123456789" if digit != number[-1]]
        assert not any(is_npi(other) for other in others)


@pytest.mark.parametrize("text", ["", "123456789", "12345678901", "abcdefghij", " 1003142399"])
def test_npi_refuses_what_is_not_ten_digits(text):
    assert not is_npi(text)


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("0000-0002-1825-0097", "0000-0002-1825-0097"),
        ("000000021694233x", "0000-0002-1694-233X"),
        ("https://orcid.org/0000-0002-1825-0097", "0000-0002-1825-0097"),
        ("0000-0002-1825-0098", None),
        ("nonsense", None),
    ],
)
def test_orcid_is_cleaned_and_checked(text, clean):
    assert clean_orcid(text) == clean
