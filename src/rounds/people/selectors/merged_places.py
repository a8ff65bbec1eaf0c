"""Departments and sites that became part of others: what would move, where their names lead, what can be taken back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from django.db.models import CharField

from rounds.core.access import Viewer
from rounds.core.clock import now
from rounds.core.database.prepared import Prepared
from rounds.core.errors import NotFound
from rounds.people.models import CareerStage, Department, MergedPlace, Site

MODELS: Final[Mapping[str, type[Department | Site]]] = {"department": Department, "site": Site}


@dataclass(frozen=True)
class Key:
    """A column of some table that names a place."""

    model: Any
    name: str

    @property
    def label(self) -> str:
        return f"{self.model._meta.label_lower}.{self.name}"


@dataclass(frozen=True)
class Moves:
    """What would move with a place: entries of people's history, of how many people, and other things by name."""

    stages: int
    people: int
    others: tuple[tuple[str, int], ...]


def keys_to_place(model: type[Department | Site]) -> list[Key]:
    """Return every column that names a department or site, in whatever table."""
    relations: Any = model._meta.get_fields(include_hidden=True)
    return [
        Key(relation.related_model, relation.field.name)
        for relation in relations
        if relation.auto_created and (relation.one_to_many or relation.one_to_one)
    ]


def moves_of(place: Department | Site) -> Moves:
    """Count what would move if a place became part of another."""
    stages = people = 0
    others = []
    for key in keys_to_place(type(place)):
        found = key.model.objects.filter(**{key.name: place})
        if key.model is CareerStage:
            stages, people = found.count(), found.values("person").distinct().count()
        elif count := found.count():
            others.append((str(key.model._meta.verbose_name_plural), count))
    return Moves(stages, people, tuple(others))


def other_places(place: Department | Site) -> list[Department | Site]:
    """Return the other departments, or the other sites, by name."""
    return list(type(place).objects.exclude(id=place.id).order_by("name"))


def merges_of_a_day() -> list[tuple[MergedPlace, str]]:
    """Return the merges that can still be taken back, newest first, each with the name of what it became part of."""
    found = list(
        MergedPlace.objects.filter(undone_at=None, merged_at__gt=now() - timedelta(hours=24)).order_by(
            "-merged_at"
        )
    )
    names = {
        place.id: place.name
        for model in MODELS.values()
        for place in model.objects.filter(id__in=[one.into_id for one in found] if found else [])
    }
    return [(one, names.get(one.into_id, "")) for one in found]


def get_merged_place(viewer: Viewer, merged_id: UUID) -> MergedPlace:
    """Return a merge in scope; raises NotFound."""
    found = MergedPlace.objects.filter(id=merged_id).first()
    if found is None:
        raise NotFound
    return found


def merged_places(kind: str) -> list[tuple[MergedPlace, UUID]]:
    """Return the departments or sites that are gone, each with the id of the one that its name means today."""
    found = _gone(kind=kind)
    ways = {one.gone_id: one.into_id for one in found}
    return [(one, _end_of(one.into_id, ways)) for one in found]


_gone = Prepared(lambda kind: MergedPlace.objects.filter(kind=kind, undone_at=None), kind=CharField())


def places_today(kind: str) -> dict[UUID, UUID]:
    """Return where the ids of departments or sites that are gone lead."""
    return {one.gone_id: into_id for one, into_id in merged_places(kind)}


def sites_today(said: Iterable[str], led_on: Mapping[UUID, UUID]) -> tuple[str, ...]:
    """Return ids of sites that somebody chose once as they are today, each once."""
    today = {str(gone): str(into) for gone, into in led_on.items()}
    return tuple(sorted({today.get(site, site) for site in said}))


def _end_of(place_id: UUID, ways: Mapping[UUID, UUID]) -> UUID:
    seen = {place_id}
    while (following := ways.get(place_id)) and following not in seen:
        place_id = following
        seen.add(place_id)
    return place_id
