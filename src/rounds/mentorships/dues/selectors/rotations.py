"""The rotations of mentees that have ended, as far as a debrief follows from them."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import DateField, QuerySet

from rounds.core.clock import institution_today
from rounds.core.database.prepared import Ids, Prepared
from rounds.mentorships.dues.values import Rotation
from rounds.mentorships.models import Debrief, Mentorship
from rounds.programs.enums import RotationKind
from rounds.programs.selectors.rotations import rotations_of

Span = tuple[str, date, date]


def _majors(person_ids: Any, since: Any, until: Any) -> QuerySet[Any, Any]:
    rows = rotations_of(person_ids).filter(kind=RotationKind.MAJOR, to_on__lte=until, to_on__gt=since)
    return rows.values_list("person_id", "id", "name", "from_on", "to_on")


_ended: Prepared[tuple[UUID, UUID, str, date, date]] = Prepared(
    _majors, person_ids=Ids(), since=DateField(), until=DateField()
)


def rotation_facts_of(
    pairs: Collection[Mentorship], *, within: timedelta
) -> dict[UUID, tuple[Rotation, ...]]:
    """Return the major rotations of each pair's mentee that ended within a time; two queries at most.

    A debrief settles the rotation that it is about, in a corrected schedule too: the same name on a day of the old one.
    """
    today = institution_today()
    people = {pair.mentee_id for pair in pairs}
    ended: dict[UUID, list[tuple[UUID, Span]]] = {}
    for person_id, key, name, from_on, to_on in _ended(person_ids=people, since=today - within, until=today):
        ended.setdefault(person_id, []).append((key, (name, from_on, to_on)))
    if not ended:
        return {}
    settled = _settled(ended)
    return {
        pair.id: tuple(
            Rotation(
                str(key),
                span[2] - timedelta(days=1),
                is_settled=_is_among(span, settled.get(pair.mentee_id, ())),
            )
            for key, span in ended.get(pair.mentee_id, ())
        )
        for pair in pairs
    }


def _settled(people: Collection[UUID]) -> dict[UUID, list[Span]]:
    found: dict[UUID, list[Span]] = {}
    rows = Debrief.objects.filter(rotation__person_id__in=list(people)).order_by()
    for person_id, *span in rows.values_list(
        "rotation__person_id", "rotation__name", "rotation__from_on", "rotation__to_on"
    ):
        found.setdefault(person_id, []).append((span[0], span[1], span[2]))
    return found


def _is_among(span: Span, others: Collection[Span]) -> bool:
    name, from_on, to_on = span
    return any(name == other and from_on < ends and begins < to_on for other, begins, ends in others)
