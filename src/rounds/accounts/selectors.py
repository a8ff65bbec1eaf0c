"""Who can sign in, and who waits for what."""

from django.db.models import OuterRef, QuerySet, Subquery

from rounds.accounts.models import Invitation
from rounds.core.access import Viewer
from rounds.core.clock import institution_today, now
from rounds.people.models import Person
from rounds.people.selectors.people import is_here, people_for


def list_without_account(viewer: Viewer) -> QuerySet[Person]:
    """Return the people who are here, have a work e-mail and no account; `invited_at` is when they were written to."""
    waiting = Invitation.objects.filter(
        person=OuterRef("pk"), used_at=None, revoked_at=None, expires_at__gt=now()
    )
    people = people_for(viewer).filter(is_here(institution_today()), user=None).exclude(email="")
    return people.annotate(invited_at=Subquery(waiting.values("created_at")[:1])).order_by(
        "family_name", "given_name", "id"
    )
