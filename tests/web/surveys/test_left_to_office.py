"""What waits for a program's office because nobody outside of it, or of a line, can do it."""

import pytest
from django.urls import reverse

from rounds.core.clock import institution_today
from rounds.people.models import RoleAssignment
from tests.matching.scenes import make_scene
from tests.surveys.feedback360 import scenes
from tests.web.pairs.test_log_page import client_of

pytestmark = pytest.mark.django_db


def test_round_and_talks_are_the_offices_concern_until_a_developer_from_outside_is_there(
    in_hospital, monkeypatch
):
    """Takes a second: all sets of questions are brought in."""
    scene = make_scene(in_hospital)
    monkeypatch.setattr(scenes, "SCOPE", scene.program.id)
    scenes.planned()
    alice = client_of(scene, "Alice")

    def said():
        pages = [reverse(name, kwargs={"institution": in_hospital.slug}) for name in ("home", "voices:list")]
        home, voices = (" ".join(alice.get(page).content.decode().split()) for page in pages)
        return "No faculty developer is outside the line" in home, "Nobody can lead talks of" in voices

    assert said() == (True, True)

    RoleAssignment.objects.create(
        person=scenes.person("Fay"), role="faculty_developer", from_on=institution_today()
    )
    assert said() == (False, False)
