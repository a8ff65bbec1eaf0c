"""Answers with names: chosen with their readers, promised by name, read by those alone and on record."""

from datetime import timedelta

import pytest

from rounds.core.clock import institution_today
from rounds.core.database.scope import scope
from rounds.core.models import Opening
from rounds.surveys.campaigns.selectors import is_closed
from rounds.surveys.campaigns.services.ending import close_wave
from rounds.surveys.models import Request, Wave
from tests.access.matrix import client_of
from tests.worlds.words import viewer_of
from tests.worlds.year_surveys import answered_by_name

pytestmark = pytest.mark.django_db


@pytest.fixture
def named(standing_world):
    with scope(standing_world.here.id, standing_world.here.timezone):
        program = standing_world.rows["running pair"].cycle.program_id
        yield answered_by_name(standing_world.actors["cleo"].person, program)


def test_readers_alone_read_them_and_their_person_sees_that(standing_world, named):
    page = f"/st-brigid/surveys/{named.wave_id}/answers/"

    read = client_of(standing_world.actors["alice"]).get(page)

    assert named.person.display_name in read.content.decode()
    assert "<dd>7</dd>" in read.content.decode()
    assert client_of(standing_world.actors["director"]).get(page).status_code == 404
    assert Opening.objects.get(thing_id=named.id).owner_person_id == named.person_id


def test_a_file_of_them_is_noted_as_read_too(standing_world, named):
    alice = client_of(standing_world.actors["alice"])

    alice.get(f"/st-brigid/surveys/questions/surveys/{named.wave_id}/answers.csv")

    assert Opening.objects.filter(thing_id=named.id).count() == 1


def test_one_that_closes_early_is_read_from_its_promised_day_on(standing_world, named):
    day = institution_today() + timedelta(days=5)
    Wave.objects.filter(id=named.wave_id).update(state="sent", closes_on=day)
    page = f"/st-brigid/surveys/{named.wave_id}/answers/"
    alice = client_of(standing_world.actors["alice"])
    assert alice.get(page).status_code == 404

    close_wave(wave=Wave.objects.get(id=named.wave_id), by=viewer_of(standing_world, "alice"))

    assert Wave.objects.get(id=named.wave_id).closes_on == day
    assert alice.get(page).status_code == 404


def test_the_day_of_reading_is_the_day_after_the_last_answer_on_each_page(standing_world, named):
    from django.utils.formats import date_format

    today = institution_today()
    Wave.objects.filter(id=named.wave_id).update(state="sent", closes_on=today)
    page = client_of(standing_world.actors["alice"]).get(f"/st-brigid/surveys/{named.wave_id}/")

    words = " ".join(page.content.decode().split())
    day = date_format(today + timedelta(days=1), "j M Y")
    assert f"open until {date_format(today, 'j M Y')}" in words
    assert f"Read from {day} on" in words
    assert f"read your answers from {day} on" in words


def test_a_stopped_survey_says_that_nobody_was_asked_and_stands_after_the_open_ones(standing_world, named):
    alice = client_of(standing_world.actors["alice"])
    Wave.objects.filter(id=named.wave_id).update(
        state="stopped", closes_on=institution_today() + timedelta(days=3)
    )

    words = alice.get(f"/st-brigid/surveys/{named.wave_id}/").content.decode()

    assert "nobody was asked" in words
    for untrue in ("have answered", "open until", "Read from"):
        assert untrue not in words
    lines = alice.get("/st-brigid/surveys/").context["lines"]
    states = [is_closed(one[0].wave) or one[0].wave.state == "stopped" for one in lines]
    assert states == sorted(states)


def test_readers_are_chosen_before_sending_and_named_where_one_answers(standing_world, named):
    alice = client_of(standing_world.actors["alice"])
    old = Wave.objects.get(id=named.wave_id)
    form = {
        "instrument": str(old.version_id),
        "program": str(old.campaign.scope_id),
        "audience": "enrolled_mentees",
        "mode": "named",
        "closes_on": (institution_today() + timedelta(days=14)).isoformat(),
    }

    late = {"closes_on": institution_today().isoformat()}
    refused = alice.post("/st-brigid/surveys/new/", form | late).content.decode()
    made = alice.post("/st-brigid/surveys/new/", form | {"readers": ["director"]})

    assert "Choose who reads answers with names." in refused
    assert "The closing day has to be three days ahead" in refused, "all that is wrong is told at once"
    page = alice.get(made["Location"]).content.decode()
    director = standing_world.actors["director"].person
    assert "With your name. The directors of your program read" in page
    assert director.display_name in page
    Request.objects.filter(id=named.id).update(state="asked", answered_on=None)
    Wave.objects.filter(id=named.wave_id).update(state="sent", closes_on=institution_today())
    asked = client_of(standing_world.actors["cleo"]).get(f"/st-brigid/answer/{named.id}/1/").content.decode()
    assert standing_world.actors["alice"].person.display_name in asked
