"""Keeping that there is news for one of a pair, and that it was seen; each in its caller's transaction."""

from collections.abc import Collection, Sequence
from uuid import UUID

from rounds.core.access import Viewer
from rounds.core.clock import now
from rounds.core.mail.budget import Line, keys_by_day
from rounds.mentorships.models import Mentorship, News


def add_news(*, pair: Mentorship, person_id: UUID, kind: str, thing_id: UUID) -> None:
    """Keep that there is news for somebody; news of the same thing is new again."""
    again = {"mentorship": pair, "at": now(), "told_on": None, "seen_at": None}
    News.objects.update_or_create(person_id=person_id, kind=kind, thing_id=thing_id, defaults=again)


def take_news_back(*, kind: str, thing_id: UUID) -> None:
    """Let there be no news of a thing: what was done with it is undone."""
    News.objects.filter(kind=kind, thing_id=thing_id).delete()


def note_seen(
    *, by: Viewer, kinds: Collection[str], pair: Mentorship | None = None, thing_id: UUID | None = None
) -> None:
    """Note that the viewer has opened the page to which news of a pair, or of one thing, leads."""
    of = {"mentorship": pair} if pair else {"thing_id": thing_id}
    News.objects.filter(person_id=by.own_id, kind__in=kinds, seen_at=None, **of).update(seen_at=now())


def settle_news(kept: Sequence[Line], dropped: Sequence[Line]) -> None:
    """Remember of which news the mail of the day tells; the others wait."""
    for day, keys in keys_by_day(kept).items():
        News.objects.filter(id__in=keys).update(told_on=day)
