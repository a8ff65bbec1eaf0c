"""Figures, by the worker: when somebody asks, and each night."""

from datetime import timedelta
from typing import Any
from uuid import UUID

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


@job(title=gettext_lazy("Looking at a claim card"))
def look_at_card(run: Run, card_id: str) -> dict[str, Any]:
    """Take the one look at a locked card; a second run finds it taken."""
    from rounds.insights.services.looking import take_look

    return {"says": take_look(card_id=UUID(card_id), by=run.viewer).sentence}


@chore("figures.nightly", every=timedelta(hours=24))
def make_figures_each_night() -> None:
    """Make the figures of each institution that has something to count, and close claim cards that reached their stop day."""
    from rounds.insights.services.cutting import make_figures
    from rounds.insights.services.looking import close_overdue

    for institution in Institution.objects.all():
        with scope(institution.id, institution.timezone):
            if has_anything_to_count():
                make_figures(by=system(institution.id), whole=True)
                close_overdue(by=system(institution.id))


@chore("outcomes.leave_out", every=timedelta(hours=24))
def leave_out_those_who_asked() -> None:
    """Take those out of all outcomes who asked for it and whose week is over."""
    from rounds.insights.services.leaving_out import leave_out_due

    for institution in Institution.objects.all():
        with scope(institution.id, institution.timezone):
            leave_out_due(by=system(institution.id))


@chore("signals.keep", every=timedelta(hours=24))
def keep_signals() -> None:
    """Keep what the answers of different mentees say together of each mentor, once a wave; drop what is a year old."""
    from rounds.insights.services.signaling import work_out_signals

    for institution in Institution.objects.all():
        with scope(institution.id, institution.timezone):
            work_out_signals(by=system(institution.id))


@chore("weights.learn", every=timedelta(hours=24))
def learn_from_closed_years() -> None:
    """Keep what the pairs of closed years say about each program's criteria; it changes no weight."""
    from rounds.insights.services.learning import learn

    for institution in Institution.objects.all():
        with scope(institution.id, institution.timezone):
            learn(by=system(institution.id))


@chore("follow_up.ask", every=timedelta(hours=24))
def ask_those_who_agreed() -> None:
    """Ask, once a year, those who agreed to be asked after the program; nobody while mail is rehearsed."""
    from rounds.insights.services.following import ask_who_is_due

    for institution in Institution.objects.filter(mail_is_live=True):
        with scope(institution.id, institution.timezone):
            ask_who_is_due(by=system(institution.id))
