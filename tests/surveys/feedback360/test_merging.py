"""Two records of one person in rounds of feedback."""

import pytest

from rounds.core.errors import DomainError
from rounds.people.services import merge_people
from rounds.surveys.models import Nomination, Request
from tests.surveys.feedback360 import scenes


@pytest.fixture(autouse=True)
def _hospital(in_hospital, settings, tmp_path):
    settings.BOX_KEYS = tmp_path / "box-keys"


def test_two_records_of_one_rater_become_one_who_is_asked_once():
    found = scenes.sent(sizes={"peers": 8})
    keep, other = scenes.person("Peers0"), scenes.person("Peers1")

    merge_people(keep=keep, other=other, by=scenes.developer())

    assert Nomination.objects.filter(round=found, person__in=[keep, other]).count() == 1
    assert Request.objects.filter(wave=found.raters, person__in=[keep, other]).count() == 1


def test_who_debriefs_is_never_merged_with_whom_it_is_about():
    scenes.planned()

    with pytest.raises(DomainError, match="two of the three people"):
        merge_people(keep=scenes.person("Sam"), other=scenes.person("Mira"), by=scenes.developer())
