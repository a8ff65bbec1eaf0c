"""The door of a wave as it stands: what came out of it and of the waves before it is known to it again."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from rounds.surveys.enums import Mode
from rounds.surveys.models import Publication, Snapshot, Wave
from rounds.surveys.publication import Door, Figure, Lines
from rounds.surveys.results.selectors.gathering import Gathered, gathered
from rounds.surveys.results.values.earlier import family_of
from rounds.surveys.results.values.keeping import Answers, answers_in

LINES = "lines"


@dataclass(frozen=True)
class Before:
    """A wave whose figures are out, with answers that are still those behind them, and the lines that leave."""

    wave: Wave
    gathered: Gathered
    lines: Lines | None = None


def newest_snapshot(publication: Publication) -> Snapshot:
    """Return the figures of a publication as they stand."""
    found: Snapshot = publication.snapshots.order_by("-number")[0]
    return found


def seal_of(answers: Gathered) -> dict[str, str]:
    """Return what a publication keeps of the answers behind it."""
    return {"answers": answers.digest, "earlier": answers.earlier_digest}


def as_published(publication: Publication) -> Gathered | None:
    """Return the answers behind a publication; None once one of them is gone or another one."""
    seal, now = publication.opened(), gathered(publication.wave)
    now = now if seal["earlier"] else now.alone()
    return now if seal_of(now).items() <= seal.items() else None


def lines_of(publication: Publication) -> Lines | None:
    """Return whose lines leave with a publication, and which items they hold; None where none do."""
    kept = publication.opened().get(LINES)
    return Lines(tuple(kept["people"]), tuple(kept["items"])) if kept else None


def with_lines(lines: Lines | None) -> dict[str, Any]:
    """Return what a publication keeps of lines that leave, for ever in this order."""
    return {LINES: {"people": lines.people, "items": lines.items}} if lines else {}


def waves_before(wave: Wave) -> list[Before]:
    """Return the published waves of the same questions to the same people that are still whole, in their order.

    Of what is asked at a beginning and at an end both belong to it, whoever was asked when.

    From the last on that isn't: of a wave that somebody was erased from nothing new comes out, nor of one that was told
    together with it. A door that knew the later one alone would have forgotten what is out about its people.
    """
    campaign = wave.campaign
    family = family_of(campaign.instrument.key)
    same = Q(wave__campaign__instrument=campaign.instrument_id, wave__campaign__audience=campaign.audience)
    if len(family) > 1:
        same = Q(wave__campaign__instrument__key__in=family)
    published = Publication.objects.filter(
        same, wave__campaign__scope_id=campaign.scope_id, wave__mode=Mode.POOLED
    )
    if wave.mode != Mode.POOLED:
        return []
    rows = published.exclude(wave=wave).select_related("wave__campaign__instrument", "wave__version")
    found: list[Before] = []
    gone: set[str] = set()
    for row in rows.order_by("wave__closes_on", "wave__created_at"):
        answers = None if _told_with(row) & gone else as_published(row)
        gone |= set() if answers else {str(row.wave_id)}
        found = [*found, Before(row.wave, answers, lines_of(row))] if answers else []
    return found


def _told_with(publication: Publication) -> set[str]:
    """Return the ids of all waves of which the figures of a publication tell."""
    figures = answers_in(newest_snapshot(publication).figures)
    return {
        key.partition(":")[0]
        for ask, figure in figures.items()
        if isinstance(figure, Figure)
        for key in ask.waves
    }


def door_of(wave: Wave, before: list[Before]) -> Door:
    """Return a door that knows waves before this one and all that came out of them."""
    door = Door(people_at_least=max([wave.k, *(one.wave.k for one in before)]))
    for one in before:
        take_in(door, one.gathered, one.lines)
    for one in before:
        answers = answers_in(newest_snapshot(one.wave.publication).figures)
        door.remember(_known(door, answers))
    return door


def take_in(door: Door, answers: Gathered, lines: Lines | None = None) -> None:
    """Let a door know the answers of a wave, and the lines of it that are out."""
    for tables in answers.tables.values():
        for table in tables:
            door.take_in(table, lines)
    for table in answers.earlier.values():
        door.take_in(table)


def _known(door: Door, answers: Answers) -> Answers:
    """Return the answers about waves that the door knows: of others it can say nothing."""
    return {ask: figure for ask, figure in answers.items() if set(ask.waves) <= set(door.waves)}
