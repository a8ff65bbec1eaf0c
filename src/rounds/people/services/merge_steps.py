"""Steps of a merge that higher rungs know of."""

from collections.abc import Callable
from uuid import UUID

from rounds.core.access import Viewer
from rounds.people.models import Person

# Ids of rows that stay with the record that goes, because the kept record has its own.
UnmovedIds = set[UUID]
MergeStep = Callable[[Person, Person, Viewer], UnmovedIds]
MergeLock = Callable[[Person, Person], None]
merge_steps: list[MergeStep] = []
merge_locks: list[MergeLock] = []


def add_merge_step(step: MergeStep, *, lock: MergeLock | None = None) -> None:
    """Register a function that merges rows of a higher rung which two records (kept, other) can't both keep.

    Called in the transaction of the merge, highest rung first, before anything moves; it may raise DomainError.
    `lock` is called before every other lock: rows that come first in the one order of locks.
    """
    if lock is not None:
        merge_locks.append(lock)
    merge_steps.insert(0, step)
