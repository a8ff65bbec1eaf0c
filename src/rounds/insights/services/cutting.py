"""Cuts and figures: worked out once in the worker, then they stand."""

from dataclasses import asdict
from uuid import UUID

from django.db import transaction

from rounds.core import audit
from rounds.core.access import Viewer
from rounds.core.clock import institution_today, now
from rounds.evidence import VERSION
from rounds.insights.models import Cut, Figure, PublishedMeasure
from rounds.insights.selectors.facts.graduates import graduates_until
from rounds.insights.selectors.facts.units import series_until
from rounds.insights.selectors.gathering import cycle_facts, faculty
from rounds.insights.selectors.happened import all_that_happened, gone_on, size_until, what_is_new
from rounds.insights.services.forgetting import mark_of_remembered
from rounds.insights.services.remembering import remember
from rounds.insights.values.facts import House
from rounds.insights.values.happened import cut_of
from rounds.insights.values.library import MEASURES
from rounds.insights.values.measuring import digest_of, figures_of
from rounds.programs.enums import CycleState
from rounds.programs.models import Cycle


class DefinitionChanged(Exception):
    """A published measure counts otherwise than when it was published, under the same version."""


@transaction.atomic
def make_figures(*, by: Viewer, whole: bool = False) -> Cut:
    """Make a cut of today as it is known now, and all its figures; none of before changes.

    Only blocks in which something is new are read, unless it is to be made whole: the two always agree.
    """
    as_of, until = institution_today(), now()
    # counted first: what comes meanwhile makes the next cut whole
    mark, size = mark_of_remembered(), size_until(until)
    new = None if whole else what_is_new(as_of, until)
    blocks = gone_on(mark[0], new) if new is not None and mark[0] else None
    if blocks is None:
        blocks, new = all_that_happened(as_of, until), None
    taken = cut_of(blocks, as_of, until)
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
        faculty(blocks, as_of),
        series_until(as_of, until),
        graduates_until(blocks, as_of),
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
    remember(cut=cut, size=size, mark=mark, blocks=blocks, new=new)
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
