"""kill -9 under running jobs: every job ends, and nobody's healthy job is taken away."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connection
from django_tasks_db.models import DBTaskResult

from rounds.core.access import Viewer
from rounds.core.database.scope import scope
from rounds.core.jobs import start_job
from tests.core import jobs_for_tests as jobs

ROOT = Path(__file__).resolve().parents[2]
LEASE = 5


def start_worker(folder):
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        url = f"sqlite:///{database['NAME']}"
    else:
        url = f"postgres://{database['USER']}@{database['HOST']}:{database['PORT']}/{database['NAME']}"
    environment = {
        **os.environ,
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "rounds.config.settings_test",
        "PYTHONPATH": str(ROOT),
        "ROUNDS_JOB_BEAT": "0.5",
        "ROUNDS_LOG_LEVEL": "INFO",
        "ROUNDS_JOB_LEASE": str(LEASE),
    }
    with (folder / "workers").open("a") as output:
        return subprocess.Popen(
            [sys.executable, "-m", "rounds.cli", "worker"], env=environment, stdout=output, stderr=output
        )


def lines(folder):
    log = folder / "log"
    return [line.split() for line in log.read_text().splitlines()] if log.exists() else []


def wait_for(condition, folder, seconds=120):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, (folder / "workers").read_text()[-3000:]
        time.sleep(0.05)


def all_ended():
    return not DBTaskResult.objects.exclude(status__in=["SUCCESSFUL", "FAILED"]).exists()


def queue_jobs(hospital, folder, count):
    with scope(hospital.id):
        for number in range(count):
            start_job(
                jobs.write_line,
                by=Viewer(hospital.id, uuid4(), None, "Alice"),
                folder=str(folder),
                name=f"job{number}",
                seconds=0.4,
            )


def kill_again_and_again(folder, kills):
    """Start a worker, wait until it has begun something, kill it; `kills` times over."""
    rng = random.Random(kills)
    for _round in range(kills):
        worker = start_worker(folder)
        try:
            wait_for(lambda pid=str(worker.pid): any(line[2] == pid for line in lines(folder)), folder)
            time.sleep(rng.random() * 0.6)
        finally:
            os.kill(worker.pid, signal.SIGKILL)
            worker.wait()


@pytest.fixture
def healthy_worker(tmp_path):
    """Run a worker that nobody kills; on SQLite there is only room for it afterward."""
    workers = []

    def start():
        workers.append(start_worker(tmp_path))
        return workers[0]

    yield start
    for worker in workers:
        worker.terminate()
        worker.wait(timeout=60)


@pytest.mark.parametrize("kills", [2, pytest.param(20, marks=pytest.mark.long)])
@pytest.mark.django_db(transaction=True)
def test_every_job_ends_whatever_is_killed(hospital, tmp_path, healthy_worker, kills):
    alone = connection.vendor == "sqlite"
    count = kills * (6 if alone else 16)  # more where the healthy one works them off meanwhile
    queue_jobs(hospital, tmp_path, count)
    healthy = None if alone else healthy_worker()

    kill_again_and_again(tmp_path, kills)
    healthy = healthy or healthy_worker()
    wait_for(all_ended, tmp_path, seconds=400)

    log = lines(tmp_path)
    begun = [name for what, name, _pid in log if what == "begin"]
    assert set(DBTaskResult.objects.values_list("status", flat=True)) == {"SUCCESSFUL"}
    assert all((tmp_path / f"job{number}.done").exists() for number in range(count))
    assert len(begun) <= count + kills, "a kill costs at most the one job that was running"
    for place, (what, name, pid) in enumerate(log):
        if what == "begin" and pid == str(healthy.pid):
            assert ["begin", name] not in [line[:2] for line in log[place + 1 :]], "a healthy job was stolen"


@pytest.mark.django_db(transaction=True)
def test_job_longer_than_the_lease_runs_once_beside_another_worker(hospital, tmp_path, healthy_worker):
    if connection.vendor == "sqlite":
        # Several workers are refused there, which is the point to hold.
        first = healthy_worker()
        wait_for(lambda: "worker_started" in (tmp_path / "workers").read_text(), tmp_path)
        second = start_worker(tmp_path)
        assert second.wait(timeout=60) == 1
        assert first.poll() is None
        return
    with scope(hospital.id):
        start_job(
            jobs.write_line, by=Viewer(hospital.id), folder=str(tmp_path), name="long", seconds=2.5 * LEASE
        )
    healthy_worker()
    other = start_worker(tmp_path)
    try:
        wait_for(all_ended, tmp_path)
    finally:
        other.terminate()
        other.wait(timeout=60)

    assert [line[:2] for line in lines(tmp_path)] == [["begin", "long"], ["end", "long"]]
