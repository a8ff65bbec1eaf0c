"""Progress of jobs, and the list of those that failed.

A page that waits for a job includes `components/job.html` with a JobState as `job`: it polls, and opens itself
again when the job is over. A job started with `about=(kind, id)` leads back to the page named here.
"""

from rounds.core.jobs import JobState

# kind of thing -> (name of its page, name of the page's argument)
_places: dict[str, tuple[str, str]] = {}


def leads_to(kind: str, page: str, argument: str = "") -> None:
    """Say which page shows a thing that jobs work on, e.g. leads_to("match_run", "matching:run", "run_id")."""
    _places[kind] = (page, argument)


def place_of(job: JobState) -> tuple[str, dict[str, str]] | None:
    """Return the page's name and arguments of what a job works on."""
    if job.subject_id is None or job.subject_kind not in _places:
        return None
    page, argument = _places[job.subject_kind]
    return page, {argument: str(job.subject_id)} if argument else {}
