"""What the worker does with dues by itself, once an hour. The reminders go out with the mail of the day (core.tasks)."""

from datetime import timedelta

import structlog

from rounds.core.access import system
from rounds.core.database.scope import scope
from rounds.core.jobs import chore
from rounds.core.models import Institution
from rounds.mentorships.dues.services import complete_ended_pairs, note_what_closed

log = structlog.get_logger()


@chore("dues.closing", every=timedelta(hours=1))
def close_what_is_over() -> None:
    """Close pairs whose time is over and dues that are done, institution by institution."""
    for institution in Institution.objects.all():
        try:
            with scope(institution.id, institution.timezone):
                complete_ended_pairs(by=system(institution.id))
                note_what_closed()
        except Exception as error:
            log.error(
                "dues_not_closed", institution=institution.slug, error=type(error).__name__, exc_info=True
            )
