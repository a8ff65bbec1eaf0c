"""Each request sent from many connections at once: one ballot a request, the last one counts, all get the same receipt."""

import random
import threading
from collections import Counter

import pytest
import time_machine
from django.db import connection

from rounds.core.database.scope import scope
from rounds.core.models import Institution
from rounds.surveys.box.selectors import list_answers, list_texts
from rounds.surveys.box.services import open_box, release_box, seal_answers
from rounds.surveys.enums import BoxState, RequestState
from rounds.surveys.models import Ballot, Request
from tests.surveys.box.scenes import after_closing, make_wave, office, requests_of


@pytest.fixture(autouse=True)
def key_folder(settings, tmp_path):
    settings.BOX_KEYS = tmp_path / "box-keys"


def send_all(institution_id, box_id, requests, sender, start, receipts, broken):
    """Send every request once as one of many senders, each in an order of its own."""
    try:
        with scope(institution_id):
            connection.ensure_connection()
            start.wait()
            for place in random.Random(sender).sample(range(len(requests)), len(requests)):
                answers = {"fair": 1 + sender % 7, "code": place, "next": f"{place} by {sender}"}
                receipts.append(seal_answers(box_id=box_id, request_id=requests[place].id, answers=answers))
    except Exception as error:
        broken.append(f"{type(error).__name__}: {error}")
    finally:
        connection.close()


@pytest.mark.parametrize(("people", "senders"), [(20, 6), pytest.param(500, 20, marks=pytest.mark.long)])
def test_request_sent_from_many_connections_is_one_ballot(transactional_db, people, senders):
    """Takes seconds: as many sends as people times senders."""
    hospital = Institution.objects.create(slug="st-brigid", name="St. Brigid Health")
    receipts, broken, start = [], [], threading.Barrier(senders, timeout=60)
    with scope(hospital.id):
        wave = make_wave(people, cuts=())
        requests, box = requests_of(wave), open_box(wave=wave, by=office())
        threads = [
            threading.Thread(
                target=send_all, args=(hospital.id, box.id, requests, sender, start, receipts, broken)
            )
            for sender in range(senders)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        again = {"fair": 7, "code": 0, "next": "0 again"}
        receipts.append(seal_answers(box_id=box.id, request_id=requests[0].id, answers=again))
        ballots = Ballot.objects.count()
        with time_machine.travel(after_closing(wave)):
            state = release_box(box_id=box.id, by=office())
        codes = Counter(answers["code"] for answers, _cuts in list_answers(wave))
        comments = list_texts(wave, "next")

    assert broken == []
    assert (ballots, len(receipts), len(set(receipts))) == (people, people * senders + 1, 1)
    assert state == BoxState.RELEASED
    assert codes == dict.fromkeys(range(people), 1)
    assert len(comments) == people
    assert "0 again" in comments


def test_nothing_sent_while_a_box_is_released_is_lost(transactional_db):
    """Whoever has a receipt is in the batch, though the release comes in the middle of sending."""
    hospital = Institution.objects.create(slug="st-brigid", name="St. Brigid Health")
    sent, start = [], threading.Barrier(4, timeout=60)
    with scope(hospital.id):
        wave = make_wave(60, cuts=())
        requests, box = requests_of(wave), open_box(wave=wave, by=office())
        for place in range(10):
            answers = {"code": place, "next": f"{place}"}
            seal_answers(box_id=box.id, request_id=requests[place].id, answers=answers)

    def send(part):
        try:
            with scope(hospital.id):
                connection.ensure_connection()
                start.wait()
                for place in range(10 + part, 60, 3):
                    seal_answers(box_id=box.id, request_id=requests[place].id, answers={"code": place})
                    sent.append(place)
        except Exception as error:
            sent.append(type(error).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=send, args=(part,)) for part in range(3)]
    for thread in threads:
        thread.start()
    with scope(hospital.id):
        start.wait()
        # a clock that says "closed" for the release alone: the others have asked before
        from rounds.surveys.box.services import releasing

        releasing.is_due, kept = (lambda _box, **_day: True), releasing.is_due
        try:
            release_box(box_id=box.id, by=office())
        finally:
            releasing.is_due = kept
        for thread in threads:
            thread.join()
        released = {answers["code"] for answers, _cuts in list_answers(wave)}
        answered = Request.objects.filter(wave=wave, state=RequestState.ANSWERED).count()

    with_receipt = set(range(10)) | {place for place in sent if isinstance(place, int)}
    assert released == with_receipt
    assert answered == len(with_receipt)
    assert {one for one in sent if isinstance(one, str)} <= {"OutOfOrder"}
