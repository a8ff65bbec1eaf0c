"""Work that outlives a request: at least once, with progress that a page can show, surviving kill -9.

A job is a function with `@job(title=...)`, started by `start_job(function, by=viewer, **ids)` in the
caller's transaction. It may run twice, so it must be idempotent; arguments are ids, never contents.
Small work that comes again and again is a `@chore`. Whatever holds the interpreter for seconds (a
solver, a parser of foreign files) runs through `run_in_child`, or the worker would look dead.
"""

from rounds.core.children import ChildFailed, run_in_child
from rounds.core.jobs.chores import chore
from rounds.core.jobs.running import LeaseLost, Run, job, start_job
from rounds.core.jobs.selectors import JobState, job_for, latest_job_for, list_failed_jobs, list_own_jobs
from rounds.core.jobs.worker import run_waiting

__all__ = [
    "ChildFailed",
    "JobState",
    "LeaseLost",
    "Run",
    "chore",
    "job",
    "job_for",
    "latest_job_for",
    "list_failed_jobs",
    "list_own_jobs",
    "run_in_child",
    "run_waiting",
    "start_job",
]
