"""Comments reach the office once somebody outside its line has read them; of few people there are none."""

from uuid import uuid4

import pytest

from rounds.core.access import Grant, Viewer, system
from rounds.core.clock import institution_today
from rounds.core.database.scope import scope
from rounds.surveys.models import Comment, Publication
from rounds.surveys.results.services import publish_wave
from tests.access.matrix import client_of
from tests.web.surveys.test_office import closed_wave


@pytest.fixture
def told(own_world):
    with scope(own_world.here.id, own_world.here.timezone):
        wave = closed_wave(own_world, 6)
        publish_wave(wave_id=wave.id, by=system(own_world.here.id))
    return f"/st-brigid/surveys/{wave.id}/comments/"


def test_office_reads_what_was_passed_in_the_words_that_were_chosen(own_world, told):
    alice = client_of(own_world.actors["alice"])
    fay = client_of(own_world.actors["faculty_developer"])
    with scope(own_world.here.id):
        first, second, third, *_rest = Comment.objects.filter(publication__wave_id=told.split("/")[3])

    assert "Word" not in alice.get(told).content.decode()
    assert "Word" in fay.get(told + "read/").content.decode()
    fay.post(told + "read/", {"comment": first.id, "words": "Word", "go": "show"})
    fay.post(told + "read/", {"comment": second.id, "words": "Something kinder", "go": "show"})
    fay.post(told + "read/", {"comment": third.id, "words": "Word", "go": "hold"})

    page = alice.get(told).content.decode()
    assert page.count("Word") == 1
    assert "Something kinder" in page
    assert "in other words" in page
    assert "read first by a faculty developer" in page


def test_words_that_are_taken_away_are_asked_for_and_nothing_is_shown(own_world, told):
    fay = client_of(own_world.actors["faculty_developer"])
    with scope(own_world.here.id):
        first = Comment.objects.filter(publication__wave_id=told.split("/")[3]).first()

    refused = fay.post(told + "read/", {"comment": first.id, "words": " ", "go": "show"})

    assert refused.status_code == 422
    assert "Write the words that are shown, or hold the comment back." in refused.content.decode()
    assert "Word" not in client_of(own_world.actors["alice"]).get(told).content.decode()


def test_office_and_those_asked_do_not_read_first(own_world, told):
    from rounds.people.services import grant_role
    from rounds.surveys.models import Request

    fay = own_world.actors["faculty_developer"]
    assert client_of(own_world.actors["alice"]).get(told + "read/").status_code == 404
    with scope(own_world.here.id):
        row = Request.objects.filter(wave_id=told.split("/")[3]).first()
        Request.objects.filter(id=row.id).update(subject=fay.person)
    assert client_of(fay).get(told + "read/").status_code == 404
    with scope(own_world.here.id):
        Request.objects.filter(id=row.id).update(subject=None)
    assert client_of(fay).get(told + "read/").status_code == 200
    with scope(own_world.here.id):
        grant_role(person=fay.person, role="coordinator", by=system(own_world.here.id))
    assert client_of(fay).get(told + "read/").status_code == 404


def test_comments_of_fewer_people_than_the_floor_reach_nobody(own_world):
    with scope(own_world.here.id, own_world.here.timezone):
        wave = closed_wave(own_world, 4)
        publish_wave(wave_id=wave.id, by=system(own_world.here.id))

        assert Publication.objects.get(wave=wave).comments.count() == 0


def test_without_a_developer_the_office_of_another_program_reads_first(own_world, told):
    from rounds.people.models import RoleAssignment
    from rounds.surveys.campaigns.selectors import wave_for
    from rounds.surveys.results.selectors.readers import reads_first, waves_to_read
    from tests.worlds.words import viewer_of

    wave_id = told.split("/")[3]
    with scope(own_world.here.id):
        alice = viewer_of(own_world, "alice")
        wave = wave_for(alice, wave_id)
        other = Viewer(own_world.here.id, uuid4(), uuid4(), "Otto", frozenset([Grant("director", uuid4())]))
        before = reads_first(other, wave)
        RoleAssignment.objects.filter(role="faculty_developer").update(to_on=institution_today())
        waiting = [(one.id, count) for one, count in waves_to_read(other) if one.id == wave.id]

        assert not before
        assert waiting == [(wave.id, 6)]
        assert not reads_first(alice, wave)
    page = client_of(own_world.actors["alice"]).get(told).content.decode()
    assert "the office of another program reads comments" in page
