"""What the worker does for surveys by itself."""

from datetime import timedelta

from rounds.core.access import system
from rounds.core.database.scope import scope
from rounds.core.jobs import chore
from rounds.core.models import Institution
from rounds.surveys.box.services import keep_boxes
from rounds.surveys.feedback360.services.closing import keep_rounds
from rounds.surveys.results.services import publish_closed_waves


@chore("surveys.boxes", every=timedelta(minutes=1))
def keep_all_boxes() -> None:
    """Open, release and destroy the boxes of anonymous waves; pages never touch a key."""
    for institution in Institution.objects.all():
        with scope(institution.id, institution.timezone):
            keep_boxes(by=system(institution.id))


@chore("surveys.figures", every=timedelta(minutes=1))
def publish_all_figures() -> None:
    """Work out the figures of surveys that have closed; pages only read them."""
    for institution in Institution.objects.all():
        with scope(institution.id, institution.timezone):
            publish_closed_waves(by=system(institution.id))


@chore("surveys.feedback360", every=timedelta(minutes=1))
def keep_all_rounds() -> None:
    """Freeze the reports of rounds of feedback that have closed; hand over those that nobody has debriefed."""
    for institution in Institution.objects.all():
        with scope(institution.id, institution.timezone):
            keep_rounds(by=system(institution.id))
