"""Chores of connections."""

from datetime import timedelta

from rounds.core.database.scope import scope
from rounds.core.jobs.chores import chore
from rounds.core.models import Institution
from rounds.integrations.connections.services import keep_in_time


@chore("connections.keep", every=timedelta(days=1))
def keep_connections_in_time() -> None:
    """End what was only tried after its two weeks, and forget old runs, institution by institution."""
    for institution in Institution.objects.all():
        with scope(institution.id, institution.timezone):
            keep_in_time()
