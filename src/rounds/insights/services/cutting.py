"""Cuts and figures: worked out once in the worker, then they stand."""

from dataclasses import asdict
from uuid import UUID

from django.db import transaction

from rounds.core import audit
from rounds.core.access import Viewer
from rounds.core.clock import institution_today, now
from rounds.evidence import VERSION
from rounds.evidence.facts.cuts import cut as cut_of
from rounds.insights.models import Cut, Figure, PublishedMeasure
from rounds.insights.selectors.gathering import cycle_facts, events_known, faculty
from rounds.insights.values.facts import House
from rounds.insights.values.library import MEASURES
from rounds.insights.values.measuring import digest_of, figures_of
from rounds.programs.enums import CycleState
from rounds.programs.models import Cycle


class DefinitionChanged(Exception):
    """A published measure counts otherwise than when it was published, under the same version."""


@transaction.atomic
def make_figures(*, by: Viewer) -> Cut:
    """Make a cut of today as it is known now, and all its figures; none of before changes."""
    as_of, until = institution_today(), now()
    taken = cut_of(events_known(until), as_of, until)
    cut: Cut = Cut.objects.create(
        as_of=as_of,
        recorded_until=until,
        blocks=[[kind, year, digest] for (kind, year), digest in taken.blocks],
        digest=taken.digest,
        code=VERSION,
        made_by=by.name,
    )
    _publish()
    cycles = {str(one.id): one for one in _cycles()}
    house = House(
        as_of,
        {key: cycle_facts(one, as_of) for key, one in cycles.items()},
        faculty(taken.events, as_of),
    )
    Figure.objects.bulk_create(
        Figure(
            cut=cut,
            measure=key,
            version=MEASURES[key].version,
            cycle_id=UUID(cycle_id) if cycle_id else None,
            program_id=cycles[cycle_id].program_id if cycle_id else None,
            result=result,
            digest=digest_of(result),
        )
        for key, cycle_id, result in figures_of(house)
    )
    audit.record("figures.made", by=by, kind="cut", object_id=cut.id, digest=cut.digest)
    return cut


def _publish() -> None:
    """Keep each measure's definition with its first figure; a definition that differs from its version's is a fault of the code."""
    there = {
        (key, version): digest
        for key, version, digest in PublishedMeasure.objects.values_list("key", "version", "digest")
    }
    for one in MEASURES.values():
        kept = there.setdefault((one.key, one.version), "")
        if kept == one.digest:
            continue
        if kept:
            raise DefinitionChanged(one.key, one.version)
        PublishedMeasure.objects.create(
            key=one.key, version=one.version, definition=asdict(one), digest=one.digest
        )


def _cycles() -> list[Cycle]:
    states = (CycleState.OPEN, CycleState.CLOSED)
    return list(Cycle.objects.filter(state__in=states).select_related("program").order_by("id"))
