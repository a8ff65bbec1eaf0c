"""Private notes on a remembered device: shown for a code, once a day; never where somebody just signed in."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.urls import reverse

from rounds.core.access.devices import remember_device
from rounds.core.clock import now
from rounds.mentorships.conversations.services.notes import change_note
from rounds.mentorships.models import Note
from tests.access.matrix import client_of as signed_in
from tests.matching.scenes import make_scene
from tests.mentorships.conversations.scenes import log, run_pair
from tests.web.pairs.test_log_page import page
from tests.world import Actor

PASSWORD = "four unrelated words 9"
PRIVATE, SHARED = "The chair frightens me", "We draft the budget"


@pytest.fixture
def scene(in_hospital):
    scene = make_scene(in_hospital)
    user = scene.people["Cleo"].user
    user.set_password(PASSWORD)
    user.save()
    return scene


@pytest.fixture
def pair(scene):
    pair = run_pair(scene)
    log(pair, scene.cleo, note=PRIVATE)
    log(pair, scene.cleo, ago=9, note=SHARED, audience="both")
    return pair


@pytest.fixture
def device(scene):
    """Return what makes a browser that holds the cookie of one remembered device, and nothing else."""
    token = remember_device(scene.people["Cleo"].user, name="Firefox on Windows")

    def browser():
        client = Client()
        client.cookies[settings.DEVICE_COOKIE_NAME] = token
        return client

    return browser


def words_on(client, scene, pair):
    text = client.get(page("conversations", scene, mentorship_id=pair.id)).content.decode()
    return PRIVATE in text, SHARED in text, "Show notes" in text


def private_note():
    return Note.objects.get(audience="private")


def test_private_notes_ask_for_a_proof_once_a_day_on_a_remembered_device(scene, pair, device):
    browser = device()
    before = words_on(browser, scene, pair)
    list_page = page("conversations", scene, mentorship_id=pair.id)
    asking = browser.get(list_page).context["show_notes"]

    answer = browser.post(asking, {"password": PASSWORD})

    assert before == (False, True, True)
    assert answer["Location"] == list_page
    assert words_on(browser, scene, pair) == (True, True, False)
    assert words_on(device(), scene, pair) == (True, True, False)
    with time_machine.travel(now() + timedelta(hours=25), tick=False):
        assert words_on(device(), scene, pair) == (False, True, True)


def test_private_notes_ask_nobody_who_has_just_signed_in(scene, pair):
    person = scene.people["Cleo"]
    browser = signed_in(Actor("cleo", scene.institution, person.user, person))

    assert words_on(browser, scene, pair) == (True, True, False)


def test_what_is_typed_on_a_remembered_device_is_saved_and_shows_nothing(scene, pair, device):
    note = private_note()
    here = page("note", scene, note_id=note.id)
    looked = device().get(here)
    saved = device().post(here, {"note": "Typed before the session ended", "version": str(note.version)})
    change_note(note=private_note(), text="From another window", version=2, by=scene.cleo)
    crossed = device().post(here, {"note": "Typed too late", "version": "2"})

    assert looked["Location"].startswith("/accounts/confirm/?next=")
    assert saved.status_code == 302
    assert crossed.status_code == 409
    assert "Typed too late" in crossed.content.decode()
    assert "From another window" not in crossed.content.decode()


@pytest.mark.parametrize("form", ["json", "pdf"])
def test_file_with_everything_asks_too(scene, pair, device, form):
    address = reverse("record:take", kwargs={"institution": scene.institution.slug, "taken_as": form})

    assert device().get(address)["Location"].startswith("/accounts/confirm/?next=")
