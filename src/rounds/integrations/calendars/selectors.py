"""Whose calendar an address is."""

from rounds.core.access import Viewer
from rounds.integrations.calendars.models import CalendarFeed
from rounds.integrations.calendars.values.tokens import digest_of
from rounds.people.models import Person
from rounds.people.selectors.leaves import has_left


def owner_of_feed(token: str) -> Person | None:
    """Return whose calendar a secret address is, in the institution in scope; None for one that does not count.

    The address of who has left ends with the last day, and it does not count while their account is closed.
    """
    feed: CalendarFeed | None = (
        CalendarFeed.objects.select_related("person__user").filter(digest=digest_of(token)).first()
    )
    if feed is None:
        return None
    person: Person = feed.person
    is_closed = person.user is not None and not person.user.is_active
    return None if has_left(person) or is_closed or person.merged_into_id else person


def own_feed(viewer: Viewer) -> CalendarFeed | None:
    """Return that the viewer has an address, and since when."""
    found: CalendarFeed | None = CalendarFeed.objects.filter(person_id=viewer.own_id).first()
    return found
