"""Declaring a job, starting it, and what it holds while it runs."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial, wraps
from typing import Any, cast
from uuid import UUID

from django.db import connection, connections, transaction
from django.utils import timezone
from django.utils.functional import Promise
from django_tasks import TaskContext, TaskResultStatus, task
from django_tasks.base import Task
from django_tasks_db.models import DBTaskResult

from rounds.core.access import Viewer, viewer_for
from rounds.core.database.scope import current_zone, scope
from rounds.core.models import JobProgress

ATTEMPTS = 5


class LeaseLost(RuntimeError):
    """The worker was taken for dead and another has the job now: stop, nothing of this run counts."""


@dataclass(frozen=True)
class Policy:
    """What the worker must know of a kind of job."""

    title: str | Promise
    attempts: int


policies: dict[str, Policy] = {}


@dataclass(frozen=True)
class Run:
    """One attempt at a job: who started it, and how to say how far it is."""

    job_id: UUID
    task_id: UUID
    worker_ids: list[str]
    viewer: Viewer

    @property
    def attempt(self) -> int:
        """Return 1 for the first try."""
        return len(self.worker_ids)

    def progress(self, done: int, total: int, message: str = "") -> None:
        """Write how far it is, visible at once; raises LeaseLost when another worker has taken over.

        Call it outside a transaction: on SQLite a second writer would have to wait for its end.
        """
        numbers = {"done": done, "total": total, "message": message[:300]}
        if connection.in_atomic_block and connection.vendor == "sqlite":
            self._write(numbers)
        elif not _own_connection.submit(partial(self._write_and_check, numbers)).result():
            # The row was made in the transaction that is open here (tests do so).
            self._write(numbers)
        if not still_mine(self.task_id, self.worker_ids):
            raise LeaseLost

    def _write(self, numbers: dict[str, Any]) -> int:
        return JobProgress.everywhere.filter(id=self.job_id).update(**numbers)

    def _write_and_check(self, numbers: dict[str, Any]) -> int:
        connections["default"].close_if_unusable_or_obsolete()
        return self._write(numbers)


# One thread, hence one database connection that is in nobody's transaction.
_own_connection = ThreadPoolExecutor(max_workers=1, thread_name_prefix="job-progress")


def still_mine(task_id: UUID, worker_ids: list[str]) -> bool:
    """Tell whether this attempt is the one that counts."""
    return DBTaskResult.objects.filter(
        id=task_id, status=TaskResultStatus.RUNNING, worker_ids=worker_ids
    ).exists()


def job(*, title: str | Promise, attempts: int = ATTEMPTS) -> Callable[[Callable[..., Any]], Task[Any, Any]]:
    """Make a module's function a job: function(run, **ids), called inside the institution's scope.

    A DomainError ends it at once and its sentence is shown; any other error is tried again, later each
    time, until `attempts` are used up.
    """

    def register(function: Callable[..., Any]) -> Task[Any, Any]:
        @wraps(function)
        def perform(context: TaskContext, job_id: str, **arguments: Any) -> Any:
            row = JobProgress.everywhere.get(id=job_id)
            with scope(row.institution_id), timezone.override(current_zone()):
                result = context.task_result
                run = Run(row.id, UUID(result.id), list(result.worker_ids), _viewer_of(row))
                return function(run, **arguments)

        del perform.__wrapped__  # type: ignore[attr-defined]  # its signature would be taken for ours
        made = task(takes_context=True)(perform)
        policies[made.module_path] = Policy(title, attempts)
        return made

    return register


def _viewer_of(row: JobProgress) -> Viewer:
    """Return the one who started it with the roles of now, not of then."""
    institution_id = cast(UUID, row.institution_id)
    if row.by_user_id is not None:
        found = viewer_for(institution_id, row.by_user_id)
        if found is not None:
            return found
    return Viewer(institution_id, row.by_user_id, row.by_person_id, row.by_name)


@transaction.atomic
def start_job(
    function: Task[Any, Any],
    *,
    by: Viewer,
    about: tuple[str, UUID] | None = None,
    title: str = "",
    **arguments: Any,
) -> JobProgress:
    """Queue a job in the caller's transaction; return the row that a page can poll.

    `about` is what it works on, (kind, id). `title` replaces the job's own. Arguments must be plain ids.
    """
    kind, subject_id = about or ("", None)
    row: JobProgress = JobProgress.everywhere.create(
        institution_id=by.institution_id,
        title=(title or str(policies[function.module_path].title))[:200],
        subject_kind=kind,
        subject_id=subject_id,
        by_user_id=by.user_id,
        by_person_id=by.person_id,
        by_name=by.name[:200],
    )
    plain = {key: str(value) if isinstance(value, UUID) else value for key, value in arguments.items()}
    row.task_id = UUID(function.enqueue(job_id=str(row.id), **plain).id)
    row.save(update_fields=["task_id"])
    return row
