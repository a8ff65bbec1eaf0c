"""What the worker does of development by itself: seats are drawn once asking has closed."""

from datetime import timedelta

import structlog

from rounds.core.access import system
from rounds.core.database.scope import scope
from rounds.core.jobs import chore
from rounds.core.models import Institution
from rounds.development.services.experiences import draw_what_has_closed

log = structlog.get_logger()


@chore("development.draw", every=timedelta(hours=1))
def draw_seats_that_closed() -> None:
    """Draw the seats of what has closed, institution by institution."""
    for institution in Institution.objects.all():
        try:
            with scope(institution.id, institution.timezone):
                draw_what_has_closed(by=system(institution.id))
        except Exception as error:
            log.error(
                "seats_not_drawn", institution=institution.slug, error=type(error).__name__, exc_info=True
            )
