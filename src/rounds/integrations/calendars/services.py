"""Making, renewing and taking away the secret address of somebody's calendar."""

import secrets
from uuid import UUID

from django.db import transaction

from rounds.core import audit
from rounds.core.access import Viewer
from rounds.core.clock import now
from rounds.integrations.calendars.models import CalendarFeed
from rounds.integrations.calendars.values.tokens import digest_of
from rounds.people.models import Person

# 256 random bits; nothing else of Rounds is made from them.
RANDOM_BYTES = 32


@transaction.atomic
def renew_feed(*, by: Viewer) -> str:
    """Give the viewer a new address and end the old one; return its token, which is shown once and kept nowhere."""
    token = secrets.token_urlsafe(RANDOM_BYTES)
    CalendarFeed.objects.update_or_create(
        person_id=by.own_id, defaults={"digest": digest_of(token), "made_at": now()}
    )
    audit.record("feed.renewed", by=by, kind="person", object_id=by.own_id)
    return token


@transaction.atomic
def revoke_feed(*, by: Viewer) -> bool:
    """End the viewer's address; return whether there was one."""
    gone, _models = CalendarFeed.objects.filter(person_id=by.own_id).delete()
    if gone:
        audit.record("feed.revoked", by=by, kind="person", object_id=by.own_id)
    return bool(gone)


def merge_feeds(keep: Person, other: Person, by: Viewer) -> set[UUID]:
    """Merge addresses: the kept record's own stays, the other one's ends where both have one."""
    if CalendarFeed.objects.filter(person=keep).exists():
        CalendarFeed.objects.filter(person=other).delete()
    return set()
