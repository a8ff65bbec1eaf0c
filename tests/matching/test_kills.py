"""kill -9 of the worker in the middle of runs: every run ends once, with one answer."""

import os
import random
import signal
import time

import pytest
from django.db import connection

from rounds.core.database.scope import scope
from rounds.core.models import AuditEvent, Event, Institution, OutgoingMail
from rounds.matching.models import MatchRun, RunResult
from rounds.matching.publishing.services.approval import publish_run
from rounds.matching.runs.services.runs import start_run
from rounds.mentorships.enums import OPEN
from rounds.mentorships.models import Mentorship
from rounds.programs.models import Cohort, Enrollment
from rounds.programs.services import change_enrollment_state
from tests.core.test_worker_kills import start_worker
from tests.matching.scenes import make_scene, solve_now

SECONDS = 240


def wait(condition, folder, every=0.05):
    deadline = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < deadline, (folder / "workers").read_text()[-3000:]
        time.sleep(every)


def kill_in_the_middle(folder, draw):
    """Start a worker, wait until it works on a run, kill it some moments later; say which run that was."""
    from django_tasks_db.models import DBTaskResult

    def begun():
        return set(DBTaskResult.objects.exclude(started_at=None).values_list("id", "started_at"))

    before, worker = begun(), start_worker(folder)
    try:
        wait(lambda: begun() - before, folder)
        time.sleep(draw.uniform(0.0, 0.4))
    finally:
        os.kill(worker.pid, signal.SIGKILL)
        worker.wait()


def runs_waiting(scene, count):
    """Make as many cohorts of the same people, each with a run that waits."""
    people = list(Enrollment.objects.filter(cohort=scene.cohort))
    for number in range(count):
        cohort = Cohort.objects.create(cycle=scene.cohort.cycle, name=f"Cohort {number}")
        Enrollment.objects.bulk_create(
            [
                Enrollment(
                    cohort=cohort,
                    person_id=one.person_id,
                    side=one.side,
                    state="enrolled",
                    how=one.how,
                    demand=one.demand,
                    capacity=one.capacity,
                )
                for one in people
            ]
        )
        start_run(cohort=cohort, by=scene.alice)


@pytest.mark.parametrize("kills", [2, pytest.param(20, marks=pytest.mark.long)])
def test_run_ends_once_however_often_the_worker_is_killed(transactional_db, tmp_path, kills):
    hospital = Institution.objects.create(slug="st-brigid", name="St. Brigid Health")
    began, draw = time.monotonic(), random.Random(kills)
    with scope(hospital.id):
        scene = make_scene(hospital, mentees=40, mentors=20)
        runs_waiting(scene, kills)
        for _number in range(kills):
            kill_in_the_middle(tmp_path, draw)
        killed = MatchRun.objects.exclude(state="draft").count()
        survivor = start_worker(tmp_path)
        try:
            wait(lambda: MatchRun.objects.filter(state="draft").count() == kills, tmp_path)
        finally:
            os.kill(survivor.pid, signal.SIGTERM)
            survivor.wait()

        print(
            f"\n{connection.vendor}: {kills} kills, {killed} of {kills} runs unfinished then; {time.monotonic() - began:.0f} s"
        )
        assert killed > 0
        assert RunResult.objects.count() == kills
        assert AuditEvent.objects.filter(action="run.finished").count() == kills


@pytest.mark.parametrize("kills", [2, pytest.param(20, marks=pytest.mark.long)])
def test_pairs_of_who_leaves_end_once_however_often_the_worker_is_killed(transactional_db, tmp_path, kills):
    """Takes seconds: a worker starts for each kill."""
    hospital = Institution.objects.create(slug="st-brigid", name="St. Brigid Health")
    draw = random.Random(kills)
    with scope(hospital.id):
        # so many that a fast worker isn't done before the last kill
        scene = make_scene(hospital, mentees=30 * kills, mentors=30 * kills)
        run = solve_now(start_run(cohort=scene.cohort, by=scene.alice))
        publish_run(run_id=run.id, by=scene.alice)
        Event.objects.all().delete()
        pairs = list(Mentorship.objects.all())
        for enrollment in Enrollment.objects.filter(id__in={pair.mentor_enrollment_id for pair in pairs}):
            change_enrollment_state(by=scene.alice, enrollment=enrollment, state="withdrawn")
        for _number in range(kills):
            kill_in_the_middle_of_events(tmp_path, draw)
        unfinished = Mentorship.objects.filter(state__in=OPEN).count()
        survivor = start_worker(tmp_path)
        try:
            wait(lambda: not Event.objects.filter(dispatched_at=None).exists(), tmp_path)
        finally:
            os.kill(survivor.pid, signal.SIGTERM)
            survivor.wait()

        told = OutgoingMail.objects.filter(kind="pair_returned")
        assert 0 < unfinished < len(pairs)
        assert not Mentorship.objects.filter(state__in=OPEN).exists()
        assert sorted(ended("mentorship.ended")) == sorted(str(pair.id) for pair in pairs)
        assert told.count() == len(pairs)
        assert set(told.values_list("to_person_id", flat=True)) == {scene.people["Alice"].id}


def kill_in_the_middle_of_events(folder, draw):
    """Start a worker, wait until it has dispatched one more event, kill it some moments later."""

    def dispatched():
        return Event.objects.exclude(dispatched_at=None).count()

    before, worker = dispatched(), start_worker(folder)
    try:
        wait(lambda: dispatched() > before, folder, every=0.002)
        time.sleep(draw.uniform(0.0, 0.05))
    finally:
        os.kill(worker.pid, signal.SIGKILL)
        worker.wait()


def ended(action):
    """Return what the audit says ended, once for each time that it says so."""
    return [str(one) for one in AuditEvent.objects.filter(action=action).values_list("object_id", flat=True)]
