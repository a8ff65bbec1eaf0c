"""A page that is sent twice makes one thing: the id that it brings is the id of what it makes."""

from typing import Any, TypeVar
from uuid import UUID, uuid4

from django.db import models

M = TypeVar("M", bound=models.Model)


def made_before(model: type[M], entry_id: UUID | None, **said: Any) -> tuple[M | None, UUID]:
    """Return what the same page has made of the same words, if it has, and the id for what is made otherwise.

    Whoever goes back, types other words and sends again means another thing.
    """
    if entry_id is None:
        return None, uuid4()
    rows = model._default_manager.filter(id=entry_id)
    if (same := rows.filter(**said).first()) is not None:
        return same, entry_id
    return None, uuid4() if rows.exists() else entry_id
