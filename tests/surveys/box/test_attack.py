"""The outsider's attack in small; `python -m tests.surveys.attack` runs it in full, on tables that are really written."""

import pytest

from tests.surveys.attack.__main__ import SURE
from tests.surveys.attack.leaks import LEAKS
from tests.surveys.attack.wave import play_and_attack

# 4,999 shuffled worlds an attack take a second; fewer could not tell p < 0.001.
PEOPLE = 30


@pytest.fixture(autouse=True)
def key_folder(settings, tmp_path):
    settings.BOX_KEYS = tmp_path / "box-keys"


def test_outsider_links_nobody_better_than_chance(in_hospital):
    found = play_and_attack(PEOPLE, seed=1)

    # chance alone comes below this once in a thousand runs
    assert min(one.p for one in found) >= SURE / 2
    assert min(one.ways for one in found) > 50


@pytest.mark.parametrize("leak", LEAKS, ids=lambda leak: leak.name.replace(" ", "_"))
def test_planted_leak_is_found(in_hospital, leak):
    found = play_and_attack(PEOPLE, seed=2, leak=leak())

    assert min(one.p for one in found) < SURE
