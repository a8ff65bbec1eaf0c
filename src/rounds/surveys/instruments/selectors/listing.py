"""Reads of instruments for the office: all of them, one of them, what a version holds."""

from dataclasses import dataclass, field, fields
from uuid import UUID

from django.db.models import Count, Q, Sum

from rounds.core.access import Viewer
from rounds.core.errors import NotFound
from rounds.surveys.enums import Source, WaveState
from rounds.surveys.instruments.values.content import Content, ItemContent, PartContent, ScoreContent
from rounds.surveys.models import Instrument, InstrumentVersion, Item, Part, Scale, Score

ASKED = (WaveState.SENT, WaveState.CLOSED)
_ITEM = tuple(field.name for field in fields(ItemContent))


@dataclass
class InstrumentLine:
    """An instrument with its newest published version, what waits, and how often it was asked."""

    instrument: Instrument
    newest: InstrumentVersion | None = None
    draft: InstrumentVersion | None = None
    questions: int = 0
    minutes: int = 0
    waves: int = 0
    versions: list[InstrumentVersion] = field(default_factory=list)

    @property
    def shown(self) -> InstrumentVersion | None:
        """Return the version that a page shows first: what can be asked, else what is being written."""
        return self.newest or self.draft


def list_instruments() -> list[InstrumentLine]:
    """Return every instrument of the institution in scope by name, those of its own first."""
    lines = _lines(Instrument.objects.all())
    return sorted(
        lines, key=lambda one: (one.instrument.source == Source.OURS, one.instrument.name.casefold())
    )


def _lines(instruments: object) -> list[InstrumentLine]:
    rows = instruments.annotate(  # type: ignore[attr-defined]
        waves=Count("campaigns__waves", filter=Q(campaigns__waves__state__in=ASKED))
    )
    lines = {row.id: InstrumentLine(row, waves=row.waves) for row in rows}
    for version in InstrumentVersion.objects.filter(instrument_id__in=lines).order_by("-number"):
        line = lines[version.instrument_id]
        line.versions.append(version)
        if not version.is_published:
            line.draft = version
        elif line.newest is None:
            line.newest = version
    _measure(list(lines.values()))
    return list(lines.values())


def _measure(lines: list[InstrumentLine]) -> None:
    """Count questions and minutes of the version that is shown, as `minutes_of` does."""
    shown = {line.shown.id: line for line in lines if line.shown}
    rows = Item.objects.filter(version_id__in=shown).order_by().values("version_id")
    for row in rows.annotate(many=Count("id"), seconds=Sum("seconds")):
        line = shown[row["version_id"]]
        line.questions = row["many"]
        line.minutes = max(1, round(row["seconds"] / 60))


def instrument_for(viewer: Viewer, instrument_id: UUID) -> InstrumentLine:
    """Return an instrument of the institution in scope; NotFound otherwise."""
    found = _lines(Instrument.objects.filter(id=instrument_id))
    if not found:
        raise NotFound
    return found[0]


def instrument_version_for(viewer: Viewer, instrument_version_id: UUID) -> InstrumentVersion:
    """Return a version in scope, published or not; NotFound otherwise."""
    rows = InstrumentVersion.objects.select_related("instrument")
    version = rows.filter(id=instrument_version_id).first()
    if version is None:
        raise NotFound
    found: InstrumentVersion = version
    return found


def version_before(version: InstrumentVersion) -> InstrumentVersion | None:
    """Return the version that one follows; None for the first."""
    rows = InstrumentVersion.objects.filter(instrument_id=version.instrument_id, number__lt=version.number)
    return rows.order_by("-number").first()


def content_of(version_id: UUID) -> Content:
    """Return all that a version asks."""
    return Content(
        parts=tuple(PartContent(one.key, one.title, one.lead) for one in _rows(Part, version_id)),
        scales={
            one.key: tuple((code, label) for code, label in one.points) for one in _rows(Scale, version_id)
        },
        items=tuple(
            ItemContent(**{name: getattr(one, name) for name in _ITEM}) for one in _rows(Item, version_id)
        ),
        scores=tuple(
            ScoreContent(one.key, one.name, one.kind, tuple(one.members), one.weights)
            for one in _rows(Score, version_id)
        ),
    )


def _rows(table: type, version_id: UUID) -> list:
    return list(table.objects.filter(version_id=version_id))  # type: ignore[attr-defined]
