"""Sealing everything again with the newest key."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, cast
from uuid import UUID

from django.apps import apps

from rounds.core import audit
from rounds.core.access import system
from rounds.core.encryption import newest_key_id, seal, unseal
from rounds.core.models import SealedRecord


def reseal_all(*, also: Mapping[str, Callable[[], int]], progress: Callable[[str, int], object]) -> int:
    """Seal with the newest key what older ones have sealed; return how many rows. Can be stopped and repeated.

    `also` seals what is in no SealedRecord; each returns how many.
    """
    counts = {model._meta.label: sum(_reseal(model)) for model in sealed_models()}
    counts |= {name: reseal() for name, reseal in also.items()}
    for name, count in counts.items():
        progress(name, count)
    audit.record(
        "keys.resealed", by=system(audit.INSTALLATION), key_id=newest_key_id(), rows=sum(counts.values())
    )
    return sum(counts.values())


def sealed_models() -> list[Any]:
    """Return the models with an encrypted value."""
    return [model for model in apps.get_models() if issubclass(model, SealedRecord)]


def _reseal(model: Any) -> Iterator[int]:
    """Yield 1 for each row sealed again; a row that somebody saves meanwhile is sealed by them."""
    old = model.everywhere.exclude(sealed__startswith=newest_key_id() + ".").exclude(sealed="")
    for row in old.only("id", "institution_id", "sealed").iterator(chunk_size=500):
        place = {"institution_id": cast(UUID, row.institution_id), "row_id": row.id}
        fresh = seal(unseal(row.sealed, **place), **place)
        yield model.everywhere.filter(id=row.id, sealed=row.sealed).update(sealed=fresh)
