"""Taking one's record away: what is mine and what I may read, nothing that the other keeps to themselves."""

import json
from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from rounds.core.models import AuditEvent
from tests.matching.scenes import make_scene
from tests.mentorships.conversations.scenes import log, run_pair
from tests.web.pairs.test_log_page import client_of


@pytest.fixture
def scene(in_hospital):
    return make_scene(in_hospital)


@pytest.fixture
def pair(scene):
    pair = run_pair(scene, since=200)
    log(pair, scene.cleo, ago=9, note="hers alone", audience="private")
    log(pair, scene.bob, ago=5, note="his alone", audience="private")
    log(pair, scene.bob, ago=3, note="for both", audience="pair")
    return pair


def take(scene, who, form):
    address = reverse("record:take", kwargs={"institution": scene.institution.slug, "taken_as": form})
    return client_of(scene, who).get(address)


def words_of(answer):
    if answer.headers["Content-Type"] == "application/pdf":
        return " ".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)
    return answer.content.decode()


@pytest.mark.parametrize("form", ["json", "pdf"])
def test_file_holds_what_is_mine_and_what_i_may_read_alone(scene, pair, form):
    words = words_of(take(scene, "Cleo", form))

    assert "hers alone" in words
    assert "for both" in words
    assert "his alone" not in words
    assert scene.people["Bob"].family_name in words


def test_data_is_read_by_a_program_and_the_taking_is_recorded(scene, pair):
    record = json.loads(take(scene, "Cleo", "json").content)

    assert len(record["conversations"]) == 3
    assert record["conversations"][0]["minutes"] == 30
    assert {note["text"]["text"] for note in record["notes"]} == {"hers alone", "for both"}
    assert "end_reason" not in record["pairs"][0]
    assert AuditEvent.objects.filter(action="record.taken").count() == 1


def test_pdf_is_tagged_and_another_form_is_none(scene, pair):
    read = PdfReader(BytesIO(take(scene, "Cleo", "pdf").content))

    assert read.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert take(scene, "Cleo", "docx").status_code == 404
