"""What the worker does of boxes by itself, and that their keys stand nowhere else."""

import base64
import logging
import os
import pwd
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import time_machine
from django.db import connection

from rounds.cli.installation.checkup import check_installation
from rounds.core.models import OutgoingMail
from rounds.surveys.box import keys
from rounds.surveys.box.selectors import list_answers
from rounds.surveys.box.services import keep_boxes, seal_answers
from rounds.surveys.enums import BoxKind, BoxState, WaveState
from rounds.surveys.models import AnonymousAnswer, Ballot, Box, Wave
from rounds.surveys.tasks import keep_all_boxes
from tests.surveys.attack.evidence import take_dump
from tests.surveys.attack.wave import lines_of_logs
from tests.surveys.box.scenes import after_closing, answers_of, make_wave, office, open_and_send, requests_of


@pytest.fixture(autouse=True)
def key_folder(settings, tmp_path):
    settings.BOX_KEYS = tmp_path / "box-keys"
    return settings.BOX_KEYS


def test_worker_takes_a_wave_from_its_first_box_to_the_end_of_both_keys(in_hospital, key_folder):
    wave = make_wave(20, late_days=14)
    seen = []
    for days in (None, 1, 4, 15, 18):
        with time_machine.travel(after_closing(wave, days=days or -10)):
            keep_all_boxes()
            keep_all_boxes()
            boxes = {box.kind: box for box in Box.objects.filter(wave=wave)}
            seen.append({kind: str(box.state) for kind, box in boxes.items()})
            senders = {None: range(10), 1: range(10, 16)}.get(days, ())
            for place in senders:
                box = boxes[BoxKind.MAIN if days is None else BoxKind.LATE]
                seal_answers(box_id=box.id, request_id=requests_of(wave)[place].id, answers=answers_of(place))
            if days == 1:
                Wave.objects.filter(id=wave.id).update(state=WaveState.CLOSED)

    assert seen == [
        {"main": "open"},
        {"main": "released", "late": "open"},
        {"main": "destroyed", "late": "open"},
        {"main": "destroyed", "late": "released"},
        {"main": "destroyed", "late": "destroyed"},
    ]
    assert [len(list_answers(wave, kind)) for kind in (BoxKind.MAIN, BoxKind.LATE)] == [10, 6]
    assert keys.list_box_ids(key_folder) == []


def test_wave_that_was_stopped_leaves_no_key(in_hospital, key_folder):
    wave = make_wave(9)
    keep_boxes(by=office())
    Wave.objects.filter(id=wave.id).update(state=WaveState.STOPPED)

    keep_boxes(by=office())

    assert Box.objects.get().state == BoxState.UNREAD
    assert keys.list_box_ids(key_folder) == []


@pytest.mark.parametrize(("changed", "state", "written"), [(1, BoxState.RELEASED, 8), (5, BoxState.OPEN, 0)])
def test_ballots_changed_in_the_database_hold_up_no_other(in_hospital, changed, state, written):
    broken, whole = make_wave(9), make_wave(9, number=1)
    boxes = [open_and_send(wave, 9) for wave in (broken, whole)]
    ids = Ballot.objects.filter(box=boxes[0]).values_list("id", flat=True)[:changed]
    Ballot.objects.filter(id__in=list(ids)).update(sealed=b"x" * 500)

    with time_machine.travel(after_closing(whole)):
        keep_boxes(by=office())

    assert [Box.objects.get(id=box.id).state for box in boxes] == [state, BoxState.RELEASED]
    assert AnonymousAnswer.objects.filter(batch__box=boxes[0]).count() == written
    assert AnonymousAnswer.objects.filter(batch__box=boxes[1]).count() == 9


def test_half_of_the_file_stands_in_no_table_no_log_and_no_mail(in_hospital, key_folder):
    lines = []
    with lines_of_logs(lines):
        wave = make_wave(10)
        box = open_and_send(wave, 10)
        half = keys.read_file_half(key_folder, box.id)
        dumps = [take_dump(connection)]
        with time_machine.travel(after_closing(wave)):
            keep_boxes(by=office())
        dumps.append(take_dump(connection))
        logging.getLogger("planted").warning("a line that is read")

    forms = (half.hex(), repr(half)[2:-1], base64.b64encode(half).decode())
    texts = [str(cell) for dump in dumps for rows in dump.values() for row in rows for cell in row.values()]
    texts += [*lines, *OutgoingMail.everywhere.values_list("body", flat=True)]
    assert not [text for text in texts if any(form in text for form in forms)]
    assert any(
        bytes(box.public_key).hex() in text.encode().hex() or str(bytes(box.public_key)) in text
        for text in texts
    )
    assert any("a line that is read" in line for line in lines)


def findings(word):
    return [(one.is_fine, one.sentence) for one in check_installation() if word in one.sentence]


def test_doctor_says_whether_the_web_user_is_kept_out(in_hospital, key_folder, settings):
    open_and_send(make_wave(9), 1)
    own = pwd.getpwuid(os.getuid()).pw_name
    other = next(one.pw_name for one in pwd.getpwall() if one.pw_uid not in (0, os.getuid()))
    said = []
    for user in ("", own, other, "nobody-of-this-name"):
        settings.WEB_USER = user
        said.append(findings(str(key_folder)) + findings("no such user"))
    key_folder.chmod(0o755)
    said.append(findings("chmod 700"))

    assert [[fine for fine, _sentence in one] for one in said] == [[True], [False], [True], [False], [False]]
    assert "is kept out" in said[2][0][1]


def test_doctor_misses_a_key_that_is_needed(in_hospital, key_folder):
    box = open_and_send(make_wave(9), 1)
    (key_folder / f"{box.id.hex}.key").unlink()

    assert [fine for fine, _sentence in findings("keys of anonymous surveys are gone")] == [False]


@pytest.mark.skipif(os.getuid() != 0, reason="only root can take another user's place")
def test_web_user_opens_no_key(in_hospital, settings):
    with TemporaryDirectory() as data:
        Path(data).chmod(0o755)
        settings.BOX_KEYS = Path(data) / "box-keys"
        box = open_and_send(make_wave(9), 1)
        outcome = read_as_another_user(settings.BOX_KEYS / f"{box.id.hex}.key")

    assert outcome == "refused"


def read_as_another_user(path):
    child = os.fork()
    if child == 0:
        other = next(one.pw_uid for one in pwd.getpwall() if one.pw_uid not in (0, os.getuid()))
        os.setuid(other)
        try:
            path.read_bytes()
        except PermissionError:
            os._exit(7)
        os._exit(0)
    return {7: "refused", 0: "read"}[os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])]
