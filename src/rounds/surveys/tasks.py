"""What the worker does for surveys by itself."""

from datetime import timedelta

import structlog

from rounds.core.access import system
from rounds.core.database.scope import scope
from rounds.core.jobs import chore
from rounds.core.models import Institution
from rounds.surveys.box.services import keep_boxes
from rounds.surveys.budget.services import give_back_what_was_never_asked
from rounds.surveys.calling.services import forget_old_calls
from rounds.surveys.feedback360.services.closing import keep_rounds
from rounds.surveys.feedback360.services.ending import forget_those_told
from rounds.surveys.planning.services import ask_the_mended, follow_plans
from rounds.surveys.results.services import publish_closed_waves

log = structlog.get_logger()


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
            forget_those_told()


@chore("surveys.calls", every=timedelta(hours=1))
def forget_calls() -> None:
    """Delete wishes to be called that were fulfilled a month ago."""
    for institution in Institution.objects.all():
        with scope(institution.id, institution.timezone):
            forget_old_calls()


@chore("surveys.rooms", every=timedelta(hours=1))
def give_back_rooms() -> None:
    """Give back what is held of people's years for waves that have closed."""
    for institution in Institution.objects.all():
        with scope(institution.id, institution.timezone):
            give_back_what_was_never_asked()


@chore("surveys.plans", every=timedelta(hours=1))
def follow_all_plans() -> None:
    """Send the waves that the plans of open years ask for today, institution by institution."""
    for institution in Institution.objects.all():
        try:
            with scope(institution.id, institution.timezone):
                follow_plans(by=system(institution.id))
                ask_the_mended(by=system(institution.id))
        except Exception as error:
            log.error("plans_not_followed", institution=institution.slug, error=type(error).__name__)
