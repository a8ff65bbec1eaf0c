"""Which of several versions of somebody's answers counts."""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol, TypeVar
from uuid import UUID


class Submitted(Protocol):
    """What was sent, or waits to be."""

    @property
    def submitted_at(self) -> datetime | None:
        """Return when it was sent."""


One = TypeVar("One", bound=Submitted)


def that_count(by_version: Iterable[tuple[UUID, One]]) -> dict[UUID, One]:
    """Return the intake that counts of each enrollment: the newest submitted, else the prefilled one."""
    found: dict[UUID, One] = {}
    for enrollment_id, one in by_version:
        before = found.get(enrollment_id)
        if before is None or one.submitted_at is not None or before.submitted_at is None:
            found[enrollment_id] = one
    return found
