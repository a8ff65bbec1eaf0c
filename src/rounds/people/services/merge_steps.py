"""Steps of a merge that higher rungs know of."""

from collections.abc import Callable, Collection
from uuid import UUID

from django.db.models import Model

from rounds.core.access import Viewer
from rounds.people.models import Person
from rounds.people.selectors.merging import counted_kinds

# Ids of rows that stay with the record that goes, because the kept record has its own.
UnmovedIds = set[UUID]
MergeStep = Callable[[Person, Person, Viewer], UnmovedIds]
MergeLock = Callable[[Person, Person], None]
merge_steps: list[MergeStep] = []
merge_locks: list[MergeLock] = []


def add_merge_step(
    step: MergeStep, *, lock: MergeLock | None = None, counts: Collection[type[Model]] = ()
) -> None:
    """Register a function that merges rows of a higher rung which two records (kept, other) can't both keep.

    Called in the transaction of the merge, highest rung first, before anything moves; it may raise DomainError.
    `lock` is called before every other lock: rows that come first in the one order of locks. `counts` are the kinds of
    rows of which the office is told how many move.
    """
    if lock is not None:
        merge_locks.append(lock)
    counted_kinds.update(counts)
    merge_steps.insert(0, step)
