"""kill -9 in the middle of opening, sending, release and destroying: nothing lost, nothing doubled, nothing half."""

import os
import random
import signal
import time
import traceback

import pytest
import time_machine
from django.conf import settings as live
from django.db import connections

from rounds.core.database.scope import scope
from rounds.core.models import Institution
from rounds.surveys.box import keys
from rounds.surveys.box.selectors import key_of, list_answers, list_texts
from rounds.surveys.box.services import destroy_box, open_box, release_box, seal_answers
from rounds.surveys.enums import BoxState, RequestState
from rounds.surveys.models import AnonymousAnswer, AnonymousText, Ballot, Batch, Box, Request
from tests.surveys.box.scenes import after_closing, answers_of, make_wave, office, open_and_send, requests_of

PEOPLE = 40
KILLS = [3, pytest.param(25, marks=pytest.mark.long)]


@pytest.fixture(autouse=True)
def key_folder(settings, tmp_path):
    settings.BOX_KEYS = tmp_path / "box-keys"


@pytest.fixture
def hospital(transactional_db):
    made = Institution.objects.create(slug="st-brigid", name="St. Brigid Health")
    with scope(made.id):
        yield made


def killed_after(seconds, act):
    """Do an act in a process of its own and kill it after so long; return what it had written to the pipe."""
    connections.close_all()
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            act(lambda word: os.write(writer, f"{word}\n".encode()))
        finally:
            os._exit(0)
    os.close(writer)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with os.fdopen(reader) as lines:
        return lines.read().split()


def lasts(act):
    """Return how long an act takes in a process of its own."""
    connections.close_all()
    began, child = time.monotonic(), os.fork()
    if child == 0:
        try:
            act(lambda _word: None)
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(0)
    os.waitpid(child, 0)
    return time.monotonic() - began


def points(kills, whole):
    """Return moments of an act that takes so long, spread over all of it."""
    draw = random.Random(kills)
    return [whole * (number + draw.random()) / kills for number in range(kills)]


@pytest.mark.parametrize("kills", KILLS)
def test_killed_opening_is_finished_by_the_next(hospital, kills):
    """Takes seconds: each kill has a wave of its own."""
    whole = lasts(lambda _say: open_box(wave=make_wave(8, number=999), by=office()))
    for number, moment in enumerate(points(kills, whole)):
        wave = make_wave(8, number=number)

        killed_after(moment, lambda _say, wave=wave: open_box(wave=wave, by=office()))
        box = open_box(wave=wave, by=office())

        assert Box.objects.get(wave=wave).state == BoxState.OPEN
        assert keys.public_bytes(key_of(box)) == bytes(box.public_key)


@pytest.mark.parametrize("kills", KILLS)
def test_what_was_receipted_before_a_kill_is_in_the_box(hospital, kills):
    """Takes seconds: each kill has ballots of its own."""

    def send(say, wave, box):
        for place, request in enumerate(requests_of(wave)):
            seal_answers(box_id=box.id, request_id=request.id, answers=answers_of(place))
            say(request.id.hex)

    first = make_wave(PEOPLE, number=999)
    box = open_box(wave=first, by=office())
    whole = lasts(lambda say: send(say, first, box))
    cut_short = 0
    for number, moment in enumerate(points(kills, whole)):
        wave = make_wave(PEOPLE, number=number)
        box = open_box(wave=wave, by=office())

        receipts = killed_after(moment, lambda say, wave=wave, box=box: send(say, wave, box))

        ballots = {one.hex for one in Ballot.objects.filter(box=box).values_list("request_id", flat=True)}
        answered = Request.objects.filter(wave=wave, state=RequestState.ANSWERED, answered_on__isnull=False)
        assert set(receipts) <= ballots
        assert {one.id.hex for one in answered} == ballots
        assert len(ballots) - len(receipts) <= 1
        cut_short += len(ballots) < PEOPLE
    assert cut_short > 0


@pytest.mark.parametrize("kills", KILLS)
def test_killed_release_is_whole_or_has_not_begun(hospital, kills):
    """Takes seconds: each kill has ballots of its own."""
    waves = [make_wave(PEOPLE, number=number) for number in range(kills + 1)]
    boxes = [open_and_send(wave, PEOPLE) for wave in waves]
    unfinished = 0
    with time_machine.travel(after_closing(waves[0])):
        whole = lasts(lambda _say: release_box(box_id=boxes[0].id, by=office()))
        for wave, box, moment in zip(waves[1:], boxes[1:], points(kills, whole), strict=True):
            killed_after(moment, lambda _say, box=box: release_box(box_id=box.id, by=office()))

            state = Box.objects.get(id=box.id).state
            found = [
                model.objects.filter(batch__box=box).count() for model in (AnonymousAnswer, AnonymousText)
            ]
            assert (state, found) in [(BoxState.OPEN, [0, 0]), (BoxState.RELEASED, [PEOPLE, PEOPLE])]
            unfinished += state == BoxState.OPEN
            assert release_box(box_id=box.id, by=office()) == BoxState.RELEASED
            assert Batch.objects.get(box=box).n == len(list_answers(wave)) == PEOPLE
            comments = sorted(answers_of(place)["next"] for place in range(PEOPLE))
            assert sorted(list_texts(wave, "next")) == comments
    assert unfinished > 0


@pytest.mark.parametrize("kills", KILLS)
def test_killed_destroying_is_finished_by_the_next(hospital, kills):
    """Takes seconds: each kill has ballots of its own."""
    waves = [make_wave(8, number=number) for number in range(kills + 1)]
    boxes = [open_and_send(wave, 8) for wave in waves]
    with time_machine.travel(after_closing(waves[0])):
        for box in boxes:
            release_box(box_id=box.id, by=office())
    with time_machine.travel(after_closing(waves[0], days=4)):
        whole = lasts(lambda _say: destroy_box(box_id=boxes[0].id, by=office()))
        assert destroy_box(box_id=boxes[0].id, by=office()) == BoxState.DESTROYED
        for box, moment in zip(boxes[1:], points(kills, whole), strict=True):
            killed_after(moment, lambda _say, box=box: destroy_box(box_id=box.id, by=office()))

            assert destroy_box(box_id=box.id, by=office()) == BoxState.DESTROYED
            assert not Ballot.objects.filter(box=box).exists()
            assert not keys.has_file_half(live.BOX_KEYS, box.id)
            assert AnonymousAnswer.objects.filter(batch__box=box).count() == 8
    assert Box.objects.exclude(state=BoxState.DESTROYED).count() == 0
