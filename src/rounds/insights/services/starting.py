"""Starting what the worker does."""

from uuid import UUID

from rounds.core.access import Viewer
from rounds.core.jobs import start_job
from rounds.core.models import JobProgress
from rounds.insights.tasks import compute_figures, look_at_card


def start_figures(*, by: Viewer) -> JobProgress:
    """Let the worker make a cut of what is known now, with every figure."""
    return start_job(compute_figures, by=by, about=("figures", by.institution_id))


def start_look(*, card_id: UUID, by: Viewer) -> JobProgress:
    """Let the worker take the one look at a claim card."""
    return start_job(look_at_card, by=by, about=("claims", card_id), card_id=card_id)
