"""Reads of news: the same rows for the home and for the mail of the day."""

from collections.abc import Iterable, Set
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet, UUIDField

from rounds.core.access import Viewer
from rounds.core.clock import now
from rounds.core.database.bulk_rows import among
from rounds.core.database.prepared import Ask, Ids, Prepared
from rounds.core.mail.budget import Line
from rounds.mentorships.enums import RUNNING
from rounds.mentorships.models import Mentorship, News

SOURCE = "news"
# After short questions.
PLACE = 26
# What nobody has opened for so long is no news.
LASTS = timedelta(days=14)


def _unseen_of(person_id: Any, pair_ids: Any) -> QuerySet[News]:
    rows = News.objects.filter(person_id=person_id, mentorship_id__in=among(pair_ids), seen_at=None)
    return rows.order_by("at")


_unseen = Prepared(_unseen_of, person_id=UUIDField(), pair_ids=Ids())


def news_of(viewer: Viewer, pairs: Iterable[Mentorship]) -> dict[UUID, list[News]]:
    """Return the viewer's news that is not opened, by pair, oldest first; one query."""
    found: dict[UUID, list[News]] = {}
    for row in _unseen(person_id=viewer.own_id, pair_ids=[pair.id for pair in pairs]):
        if row.at > now() - LASTS:
            found.setdefault(row.mentorship_id, []).append(row)
    return found


def ask_for_news(viewer: Viewer, pairs: Iterable[Mentorship]) -> Ask:
    """Return what `news_of` will ask."""
    return _unseen.asked(person_id=viewer.own_id, pair_ids=[pair.id for pair in pairs])


def news_to_tell() -> list[Line]:
    """Return a line for all news that is neither opened nor told; what finds no room waits."""
    return [
        Line(
            person_id=row.person_id,
            source=SOURCE,
            key=row.id,
            place=PLACE,
            program_id=row.mentorship.cycle.program_id,
            is_for_mentor=row.person_id == row.mentorship.mentor_id,
            is_reminder=False,
            can_wait=True,
        )
        for row in _current().filter(told_on=None).select_related("mentorship__cycle")
    ]


def news_told_on(days: Set[tuple[UUID, date]]) -> dict[tuple[UUID, date], list[News]]:
    """Return the news of people's mails of a day that is not opened meanwhile."""
    people, dates = {person for person, _on in days}, {on for _person, on in days}
    rows = _current().filter(person_id__in=people, told_on__in=dates)
    found: dict[tuple[UUID, date], list[News]] = {}
    for row in rows.select_related("mentorship__mentee", "mentorship__mentor").order_by("at"):
        if row.told_on is not None and (row.person_id, row.told_on) in days:
            found.setdefault((row.person_id, row.told_on), []).append(row)
    return found


def _current() -> QuerySet[News]:
    return News.objects.filter(seen_at=None, at__gt=now() - LASTS, mentorship__state__in=RUNNING)
