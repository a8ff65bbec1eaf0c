"""kill -9 under a worker that sends: no message is lost, at most the one in flight goes twice, with its Message-ID."""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection

from rounds.core.access import system
from rounds.core.clock import now
from rounds.core.database.scope import scope
from rounds.core.mail import queue_mail
from rounds.core.models import OutgoingMail
from tests.core.test_worker_kills import ROOT


def start_worker(folder):
    database = connection.settings_dict
    url = (
        f"sqlite:///{database['NAME']}"
        if connection.vendor == "sqlite"
        else f"postgres://{database['USER']}@{database['HOST']}:{database['PORT']}/{database['NAME']}"
    )
    environment = {
        **os.environ,
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "tests.core.mail_kills.settings",
        "PYTHONPATH": str(ROOT),
        "ROUNDS_TEST_MAIL_LOG": str(folder / "sent"),
    }
    with (folder / "workers").open("a") as output:
        return subprocess.Popen(
            [sys.executable, "-m", "rounds.cli", "worker"], env=environment, stdout=output, stderr=output
        )


def sent(folder):
    log = folder / "sent"
    return log.read_text().split() if log.exists() else []


def wait_for(condition, folder, seconds=120):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, (folder / "workers").read_text()[-3000:]
        time.sleep(0.02)


def let_go_what_was_in_flight():
    """Let a minute have passed since the kill."""
    flying = OutgoingMail.everywhere.filter(state="sending")
    flying.update(claimed_at=now() - timedelta(minutes=2))


@pytest.mark.parametrize(("messages", "kills"), [(30, 1), pytest.param(500, 20, marks=pytest.mark.long)])
@pytest.mark.django_db(transaction=True)
def test_no_message_is_lost_whatever_is_killed(hospital, tmp_path, messages, kills):
    """Takes some seconds: workers are started as processes and killed."""
    hospital.mail_is_live = True
    hospital.save()
    with scope(hospital.id):
        rows = [
            queue_mail(
                key=f"letter:{number}",
                kind="letter",
                to_address=f"reader{number}@example.org",
                subject="A letter",
                body="Good morning.",
                by=system(hospital.id),
            )
            for number in range(messages)
        ]
    rng = random.Random(kills)
    for _round in range(kills):
        before = len(sent(tmp_path))
        enough = before + rng.randrange(1, max(2, messages // (kills + 2)))
        worker = start_worker(tmp_path)
        try:
            wait_for(lambda enough=enough: len(sent(tmp_path)) >= enough, tmp_path)
            time.sleep(rng.random() * 0.03)
        finally:
            os.kill(worker.pid, signal.SIGKILL)
            worker.wait()
        let_go_what_was_in_flight()

    healthy = start_worker(tmp_path)
    try:
        wait_for(lambda: not OutgoingMail.everywhere.exclude(state="sent").exists(), tmp_path, seconds=300)
    finally:
        healthy.terminate()
        healthy.wait(timeout=60)

    times = Counter(sent(tmp_path))
    assert set(times) == {f"<{row.id}@localhost>" for row in rows}
    twice = sum(times.values()) - messages
    assert twice <= kills
    assert max(times.values()) <= kills + 1
    print(f"{messages} messages, {kills} kills: 0 lost, {twice} twice, each with its own Message-ID")
