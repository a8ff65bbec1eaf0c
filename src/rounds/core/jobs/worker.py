"""The worker: takes waiting jobs, one at a time, under a lease that a heartbeat keeps.

At least once: a job whose worker stopped beating is given to another one, and whatever the first still
writes about its end is refused (the list of attempts is the fence). The heartbeat is judged by
whether it *changes*, on the observer's own monotonic clock: clocks that differ or jump steal nothing.
"""

import fcntl
import signal
import threading
import time
from datetime import timedelta
from traceback import format_tb
from typing import Any, TextIO
from uuid import UUID, uuid4

import structlog
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import close_old_connections, connection, connections, transaction
from django.db.models import Case, F, Max, When
from django.utils.translation import gettext as _
from django_tasks import TaskContext, TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max

from rounds.core.clock import now
from rounds.core.errors import DomainError
from rounds.core.jobs.chores import run_due_chores
from rounds.core.jobs.running import ATTEMPTS, LeaseLost, policies
from rounds.core.models import JobProgress, WorkerBeat
from rounds.core.private_files import owner_alone

log = structlog.get_logger()

# A job is due when it was asked for; one that is tried again, when its wait is over. The order of the library
# puts whatever is tried again before all others, so that one job that kills its worker would hold them all up.
DUE = Case(When(run_after=get_date_max(), then=F("enqueued_at")), default=F("run_after"))


class Worker:
    """One process that works off jobs and chores until it is told to stop."""

    def __init__(self) -> None:
        self.id = uuid4().hex
        self.stopping = threading.Event()
        self.releaser = JobReleaser()
        self._lock: TextIO | None = None

    def run(self) -> None:
        """Work until stopped: jobs here, heartbeat and chores in threads with their own connections."""
        if connection.vendor == "sqlite":
            self._be_the_only_one()
        beat(self.id)
        if self._lock is not None:
            # Nobody else can be alive, so whatever is marked as running was killed.
            self.releaser.release(everything=True)
        threads = [
            threading.Thread(target=self._every, args=(settings.JOB_BEAT_SECONDS, self._beat), daemon=True),
            threading.Thread(
                target=self._every, args=(settings.JOB_POLL_SECONDS, run_due_chores), daemon=True
            ),
        ]
        for thread in threads:
            thread.start()
        log.info("worker_started", worker=self.id)
        while not self.stopping.is_set():
            close_old_connections()
            if not self._work_once():
                self.stopping.wait(settings.JOB_POLL_SECONDS)
        for thread in threads:
            thread.join(timeout=settings.EMAIL_TIMEOUT)
        WorkerBeat.objects.filter(worker_id=self.id).delete()
        log.info("worker_stopped", worker=self.id)

    def stop_on_signals(self) -> None:
        """Finish the current job on the first signal; the second one ends the process at once."""

        def stop(number: int, frame: object) -> None:
            self.stopping.set()
            for each in (signal.SIGINT, signal.SIGTERM):
                signal.signal(each, signal.SIG_DFL)

        for each in (signal.SIGINT, signal.SIGTERM):
            signal.signal(each, stop)

    def _work_once(self) -> bool:
        try:
            return run_next(self.id)
        except Exception:
            # The database is away or busy; the lease covers the current job.
            log.exception("worker_round_failed", worker=self.id)
            time.sleep(settings.JOB_POLL_SECONDS)
            return False

    def _beat(self) -> None:
        beat(self.id)
        self.releaser.release()

    def _every(self, seconds: float, action: Any) -> None:
        while not self.stopping.is_set():
            close_old_connections()
            try:
                action()
            except Exception:
                log.exception("worker_thread_failed", worker=self.id)
            self.stopping.wait(seconds)
        connections.close_all()

    def _be_the_only_one(self) -> None:
        name = connection.settings_dict["NAME"]
        lock = f"{name}.worker"
        self._lock = open(lock, "w", opener=owner_alone)  # noqa: SIM115  (held until the process ends)
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise ImproperlyConfigured(
                "A worker is already running on this SQLite database, and one is all it can have."
                " For several workers use PostgreSQL (DATABASE_URL)."
            ) from None


def beat(worker_id: str) -> None:
    """Say that a worker is alive."""
    WorkerBeat.objects.update_or_create(worker_id=worker_id, defaults={"seen_at": now()})


class JobReleaser:
    """What gives back the jobs of workers whose heartbeat has not changed for the length of the lease."""

    def __init__(self) -> None:
        self._seen: dict[str, tuple[object, float]] = {}

    def release(self, *, everything: bool = False) -> int:
        """Set orphaned jobs waiting again, or failed once their attempts are used up; return how many."""
        running = list(DBTaskResult.objects.running().values_list("id", "worker_ids"))
        dead = self._dead({workers[-1] for _id, workers in running if workers}, everything)
        return sum(
            _release(task_id, workers) for task_id, workers in running if workers and workers[-1] in dead
        )

    def _dead(self, workers: set[str], everything: bool) -> set[str]:
        if everything:
            return workers
        beats = dict(WorkerBeat.objects.filter(worker_id__in=workers).values_list("worker_id", "seen_at"))
        clock = time.monotonic()
        self._seen = {
            worker: self._seen[worker]
            if worker in self._seen and self._seen[worker][0] == beats.get(worker)
            else (beats.get(worker), clock)
            for worker in workers
        }
        return {
            worker for worker, (_b, since) in self._seen.items() if clock - since > settings.JOB_LEASE_SECONDS
        }


def _release(task_id: UUID, workers: list[str]) -> bool:
    """Give one job back, unless its worker has ended it meanwhile."""
    with transaction.atomic():
        row = (
            DBTaskResult.objects.select_for_update(skip_locked=True)
            .filter(id=task_id, status=TaskResultStatus.RUNNING, worker_ids=workers)
            .first()
        )
        if row is None:
            return False
        log.warning("job_released", task=str(task_id), attempt=len(workers))
        return _try_again_or_fail(row, kind="WorkerDied", trace="")


def run_next(worker_id: str) -> bool:
    """Take the next waiting job and run it; False if there is none."""
    waiting = DBTaskResult.objects.ready()
    if not waiting.exists():  # an idle round must not take SQLite's write lock
        return False
    with transaction.atomic():
        row = waiting.order_by("-priority", DUE, "enqueued_at").select_for_update(skip_locked=True).first()
        if row is None:
            return False
        row.claim(worker_id)
    _perform(row)
    return True


def run_waiting(*, limit: int = 1000) -> int:
    """Run the waiting jobs here and now, for tests and the command line; return how many ran."""
    worker_id = uuid4().hex
    beat(worker_id)
    try:
        return sum(1 for _round in range(limit) if run_next(worker_id))
    finally:
        WorkerBeat.objects.filter(worker_id=worker_id).delete()


def _perform(row: Any) -> None:
    try:
        task = row.task
        arguments = row.args_kwargs
        context = [TaskContext(task_result=row.task_result)] if task.takes_context else []
        value = task.call(*context, *arguments["args"], **arguments["kwargs"])
        _finish(row, status=TaskResultStatus.SUCCESSFUL, finished_at=now(), return_value=value)
    except LeaseLost:
        log.warning("job_lease_lost", task=str(row.id))
    except DomainError as error:
        _fail(row, kind=type(error).__name__, trace="", sentence=error.message)
    except Exception as error:
        # Frames only: the text of an error could hold what people wrote.
        trace = "".join(format_tb(error.__traceback__))
        log.warning("job_attempt_failed", task=str(row.id), path=row.task_path, error=type(error).__name__)
        _try_again_or_fail(row, kind=type(error).__name__, trace=trace)


def _try_again_or_fail(row: Any, *, kind: str, trace: str) -> bool:
    """Let others go first for a while, longer each time: a job that kills its worker must not hold up all others."""
    if len(row.worker_ids) >= _attempts_of(row):
        return _fail(row, kind=kind, trace=trace)
    delay = timedelta(seconds=2 ** len(row.worker_ids))
    return _finish(
        row,
        status=TaskResultStatus.READY,
        run_after=now() + delay,
        exception_class_path=kind,
        traceback=trace,
    )


def _fail(row: Any, *, kind: str, trace: str, sentence: str = "") -> bool:
    sentence = sentence or _(
        "This did not finish, and nothing you entered is lost. The site administrator finds it in the list of failed jobs."
    )
    ended = _finish(
        row,
        status=TaskResultStatus.FAILED,
        finished_at=now(),
        return_value=None,
        exception_class_path=kind,
        traceback=trace,
    )
    if ended:
        JobProgress.everywhere.filter(task_id=row.id).update(problem=sentence[:500])
    return ended


def _finish(row: Any, **changes: Any) -> bool:
    """Write an end, fenced: only while this attempt is the one that counts."""
    return bool(
        DBTaskResult.objects.filter(
            id=row.id, status=TaskResultStatus.RUNNING, worker_ids=row.worker_ids
        ).update(**changes)
    )


def _attempts_of(row: Any) -> int:
    try:
        row.task  # noqa: B018  (imports the module, which declares the policy)
    except Exception:
        return 0  # a job of an older release that no longer exists
    policy = policies.get(row.task_path)
    return policy.attempts if policy else ATTEMPTS


def last_beat() -> Any:
    """Return when a worker was last seen, None if never."""
    return WorkerBeat.objects.aggregate(last=Max("seen_at"))["last"]
