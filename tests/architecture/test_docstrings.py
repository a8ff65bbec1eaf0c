"""What `python -m tests.architecture.docstrings` finds, tried on planted words and on every module of the project."""

from tests.architecture.docstrings import is_verb, wrong_docstrings, wrong_in

PLANTED = '''
def first():
    """This will tell."""

def second():
    """Tell."""

def test_third():
    """Alice asks, Bob answers."""

class Fourth:
    """This is a class."""
'''


def test_docstrings_of_the_project_begin_as_they_should():
    assert wrong_docstrings() == []


def test_planted_docstrings_are_found():
    found = sorted(line.split(":")[0] for line in wrong_in(PLANTED))

    assert found == ["11 Fourth", "2 first"]


def test_what_is_no_verb_is_told_from_a_verb():
    nouns = ("This", "The", "Whether", "Returns", "Mentees", "Returning", "(kind,", "return", "Complementary")

    assert [word for word in nouns if is_verb(word)] == []
    assert all(map(is_verb, ("Return", "Press", "Bring", "Accept,")))
