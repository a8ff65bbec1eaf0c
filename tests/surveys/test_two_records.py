"""One person with two records is one towards the floor; a wave that is closed while somebody sends loses nothing."""

import threading
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.db import connection

from rounds.core.access import system
from rounds.core.clock import institution_today
from rounds.core.database.scope import scope
from rounds.core.models import Institution
from rounds.surveys.answering import services
from rounds.surveys.answering.services import keep_answers, merge_requests, send_answers
from rounds.surveys.box.services import open_box, release_box, seal_answers
from rounds.surveys.campaigns.services.ending import close_wave
from rounds.surveys.enums import BoxState
from rounds.surveys.models import Ballot, Request, Response, Snapshot
from rounds.surveys.results.services import publish_wave
from tests.surveys.box.scenes import after_closing, answers_of, make_wave, requests_of
from tests.surveys.scenes import an_audience, office, opened, people, plan

PROGRAM = uuid4()


@pytest.fixture(autouse=True)
def key_folder(settings, tmp_path):
    settings.BOX_KEYS = tmp_path / "box-keys"


def answered(in_hospital, count=5):
    """Return a pooled wave that so many records have answered, with its requests."""
    by = office(in_hospital, PROGRAM)
    with an_audience(people(8)):
        rows = opened(plan(by, PROGRAM, key="climate"), by)
    for place, row in enumerate(rows[:count]):
        keep_answers(request=row, answers={"cl_respect": 1 + place % 5})
        send_answers(request=row)
    return by, [Request.objects.select_related("wave", "person").get(id=row.id) for row in rows]


def shown(wave, by):
    """Return how many figures of a wave are shown once it has closed."""
    with time_machine.travel(after_closing(wave)):
        publish_wave(wave_id=wave.id, by=by)
    figures = Snapshot.objects.get(publication__wave=wave).figures
    return sum(not one.get("hidden") for one in figures)


def test_five_records_of_four_people_are_fewer_than_five(in_hospital):
    by, rows = answered(in_hospital)
    Request.objects.filter(id=rows[1].id).update(answered_on=institution_today())

    unmoved = merge_requests(rows[0].person, rows[1].person, by)

    assert unmoved == set()
    assert Response.objects.count() == 4
    assert shown(rows[0].wave, by) == 0


def test_five_people_are_told_together(in_hospital):
    """Say that the test above fails where the floor counts records."""
    by, rows = answered(in_hospital)

    assert shown(rows[0].wave, by) > 0


def test_later_answer_of_two_records_counts(in_hospital):
    by, rows = answered(in_hospital)
    Request.objects.filter(id=rows[0].id).update(answered_on=institution_today() - timedelta(days=2))

    merge_requests(rows[0].person, rows[1].person, by)

    assert not Request.objects.filter(id=rows[0].id).exists()
    assert Request.objects.filter(id=rows[1].id).exists()


def test_what_is_told_stays_as_it_was_told(in_hospital):
    by, rows = answered(in_hospital)
    shown(rows[0].wave, by)

    assert merge_requests(rows[0].person, rows[1].person, by) == {rows[1].id}
    assert Response.objects.count() == 5


def test_of_an_anonymous_wave_two_ballots_of_one_person_are_one_while_nobody_can_open_them(in_hospital):
    wave = make_wave(8, cuts=())
    rows = requests_of(wave)
    by = system(in_hospital.id)
    box = open_box(wave=wave, by=by)
    for place, row in enumerate(rows[:5]):
        seal_answers(box_id=box.id, request_id=row.id, answers=answers_of(place))

    merge_requests(rows[0].person, rows[1].person, by)

    assert Ballot.objects.count() == 4
    with time_machine.travel(after_closing(wave)):
        assert release_box(box_id=box.id, by=by) == BoxState.UNREAD


def test_who_closes_a_wave_waits_for_an_answer_that_is_being_sent(transactional_db, monkeypatch):
    """Takes seconds: a second connection waits."""
    hospital = Institution.objects.create(slug="st-brigid", name="St. Brigid Health")
    with scope(hospital.id, hospital.timezone):
        by, rows = answered(hospital, count=5)
        wave, last, closed = rows[0].wave, rows[5], threading.Event()

    def close():
        try:
            with scope(hospital.id, hospital.timezone):
                close_wave(wave=wave, by=by)
                closed.set()
        finally:
            connection.close()

    closing, whole = threading.Thread(target=close), services.as_asked
    seen = []

    def in_the_middle(*given):
        closing.start()
        seen.append(closed.wait(0.7))
        return whole(*given)

    monkeypatch.setattr(services, "as_asked", in_the_middle)
    with scope(hospital.id, hospital.timezone):
        keep_answers(request=last, answers={"cl_respect": 4})
        send_answers(request=last)
        closing.join(30)
        assert (seen, closed.is_set()) == ([False], True)
        publish_wave(wave_id=wave.id, by=by)
        figures = Snapshot.objects.get(publication__wave=wave).figures

    assert max(one.get("people", 0) for one in figures) == 6
