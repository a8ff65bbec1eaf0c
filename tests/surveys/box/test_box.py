"""A box from its opening to the end of its key: all ballots are opened together or none ever."""

from collections import Counter
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rounds.core.errors import DomainError, OutOfOrder
from rounds.core.models import AuditEvent, OutgoingMail
from rounds.surveys.box import keys
from rounds.surveys.box.sealing import SEAL_BYTES, new_draft_key
from rounds.surveys.box.selectors import draft_for, list_answers, list_texts, open_box_of
from rounds.surveys.box.services import (
    destroy_box,
    keep_draft,
    lose_box,
    open_box,
    release_box,
    seal_answers,
    sweep_keys,
)
from rounds.surveys.enums import BoxKind, BoxState, RequestState, WaveState
from rounds.surveys.models import (
    AnonymousAnswer,
    AnonymousText,
    Ballot,
    Batch,
    BlindDraft,
    Box,
    Request,
    Wave,
)
from tests.surveys.box.scenes import after_closing, answers_of, make_wave, office, open_and_send, requests_of


@pytest.fixture(autouse=True)
def key_folder(settings, tmp_path):
    settings.BOX_KEYS = tmp_path / "box-keys"
    return settings.BOX_KEYS


def test_all_answers_are_there_after_release_and_none_before(in_hospital):
    wave = make_wave(12)
    box = open_and_send(wave, 12)

    before = release_box(box_id=box.id, by=office())
    with time_machine.travel(after_closing(wave)):
        after = release_box(box_id=box.id, by=office())

    expected = [answers_of(place) for place in range(12)]
    released = [answers for answers, _cuts in list_answers(wave)]
    assert (before, after) == (BoxState.OPEN, BoxState.RELEASED)
    assert sorted(map(str, released)) == sorted(
        str({k: v for k, v in one.items() if k != "next"}) for one in expected
    )
    assert sorted(list_texts(wave, "next")) == sorted(one["next"] for one in expected)


def test_released_rows_are_written_in_the_order_of_random_ids(in_hospital):
    """Where PostgreSQL puts a row depends on what was deleted before: the order of writing is what is ours."""
    wave = make_wave(30)
    box = open_and_send(wave, 30)

    with time_machine.travel(after_closing(wave)), CaptureQueriesContext(connection) as written:
        release_box(box_id=box.id, by=office())

    for model in (AnonymousAnswer, AnonymousText):
        start = f'INSERT INTO "{model._meta.db_table}"'
        statements = " ".join(one["sql"] for one in written if one["sql"].startswith(start)).replace("-", "")
        ids = sorted(one.hex for one in model.objects.values_list("id", flat=True))
        assert len(ids) == 30
        assert [statements.index(one) for one in ids] == sorted(statements.index(one) for one in ids)


def test_second_release_changes_nothing(in_hospital):
    wave = make_wave(10)
    box = open_and_send(wave, 10)
    with time_machine.travel(after_closing(wave)):
        release_box(box_id=box.id, by=office())
        first = set(AnonymousAnswer.objects.values_list("id", "sealed"))

        release_box(box_id=box.id, by=office())

    assert set(AnonymousAnswer.objects.values_list("id", "sealed")) == first
    assert Batch.objects.get().n == 10


@pytest.mark.parametrize(
    ("senders", "state", "written"), [(4, BoxState.UNREAD, 0), (5, BoxState.RELEASED, 5)]
)
@pytest.mark.parametrize("kind", BoxKind)
def test_fewer_than_the_floor_are_deleted_unread_and_the_key_dies(
    in_hospital, key_folder, kind, senders, state, written
):
    wave = make_wave(10, late_days=14)
    box = open_box(wave=wave, by=office(), kind=kind)
    for place, request in enumerate(requests_of(wave)[:senders]):
        seal_answers(box_id=box.id, request_id=request.id, answers=answers_of(place))

    with time_machine.travel(after_closing(wave, days=1 if kind == BoxKind.MAIN else 15)):
        found = release_box(box_id=box.id, by=office())

    assert found == state
    assert (AnonymousAnswer.objects.count(), AnonymousText.objects.count()) == (written, written)
    assert keys.has_file_half(key_folder, box.id) == (state == BoxState.RELEASED)
    if state == BoxState.UNREAD:
        assert not Ballot.objects.exists()
        assert Box.objects.get().db_half is None


def test_key_and_ballots_go_three_days_after_release(in_hospital, key_folder):
    wave = make_wave(10)
    box = open_and_send(wave, 10)
    with time_machine.travel(after_closing(wave)):
        release_box(box_id=box.id, by=office())

    states = []
    for days in (3, 4, 5):
        with time_machine.travel(after_closing(wave, days=days)):
            states.append((destroy_box(box_id=box.id, by=office()), keys.has_file_half(key_folder, box.id)))

    gone = (BoxState.DESTROYED, False)
    assert states == [(BoxState.RELEASED, True), gone, gone]
    assert not Ballot.objects.exists()
    assert Box.objects.get().db_half is None
    assert AnonymousAnswer.objects.count() == 10


def test_last_answers_count_and_the_receipt_is_everybodys(in_hospital):
    wave = make_wave(8)
    box = open_and_send(wave, 8)
    again = requests_of(wave)[2]

    receipts = {
        seal_answers(box_id=box.id, request_id=again.id, answers=answers_of(100)),
        seal_answers(box_id=box.id, request_id=again.id, answers=answers_of(101)),
        seal_answers(box_id=box.id, request_id=requests_of(wave)[3].id, answers=answers_of(3)),
    }

    with time_machine.travel(after_closing(wave)):
        release_box(box_id=box.id, by=office())
    comments = {text.split("word")[0].strip() for text in list_texts(wave, "next")}
    assert comments == {f"mark {place}" for place in (0, 1, 101, 3, 4, 5, 6, 7)}
    assert len(receipts) == 1


def test_nothing_is_taken_after_closing(in_hospital):
    wave = make_wave(8)
    box = open_and_send(wave, 7)
    late = requests_of(wave)[7]

    with time_machine.travel(after_closing(wave)):
        with pytest.raises(OutOfOrder, match="closed"):
            seal_answers(box_id=box.id, request_id=late.id, answers=answers_of(7))
        with pytest.raises(OutOfOrder, match="closed"):
            keep_draft(box_id=box.id, key=new_draft_key(), answers={})

    assert Ballot.objects.count() == 7
    assert Request.objects.get(id=late.id).answered_on is None


def test_wave_closed_early_takes_no_more_and_is_opened_on_the_day_promised(in_hospital):
    wave = make_wave(8)
    box = open_and_send(wave, 7)
    Wave.objects.filter(id=wave.id).update(state=WaveState.CLOSED)

    with pytest.raises(OutOfOrder, match="closed"):
        seal_answers(box_id=box.id, request_id=requests_of(wave)[7].id, answers=answers_of(7))
    early = release_box(box_id=box.id, by=office())
    with time_machine.travel(after_closing(wave)):
        on_the_day = release_box(box_id=box.id, by=office())

    assert (early, on_the_day) == (BoxState.OPEN, BoxState.RELEASED)


def test_late_answers_go_into_a_box_of_their_own(in_hospital):
    wave = make_wave(20, late_days=14)
    main = open_and_send(wave, 8)
    late = open_box(wave=wave, by=office(), kind=BoxKind.LATE)

    days = [wave.closes_on + timedelta(days=days) for days in (0, 1, 14, 15)]

    assert [getattr(open_box_of(wave, day=day), "id", None) for day in days] == [
        main.id,
        late.id,
        late.id,
        None,
    ]


def test_who_answered_in_time_adds_nothing_late(in_hospital):
    wave = make_wave(20, late_days=14)
    open_and_send(wave, 8)
    in_time, late = requests_of(wave)[0], requests_of(wave)[9]

    with time_machine.travel(after_closing(wave)):
        box = open_box(wave=wave, by=office(), kind=BoxKind.LATE)
        with pytest.raises(OutOfOrder, match="You answered in time"):
            seal_answers(box_id=box.id, request_id=in_time.id, answers=answers_of(0))
        for place in (9, 10):
            receipt = seal_answers(box_id=box.id, request_id=late.id, answers=answers_of(place))

    assert Ballot.objects.filter(box=box).count() == 1
    assert receipt.opens_on == wave.late_until


def test_late_box_that_is_lost_gives_late_answers_two_more_weeks(in_hospital, key_folder):
    wave = make_wave(20, late_days=14)
    open_and_send(wave, 8)
    with time_machine.travel(after_closing(wave)):
        box = open_box(wave=wave, by=office(), kind=BoxKind.LATE)
        seal_answers(box_id=box.id, request_id=requests_of(wave)[9].id, answers=answers_of(9))
        keys.destroy_file_half(key_folder, box.id)
    with time_machine.travel(after_closing(wave, days=15)):
        lose_box(box_id=box.id, by=office())

    again = Wave.objects.get(id=wave.id)
    assert (again.closes_on, again.late_until) == (wave.closes_on, wave.closes_on + timedelta(days=29))


def test_fewer_than_eight_are_not_asked_anonymously(in_hospital, key_folder):
    wave = make_wave(8)
    Request.objects.filter(id=requests_of(wave)[0].id).update(state=RequestState.NOT_ASKED, reason="leave")

    with pytest.raises(DomainError, match="at least 8 people who are asked; here are 7"):
        open_box(wave=wave, by=office())

    assert not Box.objects.exists()
    assert keys.list_box_ids(key_folder) == []


def test_every_stored_combination_of_cuts_covers_the_floor(in_hospital):
    wave = make_wave(23)
    box = open_and_send(wave, 23)

    with time_machine.travel(after_closing(wave)):
        release_box(box_id=box.id, by=office())

    stored = Counter(tuple(sorted(cuts.items())) for _answers, cuts in list_answers(wave))
    assert sum(stored.values()) == 23
    assert min(stored.values()) >= 5
    assert len(stored) >= 3


def test_drafts_come_back_by_their_key_alone_and_go_with_sending(in_hospital):
    wave = make_wave(8)
    box = open_box(wave=wave, by=office())
    mine, other = new_draft_key(), new_draft_key()
    keep_draft(box_id=box.id, key=mine, answers={"fair": 1})
    keep_draft(box_id=box.id, key=mine, answers={"fair": 2, "next": "half a"})
    keep_draft(box_id=box.id, key=other, answers={"fair": 7})

    found = draft_for(mine)
    seal_answers(box_id=box.id, request_id=requests_of(wave)[0].id, answers=found, draft_key=mine)

    assert found == {"fair": 2, "next": "half a"}
    assert draft_for(mine) == {}
    assert draft_for(other) == {"fair": 7}


def test_ballots_and_drafts_are_of_one_length_whatever_is_answered(in_hospital):
    wave = make_wave(60)
    box = open_and_send(wave, 60)
    for place in range(60):
        keep_draft(box_id=box.id, key=new_draft_key(), answers=answers_of(place))
    longest = {"fair": 7, "gain": list(range(1, 8)), "next": "\x07" * 600}
    seal_answers(box_id=box.id, request_id=requests_of(wave)[0].id, answers=longest)
    seal_answers(box_id=box.id, request_id=requests_of(wave)[1].id, answers={})

    ballots = {len(bytes(sealed)) for sealed in Ballot.objects.values_list("sealed", flat=True)}
    drafts = {len(bytes(sealed)) for sealed in BlindDraft.objects.values_list("sealed", flat=True)}

    assert ballots == {box.length + SEAL_BYTES}
    assert len(drafts) == 1


def test_database_put_back_to_before_the_release_is_released_again(in_hospital):
    wave = make_wave(10)
    box = open_and_send(wave, 10)
    copy = list(Box.objects.all()), list(Ballot.objects.all())
    with time_machine.travel(after_closing(wave)):
        release_box(box_id=box.id, by=office())
    AnonymousAnswer.objects.all().delete()
    AnonymousText.objects.all().delete()
    Batch.objects.all().delete()
    copy[0][0].save()

    with time_machine.travel(after_closing(wave, days=3)):
        state = release_box(box_id=box.id, by=office())

    assert state == BoxState.RELEASED
    assert sorted(list_texts(wave, "next")) == sorted(answers_of(place)["next"] for place in range(10))


def test_folder_lost_while_open_lets_people_answer_again(in_hospital, key_folder):
    wave = make_wave(10)
    box = open_and_send(wave, 6)
    keys.destroy_file_half(key_folder, box.id)

    state = lose_box(box_id=box.id, by=office())
    fresh = open_box(wave=wave, by=office())

    assert state == BoxState.LOST
    assert fresh.id != box.id
    assert not Ballot.objects.exists()
    assert set(Request.objects.values_list("state", "answered_on")) == {(RequestState.ASKED, None)}
    seal_answers(box_id=fresh.id, request_id=requests_of(wave)[0].id, answers=answers_of(0))
    assert Ballot.objects.get().box_id == fresh.id


def test_all_who_were_asked_are_told_of_a_lost_box_so_that_it_says_of_nobody_that_they_answered(
    in_hospital, key_folder
):
    wave = make_wave(10)
    box = open_and_send(wave, 6)
    Request.objects.filter(id=requests_of(wave)[9].id).update(state=RequestState.DECLINED)
    keys.destroy_file_half(key_folder, box.id)

    lose_box(box_id=box.id, by=office())

    told = OutgoingMail.objects.filter(kind="survey_lost").values_list("to_person_id", flat=True)
    assert sorted(told) == sorted(one.person_id for one in requests_of(wave)[:9])


def test_key_gone_at_release_gives_people_two_more_weeks(in_hospital, key_folder):
    wave = make_wave(10, late_days=14)
    box = open_and_send(wave, 10)
    keys.destroy_file_half(key_folder, box.id)

    with time_machine.travel(after_closing(wave)):
        state = release_box(box_id=box.id, by=office())

    again = Wave.objects.get(id=wave.id)
    assert state == BoxState.LOST
    assert (again.state, again.closes_on) == (WaveState.SENT, wave.closes_on + timedelta(days=15))
    assert again.late_until == wave.closes_on + timedelta(days=29)


def test_box_whose_key_is_there_is_not_given_up(in_hospital):
    wave = make_wave(10)
    box = open_and_send(wave, 6)

    assert lose_box(box_id=box.id, by=office()) == BoxState.OPEN
    assert Ballot.objects.count() == 6


def test_half_left_behind_by_a_dead_worker_is_swept_and_others_stay(in_hospital, key_folder):
    alive = open_box(wave=make_wave(8), by=office())
    dead = open_box(wave=make_wave(8, number=1), by=office())
    Box.objects.filter(id=dead.id).update(state=BoxState.DESTROYED, db_half=None)
    unknown = make_wave(8, number=2).id
    keys.make_file_half(key_folder, unknown)

    swept = sweep_keys()

    assert swept == 1
    assert keys.list_box_ids(key_folder) == sorted([alive.id, unknown])


def test_log_of_deeds_names_no_answer_and_no_one_who_sent(in_hospital):
    wave = make_wave(10)
    box = open_and_send(wave, 10)
    with time_machine.travel(after_closing(wave)):
        release_box(box_id=box.id, by=office())

    deeds = list(AuditEvent.objects.filter(action__startswith="box.").order_by("number"))

    assert [deed.action for deed in deeds] == ["box.opened", "box.released"]
    assert [deed.facts for deed in deeds] == [{"box": "main"}, {"box": "main", "n": 10, "unreadable": 0}]
    assert {deed.about_person_id for deed in deeds} == {None}
