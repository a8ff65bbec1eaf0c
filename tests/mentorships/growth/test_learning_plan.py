"""A mentee's learning plan as a file: one's own words, and nobody else's ratings."""

from __future__ import annotations

import zipfile
from io import BytesIO
from uuid import uuid4

import pytest
from django.urls import reverse
from pypdf import PdfReader

from rounds.mentorships.growth.services.marks import EvidenceLine, add_evidence
from tests.matching.scenes import make_scene
from tests.mentorships.conversations.scenes import day, run_pair
from tests.mentorships.growth.scenes import write_goal
from tests.web.pairs.test_log_page import client_of


@pytest.fixture
def scene(in_hospital):
    return make_scene(in_hospital)


def text_of(answer):
    if answer.headers["Content-Type"] == "application/pdf":
        return "\n".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)
    with zipfile.ZipFile(BytesIO(answer.content)) as parts:
        return parts.read("word/document.xml").decode()


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_plan_has_the_goals_steps_and_evidence_of_its_owner_alone(scene, form):
    pair = run_pair(scene)
    goal = write_goal(scene.cleo, pair, text="Lead the huddle")
    line = EvidenceLine(what="Seen on Monday", on=day(1), entry_id=uuid4())
    add_evidence(goal_id=goal.id, line=line, by=scene.bob)
    page = reverse(f"growth:plan_{form}", kwargs={"institution": scene.institution.slug})

    own, mentors = (text_of(client_of(scene, name).get(page)) for name in ("Cleo", "Bob"))

    for words in ("Individualized learning plan", "Lead the huddle", "Seen on Monday", "Lead it twice"):
        assert words in own
    assert "Lead the huddle" not in mentors
