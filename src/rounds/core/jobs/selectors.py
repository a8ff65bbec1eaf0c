"""What pages show of jobs."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from rounds.core.access import Viewer
from rounds.core.clock import now
from rounds.core.enums import Role
from rounds.core.errors import NotFound
from rounds.core.models import JobProgress


class State(StrEnum):
    """The state of a job, for people."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


_STATES = {
    TaskResultStatus.READY: State.WAITING,
    TaskResultStatus.RUNNING: State.RUNNING,
    TaskResultStatus.SUCCESSFUL: State.DONE,
    TaskResultStatus.FAILED: State.FAILED,
}


@dataclass(frozen=True)
class JobState:
    """A job as its page shows it. `seconds_left` is None while nothing can be said."""

    id: UUID
    title: str
    state: State
    done: int
    total: int
    message: str
    problem: str
    attempt: int
    subject_kind: str
    subject_id: UUID | None
    by_name: str
    started_at: datetime
    seconds_left: int | None
    result: Any

    @property
    def is_over(self) -> bool:
        return self.state in (State.DONE, State.FAILED)

    @property
    def percent(self) -> int:
        return 100 if self.state == State.DONE else min(99, 100 * self.done // max(self.total, 1))

    @property
    def takes_long(self) -> bool:
        """Tell whether to say that one can leave the page: over ten seconds, so far or to come."""
        ran = (now() - self.started_at).total_seconds()
        return not self.is_over and ran + (self.seconds_left or 0) > 10


def job_for(viewer: Viewer, job_id: UUID) -> JobState:
    """Return a job that the viewer started, or any one of the institution to a site administrator."""
    row = JobProgress.objects.filter(id=job_id).first()
    if row is None or not _may_see(viewer, row):
        raise NotFound
    state = _state_of(row, DBTaskResult.objects.filter(id=row.task_id).first())
    # The sentences could tell a site administrator about people.
    return state if _is_own(viewer, row) else replace(state, message="", problem="", result=None)


def latest_job_for(subject_kind: str, subject_id: UUID) -> JobState | None:
    """Return the newest job about a thing; whoever asks has already loaded the thing itself."""
    row = (
        JobProgress.objects.filter(subject_kind=subject_kind, subject_id=subject_id)
        .order_by("-started_at")
        .first()
    )
    return None if row is None else _state_of(row, DBTaskResult.objects.filter(id=row.task_id).first())


def list_failed_jobs(*, limit: int = 100) -> list[tuple[JobState, Any]]:
    """Return the jobs of the institution that failed for good, newest first, with their queue rows."""
    rows = {
        row.task_id: row for row in JobProgress.objects.exclude(problem="").order_by("-started_at")[:limit]
    }
    failed = DBTaskResult.objects.failed().filter(id__in=rows).order_by("-finished_at")
    return [(_state_of(rows[task.id], task), task) for task in failed]


def list_own_jobs(viewer: Viewer, *, limit: int = 20) -> list[JobState]:
    """Return what the viewer has started, newest first."""
    if viewer.user_id is None:
        return []
    rows = list(JobProgress.objects.filter(by_user_id=viewer.user_id).order_by("-started_at")[:limit])
    tasks = {task.id: task for task in DBTaskResult.objects.filter(id__in=[row.task_id for row in rows])}
    return [_state_of(row, tasks.get(row.task_id)) for row in rows]


def _may_see(viewer: Viewer, row: JobProgress) -> bool:
    return _is_own(viewer, row) or viewer.has_anywhere(Role.SITE_ADMIN)


def _is_own(viewer: Viewer, row: JobProgress) -> bool:
    return viewer.user_id is not None and row.by_user_id == viewer.user_id


def _state_of(row: JobProgress, task: Any) -> JobState:
    state = _STATES[TaskResultStatus(task.status)] if task else State.DONE
    left = None
    if state == State.RUNNING and task and task.started_at and row.done:
        ran = (now() - task.started_at).total_seconds()
        left = round(ran / row.done * max(row.total - row.done, 0))
    return JobState(
        id=row.id,
        title=row.title,
        state=state,
        done=row.done,
        total=row.total,
        message=row.message,
        problem=row.problem,
        attempt=len(task.worker_ids) if task else 0,
        subject_kind=row.subject_kind,
        subject_id=row.subject_id,
        by_name=row.by_name,
        started_at=row.started_at,
        seconds_left=left,
        result=task.return_value if task and state == State.DONE else None,
    )
