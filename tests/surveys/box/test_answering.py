"""Answering an anonymous wave: pages are kept for one browser, the end of them locks everything into the box."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine

from rounds.core.clock import now
from rounds.core.errors import DomainError, OutOfOrder
from rounds.core.models import AuditEvent, Event
from rounds.surveys.answering.selectors import answers_of
from rounds.surveys.answering.services import decline, keep_answers, send_answers
from rounds.surveys.box.sealing import new_draft_key
from rounds.surveys.box.selectors import list_answers, list_texts
from rounds.surveys.box.services import keep_boxes
from rounds.surveys.campaigns.selectors import list_waves, promise_of
from rounds.surveys.campaigns.services import check_invited
from rounds.surveys.enums import RequestState
from rounds.surveys.instruments.selectors import questions_of
from rounds.surveys.models import Ballot, BlindDraft, Request, Response, Wave
from rounds.surveys.results.selectors.pages import results_of
from rounds.surveys.results.services import publish_closed_waves
from tests.surveys import scenes as campaigns
from tests.surveys.box.scenes import after_closing, make_wave, office, requests_of


@pytest.fixture
def wave(in_hospital, settings, tmp_path):
    settings.BOX_KEYS = tmp_path / "box-keys"
    made = make_wave(9)
    Wave.objects.filter(id=made.id).update(stop_until=now() - timedelta(minutes=1))
    keep_boxes(by=office())
    return Wave.objects.get(id=made.id)


def test_pages_are_kept_for_one_browser_and_locked_at_the_end(wave):
    request, key, other = requests_of(wave)[0], new_draft_key(), new_draft_key()

    keep_answers(request=request, answers={"fair": 3}, key=key)
    keep_answers(request=request, answers={"next": "more rooms"}, key=key)
    held = answers_of(request, key), answers_of(request, other), answers_of(request)
    send_answers(request=request, key=key)

    assert held == ({"fair": 3, "next": "more rooms"}, {}, {})
    assert answers_of(request, key) == {}
    assert Ballot.objects.filter(request=request).count() == 1
    assert not BlindDraft.objects.exists()
    assert not Response.objects.exists()
    assert Request.objects.get(id=request.id).state == RequestState.ANSWERED


def test_what_was_left_out_is_coded_and_comments_come_apart(wave):
    for place, request in enumerate(requests_of(wave)):
        key = new_draft_key()
        keep_answers(request=request, answers={"fair": 1 + place % 7, "next": "x" if place else ""}, key=key)
        send_answers(request=request, key=key)

    with time_machine.travel(after_closing(wave)):
        keep_boxes(by=office())

    released = [answers for answers, _cuts in list_answers(wave)]
    assert sorted(one["fair"] for one in released) == [1, 1, 2, 2, 3, 4, 5, 6, 7]
    assert {(one["gain"], one["code"]) for one in released} == {(-97, -97)}
    assert list_texts(wave, "next") == ["x"] * 8


def test_who_says_no_leaves_no_draft(wave):
    request, key = requests_of(wave)[0], new_draft_key()
    keep_answers(request=request, answers={"fair": 3}, key=key)

    decline(request=request, key=key)

    assert not BlindDraft.objects.exists()
    assert Request.objects.get(id=request.id).state == RequestState.DECLINED


def test_answering_writes_no_event_and_no_deed(wave):
    before = Event.objects.count(), AuditEvent.objects.count()
    request, key = requests_of(wave)[0], new_draft_key()

    keep_answers(request=request, answers={"fair": 3}, key=key)
    send_answers(request=request, key=key)

    assert (Event.objects.count(), AuditEvent.objects.count()) == before


def test_without_a_box_nothing_is_taken(wave):
    wave.boxes.all().delete()

    with pytest.raises(OutOfOrder, match="at the moment"):
        keep_answers(request=requests_of(wave)[0], answers={"fair": 3}, key=new_draft_key())


def test_promise_names_how_many_the_day_and_the_floor(wave):
    words = promise_of(wave)

    opens = wave.closes_on + timedelta(days=1)
    assert words.startswith("Anonymous. You are one of 9 who are asked.")
    assert (
        f"on {opens.day} {opens:%b %Y} all are opened together and mixed, and 3 days later the key" in words
    )
    assert "Fewer than 5 answers: all are deleted unread." in words


def test_office_counts_an_anonymous_wave_as_of_last_night(wave):
    from rounds.core.access import Grant, Viewer

    alice = Viewer(wave.institution_id, None, None, "Alice", frozenset([Grant("coordinator", None)]))
    key = new_draft_key()
    keep_answers(request=requests_of(wave)[0], answers={"fair": 3}, key=key)
    send_answers(request=requests_of(wave)[0], key=key)

    today = [line.answered for line in list_waves(alice)]
    Request.objects.filter(answered_on__isnull=False).update(answered_on=wave.closes_on - timedelta(days=20))
    tomorrow = [line.answered for line in list_waves(alice)]

    assert (today, tomorrow) == ([0], [1])


def test_seven_are_too_few():
    with pytest.raises(DomainError, match="at least 8"):
        check_invited(7)
    check_invited(8)


def test_wave_is_planned_sent_answered_and_told_through_the_door(in_hospital, settings, tmp_path):
    settings.BOX_KEYS = tmp_path / "box-keys"
    by = campaigns.office(in_hospital, uuid4())
    with campaigns.an_audience(campaigns.people(12)) as audience:
        planned = campaigns.plan(by, uuid4(), key="climate", mode="anonymous", audience=audience)
        before = promise_of(planned)
        requests = campaigns.opened(planned, by)
        keep_boxes(by=office())
        wave = Wave.objects.get(id=planned.id)
        codes = {one.key: one.codes for one in questions_of(wave.version_id) if one.codes}
        for place, request in enumerate(requests):
            key = new_draft_key()
            answers = {item: own[place % 2] for item, own in codes.items()}
            keep_answers(request=request, answers=answers, key=key)
            send_answers(request=request, key=key)
        with time_machine.travel(after_closing(wave)):
            keep_boxes(by=office())
            publish_closed_waves(by=office())
            lines = results_of(wave).lines

    assert before == promise_of(wave)
    assert "one of 12 who are asked" in before
    assert lines
    assert {line.said.people for line in lines if not line.is_hidden} == {12}


def test_seven_are_not_sent_an_anonymous_wave(in_hospital):
    by = campaigns.office(in_hospital, uuid4())
    with campaigns.an_audience(campaigns.people(7)) as audience:
        planned = campaigns.plan(by, uuid4(), key="climate", mode="anonymous", audience=audience)

        with pytest.raises(DomainError, match="at least 8"):
            campaigns.opened(planned, by)
