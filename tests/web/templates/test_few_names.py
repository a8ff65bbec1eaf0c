"""A list that names a few says how many more there are."""

from types import SimpleNamespace

from django.template.loader import render_to_string


def missing(count):
    names = tuple(f"O'Neil {number}" for number in range(count))
    preview = SimpleNamespace(without_answers=names)
    return " ".join(
        render_to_string("coordinator/matching/cohort_missing.html", {"preview": preview}).split()
    )


def test_people_without_answers_beyond_eight_are_counted():
    assert "10 people have not sent answers: O&#x27;Neil 0," in missing(10)
    assert "O&#x27;Neil 7 and 2 more." in missing(10)
    assert "O&#x27;Neil 7. What" in missing(8)
