"""Figures, by the worker: when somebody asks, and each night."""

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext_lazy

from rounds.core.access import system
from rounds.core.database.scope import scope
from rounds.core.jobs import Run, job
from rounds.core.jobs.chores import chore
from rounds.core.models import Institution
from rounds.insights.selectors.figures import has_anything_to_count


@job(title=gettext_lazy("Working out figures"))
def compute_figures(run: Run) -> dict[str, Any]:
    """Make a cut and its figures; a second run makes another cut, which says the same."""
    from rounds.insights.services.cutting import make_figures  # loads the engine: no page needs it

    cut = make_figures(by=run.viewer)
    return {"figures": cut.figures.count()}


@chore("figures.nightly", every=timedelta(hours=24))
def make_figures_each_night() -> None:
    """Make the figures of each institution that has something to count."""
    from rounds.insights.services.cutting import make_figures

    for institution in Institution.objects.all():
        with scope(institution.id, institution.timezone):
            if has_anything_to_count():
                make_figures(by=system(institution.id))
