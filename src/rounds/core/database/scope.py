"""The institution in whose name rows are read. A query without one raises."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any
from uuid import UUID

from django.db import models

_institution: ContextVar[UUID | None] = ContextVar("institution", default=None)


class ScopeMissing(RuntimeError):
    """A tenant's rows were asked for without saying whose."""


@contextmanager
def scope(institution_id: UUID) -> Iterator[None]:
    """Read and write rows of one institution inside this block."""
    token = _institution.set(institution_id)
    try:
        yield
    finally:
        _institution.reset(token)


def current_institution_id() -> UUID:
    """Return whose rows are being read; raises ScopeMissing outside a scope."""
    institution_id = _institution.get()
    if institution_id is None:
        raise ScopeMissing("No institution in scope: wrap this in `with scope(institution_id):`.")
    return institution_id


class ScopedManager(models.Manager[Any]):
    """The default manager of every tenant's model: only rows of the institution in scope."""

    def get_queryset(self) -> models.QuerySet[Any]:
        return super().get_queryset().filter(institution_id=current_institution_id())
