"""Reads of rotations: whose, and what each reader sees of them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, DateField, Max, Min, Q, QuerySet
from django.utils.translation import gettext as _

from rounds.core.access import Viewer
from rounds.core.clock import institution_today
from rounds.core.database.bulk_rows import among
from rounds.core.database.prepared import Ids, Prepared
from rounds.core.enums import Role
from rounds.core.errors import NotFound
from rounds.people.models import Person
from rounds.people.selectors import is_named
from rounds.programs.enums import NIGHT_KINDS, OFF_KINDS
from rounds.programs.models import Enrollment, Rotation
from rounds.programs.models.rotations import COUNTS
from rounds.programs.selectors.programs import programs_for

OFFICE = (Role.COORDINATOR, Role.DIRECTOR)


@dataclass(frozen=True)
class Placement:
    """One rotation as somebody else than the office reads it: of vacation and leave only that it is one."""

    rotation: Rotation

    @property
    def name(self) -> str:
        return shown_name(self.rotation)

    @property
    def is_now(self) -> bool:
        return self.rotation.from_on <= institution_today() < self.rotation.to_on

    @property
    def is_over(self) -> bool:
        return self.rotation.to_on <= institution_today()


def shown_name(rotation: Rotation) -> str:
    """Return what a partner reads of a rotation: a leave has no reason here."""
    return str(rotation.get_kind_display()).capitalize() if rotation.kind in OFF_KINDS else rotation.name


def rotations_of(person_ids: Iterable[UUID]) -> QuerySet[Rotation]:
    """Return the rotations that count of some people, in order."""
    return Rotation.objects.filter(COUNTS, person_id__in=among(person_ids)).order_by("from_on", "kind", "id")


def _not_over_before(person_ids: Any, since: Any) -> QuerySet[Rotation]:
    return rotations_of(person_ids).filter(to_on__gt=since)


# Those that go on or ended after a day.
rotations_since: Prepared[Rotation] = Prepared(_not_over_before, person_ids=Ids(), since=DateField())


def list_placements(person_id: UUID, *, since: date | None = None) -> list[Placement]:
    """Return somebody's rotations as a partner reads them; `since` leaves out what ended before."""
    rows = rotations_of([person_id])
    return [Placement(one) for one in (rows.filter(to_on__gt=since) if since else rows)]


def list_own_rotations(viewer: Viewer) -> list[Rotation]:
    """Return one's own rotations that count, in order."""
    return list(rotations_of([viewer.own_id]))


def rotation_names(keys: Iterable[str]) -> dict[str, str]:
    """Return the names of rotations by id."""
    rows = Rotation.objects.filter(id__in=[UUID(key) for key in keys]).values_list("id", "name")
    return {str(key): name for key, name in rows}


def nights_of(people: Collection[UUID], first: date, last: date) -> dict[UUID, set[date]]:
    """Return on which days between two, both included, each of some people works nights: nothing is sent then."""
    rows = Rotation.objects.filter(
        COUNTS, kind__in=NIGHT_KINDS, from_on__lte=last, to_on__gt=first
    ).order_by()
    found: dict[UUID, set[date]] = {}
    for person_id, from_on, to_on in rows.filter(person_id__in=among(people)).values_list(
        "person_id", "from_on", "to_on"
    ):
        days = (min(last, to_on - timedelta(days=1)) - max(first, from_on)).days + 1
        found.setdefault(person_id, set()).update(
            max(first, from_on) + timedelta(days=number) for number in range(days)
        )
    return found


@dataclass(frozen=True)
class ScheduledPerson:
    """Somebody with rotations on record: how many, from when to when, and where today."""

    person: Person
    rotations: int
    from_on: date
    to_on: date
    now: str

    @property
    def last_on(self) -> date:
        """Return the last day of the last one."""
        return self.to_on - timedelta(days=1)


def list_scheduled(viewer: Viewer, words: str = "") -> QuerySet[Person]:
    """Return the people with rotations on record, by name, as far as they are in a program of the viewer's office."""
    counted = Q(id__in=Rotation.objects.filter(COUNTS).order_by().values("person_id"))
    people: QuerySet[Person] = Person.objects.filter(counted, merged_into=None)
    if None not in viewer.scopes(*OFFICE):
        programs = [program.id for program in programs_for(viewer)]
        enrolled = Enrollment.objects.filter(cohort__cycle__program_id__in=programs).order_by()
        people = people.filter(id__in=enrolled.values("person_id"))
    if words.strip():
        people = people.filter(is_named(words))
    return people.order_by("folded_family", "folded_given", "id")


def scheduled_of(people: Iterable[Person]) -> list[ScheduledPerson]:
    """Return what the office's list says of people: two queries for any number."""
    by_id = {person.id: person for person in people}
    rows = Rotation.objects.filter(COUNTS, person_id__in=list(by_id)).order_by()
    spans = {
        row["person_id"]: row
        for row in rows.values("person_id").annotate(
            number=Count("id"), first=Min("from_on"), last=Max("to_on")
        )
    }
    today = institution_today()
    current = rows.filter(from_on__lte=today, to_on__gt=today).order_by("from_on")
    now: dict[UUID, list[str]] = {}
    for person_id, name in current.values_list("person_id", "name"):
        now.setdefault(person_id, []).append(name)
    return [
        ScheduledPerson(
            person,
            spans[key]["number"],
            spans[key]["first"],
            spans[key]["last"],
            ", ".join(now.get(key, [])) or _("nothing on record"),
        )
        for key, person in by_id.items()
        if key in spans
    ]


def scheduled_person_for(viewer: Viewer, resident_id: UUID) -> Person:
    """Return somebody with rotations on record; raises NotFound."""
    found = list_scheduled(viewer).filter(id=resident_id).first()
    if found is None:
        raise NotFound
    return found
