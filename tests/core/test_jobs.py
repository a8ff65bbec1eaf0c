"""Jobs and what runs them; what runs in a process of its own has to be started and stopped."""

import os
import time
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from rounds.core.access import Grant, Viewer
from rounds.core.database.scope import scope
from rounds.core.errors import NotFound
from rounds.core.jobs import (
    ChildFailed,
    LeaseLost,
    job_for,
    list_failed_jobs,
    run_in_child,
    run_waiting,
    start_job,
)
from rounds.core.jobs import chores as chores_module
from rounds.core.jobs.chores import Chore, run_due_chores
from rounds.core.jobs.selectors import State
from rounds.core.jobs.worker import JobReleaser, _finish, beat, run_next
from rounds.core.models import JobProgress, RecurringRun
from tests.core import jobs_for_tests as jobs


@pytest.fixture
def alice(in_hospital):
    return Viewer(in_hospital.id, uuid4(), uuid4(), "Alice Varga")


def test_job_runs_as_its_starter_in_its_institution(alice):
    started = start_job(jobs.count, by=alice, up_to=3)

    run_waiting()

    state = job_for(alice, started.id)
    assert state.state == State.DONE
    assert (state.done, state.total, state.message, state.title) == (3, 3, "At 3", "Counting to three")
    assert state.result == {"counted": 3, "by": "Alice Varga", "institution": str(alice.institution_id)}


def test_job_of_a_rolled_back_transaction_never_was(alice):
    with transaction.atomic():
        start_job(jobs.count, by=alice, up_to=3)
        transaction.set_rollback(True)

    assert run_waiting() == 0
    assert JobProgress.objects.count() == 0


def test_domain_error_ends_a_job_at_once_with_its_sentence(alice):
    started = start_job(jobs.refuse, by=alice)

    run_waiting()

    state = job_for(alice, started.id)
    assert (state.state, state.attempt) == (State.FAILED, 1)
    assert state.problem == "Row 7 has no name. Add it and import again."


def test_other_error_is_tried_again_later_then_listed_without_its_text(alice, clock):
    started = start_job(jobs.break_down, by=alice)

    run_waiting()
    assert job_for(alice, started.id).state == State.WAITING
    clock.shift(timedelta(seconds=3))
    run_waiting()

    assert job_for(alice, started.id).state == State.FAILED
    [(failed, task)] = list_failed_jobs()
    assert (failed.id, failed.attempt, task.exception_class_path) == (started.id, 2, "RuntimeError")
    assert "break_down" in task.traceback
    assert "Secret" not in task.traceback + failed.problem


def test_jobs_go_by_when_they_are_due_so_that_one_tried_again_holds_up_nobody(alice, clock):
    def take(worker):
        assert run_next(worker)
        return next(row.id for row in DBTaskResult.objects.all() if row.worker_ids[-1:] == [worker])

    def task(started):
        return JobProgress.objects.get(id=started.id).task_id

    broken = task(start_job(jobs.break_down, by=alice))
    clock.shift(timedelta(seconds=1))
    asked_before_that_is_due = task(start_job(jobs.count, by=alice, up_to=1))
    assert take("first") == broken
    clock.shift(timedelta(seconds=10))
    asked_after = task(start_job(jobs.count, by=alice, up_to=1))

    assert [take("second"), take("third"), take("fourth")] == [asked_before_that_is_due, broken, asked_after]


def test_job_is_seen_by_its_starter_and_the_site_administrator_alone(alice, other_hospital):
    started = start_job(jobs.count, by=alice, up_to=1)
    bob = Viewer(alice.institution_id, uuid4(), uuid4(), "Bob")
    admin = Viewer(alice.institution_id, uuid4(), uuid4(), "Sam", frozenset({Grant("site_admin")}))

    assert job_for(admin, started.id).id == started.id
    with pytest.raises(NotFound):
        job_for(bob, started.id)
    with scope(other_hospital.id), pytest.raises(NotFound):
        job_for(Viewer(other_hospital.id, alice.user_id, None, "Dan"), started.id)


def test_late_write_of_a_dead_worker_is_refused(alice, clock):
    start_job(jobs.count, by=alice, up_to=1)
    first = DBTaskResult.objects.get()
    first.claim("first")
    JobReleaser().release(everything=True)
    clock.shift(timedelta(seconds=2))

    run_next("second")

    assert not _finish(first, status="FAILED")
    row = DBTaskResult.objects.get()
    assert (row.status, row.worker_ids) == ("SUCCESSFUL", ["first", "second"])


def test_progress_of_a_dead_worker_stops_it(alice):
    started = start_job(jobs.count, by=alice, up_to=1)
    row = DBTaskResult.objects.get()
    row.claim("first")
    run = jobs_run(alice, started, row)
    JobReleaser().release(everything=True)

    with pytest.raises(LeaseLost):
        run.progress(1, 2)


def jobs_run(viewer, started, row):
    from rounds.core.jobs import Run

    return Run(started.id, row.id, list(row.worker_ids), viewer)


def test_reaper_takes_only_from_workers_whose_beat_stands_still(alice, settings, monkeypatch):
    start_job(jobs.count, by=alice, up_to=1)
    start_job(jobs.count, by=alice, up_to=1)
    for name, row in zip(["healthy", "dead"], DBTaskResult.objects.all(), strict=True):
        beat(name)
        row.claim(name)
    seconds = [1000.0]
    monkeypatch.setattr("rounds.core.jobs.worker.time.monotonic", lambda: seconds[0])
    releaser = JobReleaser()

    assert releaser.release() == 0
    for _round in range(8):
        seconds[0] += settings.JOB_BEAT_SECONDS
        beat("healthy")
        releaser.release()

    states = {row.worker_ids[0]: row.status for row in DBTaskResult.objects.all()}
    assert states == {"healthy": "RUNNING", "dead": "READY"}


def test_job_that_kills_its_worker_each_time_ends_as_failed(alice):
    started = start_job(jobs.break_down, by=alice)

    for worker in ("one", "two"):
        DBTaskResult.objects.get().claim(worker)
        JobReleaser().release(everything=True)

    assert job_for(alice, started.id).state == State.FAILED
    assert job_for(alice, started.id).problem


def test_job_whose_worker_died_lets_others_go_first(alice, clock):
    first, second = (start_job(jobs.count, by=alice, up_to=1) for _number in range(2))
    DBTaskResult.objects.get(id=first.task_id).claim("dead")

    JobReleaser().release(everything=True)
    run_next("next")
    states = [job_for(alice, started.id).state for started in (first, second)]
    clock.shift(timedelta(seconds=2))
    run_next("next")

    assert states == [State.WAITING, State.DONE]
    assert job_for(alice, first.id).state == State.DONE


def test_job_of_a_function_that_is_gone_fails(alice):
    start_job(jobs.count, by=alice, up_to=1)
    DBTaskResult.objects.update(task_path="rounds.core.tasks.gone")

    run_waiting()

    assert DBTaskResult.objects.get().status == "FAILED"


def test_idle_round_writes_nothing(db, django_assert_num_queries):
    with django_assert_num_queries(1) as asked:
        run_next("idle")

    assert asked[0]["sql"].startswith("SELECT")


def test_chore_runs_once_a_slot_whatever_the_number_of_workers(db, monkeypatch, clock):
    runs = []
    hourly = Chore("hourly", timedelta(hours=1), lambda: runs.append(1))
    monkeypatch.setattr(chores_module, "chores", {"hourly": hourly})

    run_due_chores()
    run_due_chores()
    assert len(runs) == 1
    clock.shift(timedelta(hours=1))
    run_due_chores()

    assert len(runs) == 2


def test_chore_goes_on_after_the_clock_was_an_hour_ahead(db, monkeypatch, clock):
    runs = []
    often = Chore("often", timedelta(minutes=1), lambda: runs.append(1))
    monkeypatch.setattr(chores_module, "chores", {"often": often})

    clock.shift(timedelta(hours=1))
    run_due_chores()
    clock.shift(timedelta(hours=-1))
    run_due_chores()

    assert len(runs) == 2


def test_chore_that_fails_stops_no_other(db, monkeypatch):
    runs = []
    monkeypatch.setattr(
        chores_module,
        "chores",
        {
            "bad": Chore("bad", timedelta(hours=1), lambda: 1 / 0),
            "good": Chore("good", None, lambda: runs.append(1)),
        },
    )

    run_due_chores()

    assert runs == [1]
    assert RecurringRun.objects.get(name="bad").problem == "ZeroDivisionError"


def test_child_returns_its_result_and_reports():
    heard = []

    assert run_in_child(jobs.double, 21, progress=lambda *said: heard.append(said)) == 42

    assert heard == [(1, 2, "half")]


def test_child_is_killed_when_progress_raises():
    heard = []

    def stop(done, total, message):
        heard.append(int(message))
        raise LeaseLost

    with pytest.raises(LeaseLost):
        run_in_child(jobs.sleep_for_ever, progress=stop)

    with pytest.raises(ProcessLookupError):
        os.kill(heard[0], 0)


def test_child_that_takes_too_long_is_killed():
    began = time.monotonic()

    with pytest.raises(ChildFailed, match="longer"):
        run_in_child(jobs.sleep_for_ever, seconds=2)

    assert time.monotonic() - began < 60


def test_child_that_raises_says_what():
    with pytest.raises(ChildFailed, match="no such cohort") as failed:
        run_in_child(jobs.raise_error)

    assert failed.value.kind == "ValueError"
