"""The institution in whose name rows are read. A query without one raises."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models


@dataclass
class Scope:
    """Whose rows are read, and where its days begin; asked of the database once where nobody said it."""

    institution_id: UUID
    zone: str = ""


_scope: ContextVar[Scope | None] = ContextVar("scope", default=None)


class ScopeMissing(RuntimeError):
    """A tenant's rows were asked for without saying whose."""


@contextmanager
def scope(institution_id: UUID, zone: str = "") -> Iterator[None]:
    """Read and write rows of one institution inside this block; `zone` is its time zone, where it is at hand."""
    token = _scope.set(Scope(institution_id, zone))
    try:
        yield
    finally:
        _scope.reset(token)


def current_institution_id() -> UUID:
    """Return whose rows are being read; raises ScopeMissing outside a scope."""
    return _current().institution_id


def current_zone() -> str:
    """Return the time zone of the institution in scope; raises ScopeMissing outside a scope."""
    current = _current()
    if not current.zone:
        zones = apps.get_model("core", "Institution")._default_manager.values_list("timezone", flat=True)
        current.zone = zones.get(id=current.institution_id)
    return current.zone


def _current() -> Scope:
    current = _scope.get()
    if current is None:
        raise ScopeMissing("No institution in scope: wrap this in `with scope(institution_id):`.")
    return current


class ScopedManager(models.Manager[Any]):
    """The default manager of every tenant's model: only rows of the institution in scope."""

    def get_queryset(self) -> models.QuerySet[Any]:
        return super().get_queryset().filter(institution_id=current_institution_id())
