"""Who opened what of whose: noted once a reader, thing and day, and read by its owner alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from rounds.core.access import Viewer
from rounds.core.clock import institution_today
from rounds.core.models import Opening

# How far back one's own page looks.
SHOWN = 300


@dataclass(frozen=True)
class Opened:
    """A thing that was opened: whose it is, of which kind, its id; never a word of it."""

    owner_id: UUID
    kind: str
    thing_id: UUID


@dataclass(frozen=True)
class OpenedBy:
    """What one reader opened of one kind on one day."""

    reader_id: UUID
    kind: str
    on: date
    things: int


def note_openings(*, by: Viewer, things: Iterable[Opened]) -> None:
    """Note that somebody opened things of others; what is one's own, and what was noted today, is not noted again."""
    others = {one.thing_id: one for one in things if one.owner_id != by.own_id}
    if not others:
        return
    on = institution_today()
    noted = Opening.objects.filter(reader_person_id=by.own_id, on=on, thing_id__in=list(others))
    new = others.keys() - set(noted.values_list("thing_id", flat=True))
    Opening.objects.bulk_create(
        [
            Opening(
                owner_person_id=others[thing].owner_id,
                reader_person_id=by.own_id,
                kind=others[thing].kind,
                thing_id=thing,
                on=on,
            )
            for thing in sorted(new)
        ],
        ignore_conflicts=True,  # two windows of one reader
    )


def openings_of(viewer: Viewer) -> list[OpenedBy]:
    """Return who opened what of the viewer's own, newest first, one line a reader, kind and day."""
    rows = Opening.objects.filter(owner_person_id=viewer.own_id).order_by("-on", "-at")
    counted: dict[tuple[date, UUID, str], int] = {}
    for key in rows.values_list("on", "reader_person_id", "kind")[:SHOWN]:
        counted[key] = counted.get(key, 0) + 1
    return [OpenedBy(reader, kind, on, things) for (on, reader, kind), things in counted.items()]
