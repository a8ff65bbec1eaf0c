"""Chores of credentials."""

from datetime import timedelta

from rounds.core.database.scope import scope
from rounds.core.jobs.chores import chore
from rounds.core.models import Institution
from rounds.integrations.credentials.services import tell_of_ends


@chore("credentials.ends", every=timedelta(days=1))
def tell_of_credentials_that_end() -> None:
    """Let somebody be told in time of the credentials that end, institution by institution."""
    for institution in Institution.objects.all():
        with scope(institution.id, institution.timezone):
            tell_of_ends()
