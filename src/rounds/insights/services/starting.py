"""Starting what the worker does."""

from rounds.core.access import Viewer
from rounds.core.jobs import start_job
from rounds.core.models import JobProgress
from rounds.insights.tasks import compute_figures


def start_figures(*, by: Viewer) -> JobProgress:
    """Let the worker make a cut of what is known now, with every figure."""
    return start_job(compute_figures, by=by, about=("figures", by.institution_id))
