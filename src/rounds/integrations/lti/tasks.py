"""Chores of learning platforms."""

from datetime import timedelta

import structlog

from rounds.core.database.scope import scope
from rounds.core.jobs.chores import chore
from rounds.core.models import Institution
from rounds.integrations.connections.enums import ConnectionKind, ConnectionState
from rounds.integrations.connections.models import Connection

log = structlog.get_logger()


@chore("lti.completions", every=timedelta(days=1))
def tell_who_is_done() -> None:
    """Tell each platform who is done; one that fails holds up no other. Logins and ways in that are over are forgotten."""
    from rounds.integrations.lti.services.launching import forget_old
    from rounds.integrations.lti.services.telling import tell_completions

    for institution in Institution.objects.all():
        with scope(institution.id, institution.timezone):
            forget_old()
            for connection in Connection.objects.filter(kind=ConnectionKind.LTI, state=ConnectionState.ON):
                try:
                    tell_completions(connection)
                except Exception as error:
                    log.error("completions_failed", connection=str(connection.id), error=type(error).__name__)
