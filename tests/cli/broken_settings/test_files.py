"""The broken settings themselves: each is TOML, holds the words that are quoted, and has its scene; no match is run."""

from __future__ import annotations

import tomllib

import pytest

from tests.cli.broken_settings.loading import FOLDER, list_scenes, list_together
from tests.grids import letters_of, read_text_grid

SCENES = list_scenes()
each_scene = pytest.mark.parametrize("scene", SCENES, ids=[scene.name for scene in SCENES])


def test_twenty_mistakes_are_distinct():
    assert len(SCENES) == 20
    assert len({scene.mistake for scene in SCENES}) == 20
    assert len({scene.settings.read_bytes() for scene in SCENES}) == 20
    assert {path.stem for path in FOLDER.glob("*.toml")} == {scene.name for scene in SCENES}


@each_scene
def test_file_is_toml_and_holds_what_is_quoted(scene):
    text = scene.settings.read_text()

    assert tomllib.loads(text)
    assert scene.option in ("mapping", "weights")
    assert scene.quotes
    assert scene.allows
    assert [words for words in scene.quotes if not any(word in text for word in words)] == []


@each_scene
def test_an_answer_without_one_of_the_words_is_caught(scene):
    groups = [(scene.settings.name,), *scene.quotes, *scene.allows]
    said = [words[0] for words in groups]

    assert scene.unsaid("\n".join(said)) == []
    for left_out, words in enumerate(said):
        rest = "\n".join(said[:left_out] + said[left_out + 1 :])
        assert words in rest or scene.unsaid(rest), f"{words} could be missing"


@pytest.mark.parametrize("name", ["mentees.csv", "mentors.csv", "mentors_without_places.csv"])
def test_sheets_are_full_tables(name):
    grid = read_text_grid((FOLDER / name).read_bytes(), "utf-8", ",")

    assert len({len(row) for row in grid}) == 1
    assert len(letters_of(grid)) == len(grid[0])
    assert all(text for row in grid for text in row)


def test_pairs_of_scenes_are_a_mapping_and_weights_for_the_same_sheets():
    pairs = list_together()

    assert pairs
    assert {(mapping.option, weights.option) for mapping, weights in pairs} == {("mapping", "weights")}
    assert all(mapping.mentors == weights.mentors for mapping, weights in pairs)
