"""The visibility matrix as a table: each of its cells is held against the words that are planted in the test world."""

from pathlib import Path

import pytest

pytestmark = pytest.mark.django_db

HERE = Path(__file__).parent
ACTORS = {
    "mentee": "cleo",
    "mentor": "bob",
    "C": "alice",
    "RPD": "residency_director",
    "GME": "gme_officer",
    "FD": "faculty_developer",
    "SV": "steering_viewer",
    "D": "delegate",
    "AU": "auditor",
    "SA": "site_admin",
    "ex": "former_mentor",
}
READS, READS_NOT = {"R", "own"}, {"-", "S", "A", "T"}


def table():
    """Return the rows of visibility.txt by object, each a mapping of its columns."""
    lines = [
        [cell.strip() for cell in line.split("|")]
        for line in (HERE / "visibility.txt").read_text().splitlines()
        if line.strip() and not line.startswith("#")
    ]
    head, *rows = lines
    return {row[0]: dict(zip(head, row, strict=True)) for row in rows}


def words_of(world, row):
    """Return the planted words of an object; after # stands the one who wrote them."""
    prefix, _, writer = row["words"].partition("#")
    return [
        word for word in world.words if word.field.startswith(prefix) and (not writer or writer in word.must)
    ]


@pytest.mark.parametrize("thing", table())
def test_every_cell_is_what_the_planted_words_say(standing_world, thing):
    row = table()[thing]
    words = words_of(standing_world, row)
    wrong = []

    for role, actor in ACTORS.items():
        assert row[role] in READS | READS_NOT
        readers = [actor in word.may for word in words]
        if row[role] in READS and not any(readers):
            wrong.append(f"{role} should read it, and nothing is planted for {actor}")
        if row[role] in READS_NOT and any(readers):
            wrong.append(f"{role} should not read it, and {actor} may")

    assert words, f"No word of the world begins with “{row['words']}”."
    assert wrong == []


def test_tests_that_the_table_names_are_there():
    named = {row["else"] for row in table().values() if row["else"]}

    assert [one for one in sorted(named) if not (HERE.parent / one).is_file()] == []


def test_table_has_every_role_and_an_ex_partner():
    rows = table()

    assert all(set(ACTORS) <= set(row) for row in rows.values())
    assert {row["ex"] for row in rows.values()} == {"-", "R"}
