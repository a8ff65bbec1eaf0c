"""The rotations of mentees that have ended, as far as a debrief follows from them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from rounds.core.clock import institution_today
from rounds.core.database.bulk_rows import among
from rounds.core.database.prepared import Ask, Ids, Prepared
from rounds.mentorships.dues.values import Rotation
from rounds.mentorships.models import Debrief, Mentorship
from rounds.programs.enums import RotationKind
from rounds.programs.models import Rotation as Placed
from rounds.programs.selectors.rotations import rotations_since

Span = tuple[str, date, date]


@dataclass(frozen=True)
class Settled:
    """A rotation that has its debrief: in which pair, and the day of the conversation, none where it was let go."""

    span: Span
    pair_id: UUID
    held_on: date | None


def rotation_facts_of(
    pairs: Collection[Mentorship], *, within: timedelta, known: Iterable[Placed] | None = None
) -> dict[UUID, tuple[Rotation, ...]]:
    """Return the major rotations of each pair's mentee that ended within a time; two queries at most.

    A debrief settles the rotation that it is about, in a corrected schedule too: the same name on a day of the old one.
    Who has read `rotations_since` that time already hands them in.
    """
    today = institution_today()
    if known is None:
        known = rotations_since(person_ids={pair.mentee_id for pair in pairs}, since=today - within)
    ended: dict[UUID, list[tuple[UUID, Span]]] = {}
    for one in known:
        if one.kind == RotationKind.MAJOR and one.to_on <= today:
            ended.setdefault(one.person_id, []).append((one.id, (one.name, one.from_on, one.to_on)))
    if not ended:
        return {}
    settled = _settled({pair.mentee_id for pair in pairs})
    return {
        pair.id: tuple(
            _fact(pair, key, span, settled.get(pair.mentee_id, ()))
            for key, span in ended.get(pair.mentee_id, ())
        )
        for pair in pairs
    }


def _fact(pair: Mentorship, key: UUID, span: Span, settled: Collection[Settled]) -> Rotation:
    found = [one for one in settled if _is_same(span, one.span)]
    return Rotation(
        str(key),
        span[2] - timedelta(days=1),
        is_settled=bool(found),
        debriefed_on=next((one.held_on for one in found if one.pair_id == pair.id), None),
    )


def asks_for_rotations(mentee_ids: Collection[UUID], *, within: timedelta) -> list[Ask]:
    """Return what `rotation_facts_of` will ask."""
    since = institution_today() - within
    return [
        rotations_since.asked(person_ids=mentee_ids, since=since),
        _debriefed.asked(person_ids=mentee_ids),
    ]


def _settled(people: Collection[UUID]) -> dict[UUID, list[Settled]]:
    found: dict[UUID, list[Settled]] = {}
    for person_id, name, from_on, to_on, pair_id, held_on in _debriefed(person_ids=people):
        found.setdefault(person_id, []).append(Settled((name, from_on, to_on), pair_id, held_on))
    return found


_debriefed: Prepared[Any] = Prepared(
    lambda person_ids: (
        Debrief.objects.filter(rotation__person_id__in=among(person_ids))
        .order_by()
        .values_list(
            "rotation__person_id",
            "rotation__name",
            "rotation__from_on",
            "rotation__to_on",
            "mentorship_id",
            "conversation__held_on",
        )
    ),
    person_ids=Ids(),
)


def _is_same(span: Span, other: Span) -> bool:
    name, from_on, to_on = span
    return name == other[0] and from_on < other[2] and other[1] < to_on
