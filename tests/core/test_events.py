from datetime import timedelta

import pytest

from rounds.core import events
from rounds.core.database.scope import current_institution_id
from rounds.core.events import dispatch_waiting, emit
from rounds.core.models import Event


@pytest.fixture
def heard(monkeypatch):
    heard = []

    def handler(event):
        if event.ids.get("bad") and event.attempts < 2:
            raise RuntimeError
        heard.append((event.ids, current_institution_id()))

    monkeypatch.setitem(events._handlers, "pair.opened", [handler])
    return heard


def test_event_is_handled_once_in_its_institution(hospital, heard):
    emit("pair.opened", institution_id=hospital.id, pair_id=7)

    assert dispatch_waiting() == 1
    assert dispatch_waiting() == 0
    assert heard == [({"pair_id": "7"}, hospital.id)]


def test_event_whose_handler_fails_is_tried_later_and_holds_up_no_other(hospital, heard, clock):
    emit("pair.opened", institution_id=hospital.id, bad=1)
    emit("pair.opened", institution_id=hospital.id, good=1)

    for _round in range(3):
        dispatch_waiting()
        clock.shift(timedelta(seconds=10))

    assert [ids for ids, _place in heard] == [{"good": "1"}, {"bad": "1"}]
    assert not Event.objects.filter(dispatched_at=None).exists()


def test_event_that_a_handler_emits_follows_at_once(hospital, heard, monkeypatch):
    def asks_on(event):
        emit("pair.opened", institution_id=event.institution_id, pair_id=8)

    monkeypatch.setitem(events._handlers, "pair.wanted", [asks_on])
    emit("pair.wanted", institution_id=hospital.id)

    assert dispatch_waiting() == 2
    assert [ids for ids, _place in heard] == [{"pair_id": "8"}]


def test_no_more_events_than_asked_for_are_dispatched(hospital, heard):
    for number in range(3):
        emit("pair.opened", institution_id=hospital.id, pair_id=number)

    assert dispatch_waiting(limit=2) == 2
    assert len(heard) == 2
