"""kill -9 of the worker in the middle of a run: every run ends once, with one answer."""

import os
import signal
import time

import pytest

from rounds.core.models import AuditEvent, Institution
from rounds.core.scope import scope
from rounds.matching.models import MatchRun, RunResult
from rounds.matching.services.runs import start_run
from tests.core.test_worker_kills import start_worker
from tests.matching.scenes import make_scene

SECONDS = 240


def wait(condition, folder):
    deadline = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < deadline, (folder / "workers").read_text()[-3000:]
        time.sleep(0.05)


def kill_in_the_middle(folder, run):
    """Start a worker, wait until it works on the run, kill it."""
    from django_tasks_db.models import DBTaskResult

    worker = start_worker(folder)
    try:
        wait(lambda: DBTaskResult.objects.filter(status="RUNNING").exists(), folder)
        time.sleep(0.3)
    finally:
        os.kill(worker.pid, signal.SIGKILL)
        worker.wait()


@pytest.mark.parametrize("kills", [2, pytest.param(20, marks=pytest.mark.long)])
def test_run_ends_once_however_often_the_worker_is_killed(transactional_db, tmp_path, kills):
    hospital = Institution.objects.create(slug="st-brigid", name="St. Brigid Health")
    with scope(hospital.id):
        scene = make_scene(hospital, mentees=40, mentors=20)
        runs = []
        for _number in range(kills):
            run = start_run(cohort=scene.cohort, by=scene.alice)
            runs.append(run)
            kill_in_the_middle(tmp_path, run)
            survivor = start_worker(tmp_path)
            try:
                wait(lambda run=run: MatchRun.objects.get(id=run.id).state == "draft", tmp_path)
            finally:
                os.kill(survivor.pid, signal.SIGTERM)
                survivor.wait()

        assert RunResult.objects.count() == kills
        assert AuditEvent.objects.filter(action="run.finished").count() == kills
