"""The door of a wave as it stands: what came out of it and of the waves before it is known to it again."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q

from rounds.surveys.enums import Mode
from rounds.surveys.models import Publication, Snapshot, Wave
from rounds.surveys.publication import Door
from rounds.surveys.publication import Wave as Table
from rounds.surveys.results.selectors.gathering import Gathered, gathered
from rounds.surveys.results.values.earlier import family_of
from rounds.surveys.results.values.keeping import Answers, answers_in


@dataclass(frozen=True)
class Before:
    """A wave whose figures are out, with answers that are still those behind them."""

    wave: Wave
    gathered: Gathered


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
    return now if seal_of(now) == seal else None


def waves_before(wave: Wave) -> list[Before]:
    """Return the published waves of the same questions to the same people that are still whole, in their order.

    Of what is asked at a beginning and at an end both belong to it, whoever was asked when.

    From the last on that isn't: of a wave that somebody was erased from nothing new comes out, nor of what is told together with it.
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
    for row in rows.order_by("wave__closes_on", "wave__created_at"):
        answers = as_published(row)
        found = [*found, Before(row.wave, answers)] if answers else []
    return found


def door_of(wave: Wave, before: list[Before]) -> Door:
    """Return a door that knows waves before this one and all that came out of them."""
    door = Door(people_at_least=max([wave.k, *(one.wave.k for one in before)]))
    for one in before:
        take_in(door, one.gathered)
    for one in before:
        answers = answers_in(newest_snapshot(one.wave.publication).figures)
        door.remember(_known(door, answers))
    return door


def take_in(door: Door, answers: Gathered) -> None:
    """Let a door know the answers of a wave."""
    for table in _tables(answers):
        door.take_in(table)


def _tables(answers: Gathered) -> Iterator[Table]:
    for tables in answers.tables.values():
        yield from tables
    yield from answers.earlier.values()


def _known(door: Door, answers: Answers) -> Answers:
    """Return the answers about waves that the door knows: of others it can say nothing."""
    return {ask: figure for ask, figure in answers.items() if set(ask.waves) <= set(door.waves)}
