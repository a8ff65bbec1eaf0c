"""The people of a run by name: ids become somebody whom an administrator knows."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from django.utils.translation import gettext as _

from rounds.core.database.bulk_rows import among
from rounds.core.database.unchanged import kept_while_unchanged
from rounds.people.models import CareerStage, Person
from rounds.people.selectors import current_stages

COLUMNS = ("id", "title", "given_name", "family_name")


@dataclass(frozen=True)
class Someone:
    """A person in a list: name first, meta under it."""

    id: str
    name: str
    sort_name: str
    meta: str = ""


class People:
    """Everybody of a run; names in one query, the line under them only for those who are shown."""

    def __init__(self, ids: set[str]) -> None:
        self._ids = ids
        self._metas: dict[str, str] = {}

    @cached_property
    def names(self) -> dict[str, Someone]:
        found = {one.id: one for one in _named(tuple(sorted(self._ids)))}
        gone = _("Somebody who has left")
        return {person: found.get(person, Someone(person, gone, gone)) for person in self._ids}

    def with_meta(self, people: Iterable[str]) -> dict[str, Someone]:
        """Return the same people with "PGY-2 Medicine" under their names; one query for those not asked for yet."""
        people = set(people)
        missing = [UUID(person) for person in people if person not in self._metas]
        if missing:
            stages = current_stages(missing)
            for person in missing:
                self._metas[str(person)] = stage_words(stages.get(person))
        return {
            person: Someone(
                person, self.names[person].name, self.names[person].sort_name, self._metas[person]
            )
            for person in people
            if person in self.names
        }


@kept_while_unchanged
def _named(person_ids: tuple[str, ...]) -> tuple[Someone, ...]:
    people = Person.objects.filter(id__in=among(person_ids)).only(*COLUMNS)
    return tuple(Someone(str(one.id), one.display_name, one.sort_name) for one in people)


def stage_words(stage: CareerStage | None) -> str:
    """Return where somebody stands, in a few words."""
    if stage is None:
        return ""
    first = f"PGY-{stage.pgy}" if stage.pgy else str(stage.get_tier_display()).capitalize()
    department = stage.department.name if stage.department else ""
    return ", ".join(part for part in (first, department or stage.specialty) if part)
