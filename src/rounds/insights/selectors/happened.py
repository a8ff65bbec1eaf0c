"""What had happened by a day as it was known at a moment: read from nothing, or only where something is new."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from rounds.core.database.bulk_rows import among
from rounds.evidence import VERSION
from rounds.evidence.facts.cuts import Block
from rounds.evidence.facts.events import Event
from rounds.insights.enums import Checker, Said, Source
from rounds.insights.models import Check, Cut, OutcomeEvent, Remembered, RememberedBlock
from rounds.insights.values.happened import Happened, blocks_of

COLUMNS = (
    *("id", "person_id", "kind", "from_on", "to_on", "source", "source_key", "recorded_at"),
    *("level", "corrects_id", "withdrawn"),
)


@dataclass(frozen=True)
class Size:
    """How many rows a cut was made of: other rows of the same time, as of a slow import, make the next cut whole."""

    events: int
    checks: int


def size_until(moment: datetime) -> Size:
    """Count what had been recorded by a moment."""
    return Size(_events(moment).count(), _checks(moment).count())


def all_that_happened(as_of: date, until: datetime) -> dict[Block, Happened]:
    """Return every block, read from nothing."""
    return blocks_of(_read(_events(until), until), as_of, until)


def what_is_new(as_of: date, until: datetime) -> dict[Block, Happened | None] | None:
    """Return the blocks that may differ from those of the last cut, None for one that is empty now.

    None where the last cut can't be gone on from: nothing is kept of it, the engine is another one since, days went
    back, or rows of its time have come or gone.
    """
    kept = Remembered.objects.select_related("cut").first()
    if kept is None or kept.cut is None or kept.cut.code != VERSION or kept.cut.as_of > as_of:
        return None
    if size_until(kept.cut.recorded_until) != Size(kept.events, kept.checks):
        return None
    touched = _touched(kept.cut, as_of, until)
    found = blocks_of(_read(_in_blocks(touched), until), as_of, until) if touched else {}
    return {block: found.get(block) for block in touched}


def gone_on(last: UUID, new: Mapping[Block, Happened | None]) -> dict[Block, Happened] | None:
    """Return every block: those of the last cut, but for those that are new; None where another cut has been remembered since."""
    kept = {
        (row.kind, row.year): Happened(row.digest, row.days, row.observed_from)
        for row in RememberedBlock.objects.all()
    }
    was = Cut.objects.get(id=last).blocks
    if [[*block, kept[block].digest] for block in sorted(kept)] != was:
        return None
    return {block: one for block, one in {**kept, **new}.items() if one is not None}


def _events(until: datetime) -> QuerySet[OutcomeEvent, OutcomeEvent]:
    return OutcomeEvent.objects.filter(recorded_at__lte=until, person__isnull=False).order_by()


def _checks(until: datetime) -> QuerySet[Check, Check]:
    return Check.objects.filter(recorded_at__lte=until, checker=Checker.OWNER).order_by()


def _read(rows: QuerySet[OutcomeEvent, OutcomeEvent], until: datetime) -> list[Event]:
    """Return rows as the engine reads them; what its person calls wrong counts as withdrawn, with all that it corrects.

    So does what a public file proposes, until its person says that it is theirs.
    """
    said = dict(_checks(until).order_by("recorded_at", "id").values_list("event_id", "said"))
    return [
        Event(
            str(key),
            str(person),
            kind,
            from_on,
            to_on,
            source,
            name,
            recorded_at,
            level,
            str(corrects) if corrects else None,
            withdrawn or _is_silent(source, said.get(key, "")),
        )
        for key, person, kind, from_on, to_on, source, name, recorded_at, level, corrects, withdrawn in rows.values_list(
            *COLUMNS
        ).iterator(chunk_size=5000)
    ]


def _is_silent(source: str, said: str) -> bool:
    return said == Said.WRONG or (source == Source.PUBLIC and said not in (Said.RIGHT, Said.UNSURE))


def _touched(last: Cut, as_of: date, until: datetime) -> set[Block]:
    """Return the blocks in which an event stands or stood that was recorded, corrected or checked since, or whose day has come."""
    since = last.recorded_until
    checked = _checks(until).filter(recorded_at__gt=since).values("event_id")
    is_new = Q(recorded_at__gt=since) | Q(id__in=checked)
    if as_of > last.as_of:
        # coarse days enter at their middle, so an event may have been recorded before its day came
        is_new |= Q(to_on__gt=last.as_of, from_on__lte=as_of)
    rows = _events(until).filter(is_new)
    return {(one.kind, one.on.year) for one in _with_chains(rows)}


def _in_blocks(blocks: Iterable[Block]) -> QuerySet[OutcomeEvent, OutcomeEvent]:
    """Return every row of some blocks, with all that it corrects and that corrects it."""
    wanted = Q()
    for kind, year in sorted(blocks):
        wanted |= Q(kind=kind, from_on__lt=date(year + 1, 1, 1), to_on__gt=date(year, 1, 1))
    rows = OutcomeEvent.objects.filter(wanted, person__isnull=False).order_by()
    chained = rows.filter(Q(corrects__isnull=False) | Q(correction__isnull=False))
    return (
        OutcomeEvent.objects.filter(wanted | Q(id__in=among(one.id for one in _with_chains(chained))))
        .filter(person__isnull=False)
        .order_by()
    )


def _with_chains(rows: Iterable[OutcomeEvent]) -> Collection[OutcomeEvent]:
    """Return rows with all that they correct and that corrects them."""
    found: dict[UUID, OutcomeEvent] = {}
    fresh = list(rows)
    while fresh:
        found |= {one.id: one for one in fresh}
        ids = among({one.id for one in fresh} | {one.corrects_id for one in fresh if one.corrects_id})
        beside = OutcomeEvent.objects.filter(Q(id__in=ids) | Q(corrects_id__in=ids), person__isnull=False)
        fresh = [one for one in beside.order_by() if one.id not in found]
    return found.values()
