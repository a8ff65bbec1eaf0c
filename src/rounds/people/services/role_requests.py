"""Requests for roles that wait while their person leaves, is merged or no longer directs.

The requests belong to a higher rung (accounts), which registers how they are locked and refused, because both must
happen in the transaction that ends the reason for them.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from rounds.core.access import Viewer


@dataclass(frozen=True)
class RoleRequest:
    """A request that nobody else decides until the transaction ends."""

    person_id: UUID
    role: str
    scope_id: UUID | None
    refuse: Callable[[Viewer], object]


LockRequests = Callable[[Collection[UUID]], Sequence[RoleRequest]]
_sources: list[LockRequests] = []


def add_role_requests(lock: LockRequests) -> None:
    """Register lock(person ids) -> the open requests for roles of these people, locked."""
    _sources.append(lock)


def lock_role_requests(people: Collection[UUID]) -> list[RoleRequest]:
    """Return the open requests for roles of people; nobody else decides them until the transaction ends."""
    return [request for lock in _sources for request in lock(people)]
