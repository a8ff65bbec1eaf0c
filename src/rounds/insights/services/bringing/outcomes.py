"""Outcomes that a file brings: the same from the same source is one event, what differs is a correction, the rest changes nothing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from rounds.core.access import Viewer
from rounds.insights.enums import Kind, Source
from rounds.insights.models import OutcomeEvent, Sighting
from rounds.insights.services.outcomes import Fact, columns_of

MANY = 500
TAKEN_BACK = "The import was taken back"


@dataclass(frozen=True)
class Brought:
    """One outcome of a file, and what the file calls it."""

    person_id: UUID
    fact: Fact
    key: str


@dataclass
class Changes:
    """What a file did, or would do."""

    new: list[OutcomeEvent] = field(default_factory=list)
    corrected: list[OutcomeEvent] = field(default_factory=list)
    unchanged: int = 0


def changes_of(rows: Sequence[Brought], *, source: str, by: Viewer, reason: str) -> Changes:
    """Return the rows that a file would add; nothing is written. Raises DomainError for a day that can't be."""
    there = latest_by_key(source, (one.key for one in rows))
    found = Changes()
    for one in {row.key: row for row in rows}.values():
        columns: dict[str, Any] = columns_of(one.fact, by)
        last = there.get(one.key)
        if last is None:
            found.new.append(_event(one, source, by, columns))
        elif _says(last, one.person_id, columns) or _is_proposed(last, one.person_id):
            found.unchanged += 1
        else:
            row = _event(one, source, by, columns)
            row.corrects, row.reason = last, reason
            found.corrected.append(row)
    return found


@transaction.atomic
def bring_outcomes(
    rows: Sequence[Brought],
    *,
    source: str,
    by: Viewer,
    reason: str,
    import_id: UUID | None = None,
    seen: Mapping[UUID, date] | None = None,
) -> Changes:
    """Write what a file brings; `seen` says until when it shows each person here. The same file twice changes nothing."""
    found = changes_of(rows, source=source, by=by, reason=reason)
    for one in (*found.new, *found.corrected):
        one.import_id = import_id
    OutcomeEvent.objects.bulk_create(found.new, batch_size=MANY)
    OutcomeEvent.objects.bulk_create(found.corrected, batch_size=MANY)
    Sighting.objects.bulk_create(
        [Sighting(person_id=person_id, on=day, source=source) for person_id, day in (seen or {}).items()],
        batch_size=MANY,
        ignore_conflicts=True,
    )
    return found


def unseen(seen: Mapping[UUID, date], *, source: str) -> dict[UUID, date]:
    """Return the sightings that are not on record yet."""
    rows = Sighting.objects.filter(source=source, on__in=set(seen.values())).values_list("person_id", "on")
    there = set(rows)
    return {person_id: day for person_id, day in seen.items() if (person_id, day) not in there}


@transaction.atomic
def take_back_outcomes(way: Mapping[str, Any], *, by: Viewer) -> int:
    """Undo an import by further rows: what it added is withdrawn, what it corrected says again what it said before.

    Return how many stay, because somebody has corrected them since.
    """
    if "outcomes" not in way:
        return 0
    rows = OutcomeEvent.objects.filter(import_id=UUID(way["outcomes"]))
    live = rows.filter(correction=None).select_related("corrects")
    back = [_back(one, by) for one in live]
    stay = rows.count() - len(back)
    OutcomeEvent.objects.bulk_create(back, batch_size=MANY)
    for person_id, day in way["seen"]:
        Sighting.objects.filter(person_id=person_id, on=day, source__in=[Source.HR, Source.SHEET]).delete()
    return stay


def latest_by_key(source: str, keys: Iterable[str]) -> dict[str, OutcomeEvent]:
    """Return the last row of each key of a source."""
    found: dict[str, OutcomeEvent] = {}
    wanted = sorted(set(keys))
    for start in range(0, len(wanted), MANY):
        batch = wanted[start : start + MANY]
        rows = OutcomeEvent.objects.filter(source=source, source_key__in=batch, correction=None)
        found |= {one.source_key: one for one in rows}
    return found


def _event(one: Brought, source: str, by: Viewer, columns: dict[str, Any]) -> OutcomeEvent:
    made: OutcomeEvent = OutcomeEvent(
        person_id=one.person_id, source=source, source_key=one.key, entered_by_id=by.person_id, **columns
    )
    return made


def _says(last: OutcomeEvent, person_id: UUID, columns: dict[str, Any]) -> bool:
    same = all(getattr(last, name) == value for name, value in columns.items())
    return same and last.person_id == person_id and not last.withdrawn


def _is_proposed(last: OutcomeEvent, person_id: UUID) -> bool:
    """Tell whether a public file has proposed it to this person already: what is so, the person says, not a second file."""
    return last.source == Source.PUBLIC and last.person_id == person_id and not last.withdrawn


def _back(one: OutcomeEvent, by: Viewer) -> OutcomeEvent:
    before = one.corrects or one
    names = ("kind", "why", "level", "details", "from_on", "to_on", "source", "source_key")
    columns: dict[str, Any] = {name: getattr(before, name) for name in names}
    made: OutcomeEvent = OutcomeEvent(
        person_id=one.person_id,
        entered_by_id=by.person_id,
        corrects=one,
        reason=TAKEN_BACK,
        withdrawn=one.corrects is None or before.withdrawn,
        **columns,
    )
    return made


def key_of(number: str, kind: str, on: date) -> str:
    """Return what a sheet's row is called: the person's number, what happened, the day; once only for an appointment or departure."""
    once = kind in (Kind.APPOINTMENT, Kind.DEPARTURE)
    return f"{number}:{kind}" if once else f"{number}:{kind}:{on.isoformat()}"
