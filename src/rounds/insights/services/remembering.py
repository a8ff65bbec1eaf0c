"""What a cut was made of is remembered by blocks, so that the next one reads only what is new."""

from collections.abc import Mapping

from django.db import transaction

from rounds.evidence.facts.cuts import Block
from rounds.insights.models import Cut, Remembered, RememberedBlock
from rounds.insights.selectors.happened import Size
from rounds.insights.services.forgetting import Mark
from rounds.insights.values.happened import Blocks, Happened


@transaction.atomic
def remember(
    *, cut: Cut, size: Size, mark: Mark, blocks: Blocks, new: Mapping[Block, Happened | None] | None
) -> None:
    """Keep the blocks of a cut: those that are `new`, or all where it was made from nothing."""
    Remembered.objects.get_or_create()
    kept = Remembered.objects.select_for_update().get()
    if (kept.cut_id, kept.forgotten) != mark:
        return
    written = blocks if new is None else {block: one for block, one in new.items() if one is not None}
    rows = kept.blocks.all()
    if new is None:
        rows.delete()
    for kind, year in new or ():
        rows.filter(kind=kind, year=year).delete()
    RememberedBlock.objects.bulk_create(
        [
            RememberedBlock(
                of=kept,
                kind=kind,
                year=year,
                digest=one.digest,
                days=one.days,
                observed_from=one.observed_from,
            )
            for (kind, year), one in sorted(written.items())
        ],
        batch_size=50,
    )
    kept.cut, kept.events, kept.checks = cut, size.events, size.checks
    kept.save()
