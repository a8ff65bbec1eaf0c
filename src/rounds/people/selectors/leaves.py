"""Who is away, and who can be written to: what mail and lists ask of the people of an institution."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import DateField, OuterRef, Q, QuerySet, Subquery

from rounds.core.access import Viewer
from rounds.core.clock import institution_today
from rounds.core.database.bulk_rows import among
from rounds.core.database.dated import open_on
from rounds.core.database.prepared import Ids, Prepared
from rounds.core.database.scope import current_zone
from rounds.core.errors import NotFound
from rounds.core.fields import is_mail_address
from rounds.core.mail import Reader
from rounds.people.models import CareerStage, Leave, Person
from rounds.people.selectors.people import is_here, people_for


def readers_among(people: Collection[UUID]) -> dict[UUID, Reader]:
    """Return those of some people who are here and have an address, with the zone of their site; one query."""
    day = institution_today()
    stages = CareerStage.objects.filter(open_on(day), person_id=OuterRef("pk")).order_by("-from_on")
    rows = _here().filter(id__in=among(people)).order_by()
    zone = Subquery(stages.values("site__timezone")[:1])
    return {
        person_id: Reader(email, site_zone or current_zone())
        for person_id, email, site_zone in rows.values_list("id", "email", zone)
        if is_mail_address(email)
    }


# What is an address at a glance; whatever else is here is looked at by the rule.
PLAIN = r"^[a-z0-9_-]+([.][a-z0-9_-]+)*@[a-z0-9]+([.-][a-z0-9]+)*[.][a-z]{2,20}$"


def doubtful_among(people: Q) -> QuerySet[Person]:
    """Return those of some people who are here and whose address is none at a glance."""
    return _here().filter(people).exclude(email__iregex=PLAIN)


def left_out_among(people: Q) -> list[Person]:
    """Return those of some people whom `readers_among` leaves out though they are here, by name; one query."""
    rows = doubtful_among(people).order_by("folded_family", "folded_given", "id")
    return [person for person in rows if not is_mail_address(person.email)]


def _here() -> QuerySet[Person]:
    return Person.objects.filter(is_here(institution_today()))


def has_left(person: Person) -> bool:
    """Tell whether a person's last day here is over: nothing is sent to their work address from then on."""
    return person.left_on is not None and person.left_on < institution_today()


def days_away(people: Collection[UUID], first: date, last: date) -> dict[UUID, set[date]]:
    """Return on which days between two, both included, each of some people is on leave."""
    found: dict[UUID, set[date]] = {}
    rows = Leave.objects.filter(Q(to_on=None) | Q(to_on__gt=first), from_on__lte=last)
    for row in rows.filter(person_id__in=among(people)):
        day = max(row.from_on, first)
        while day <= last and (row.to_on is None or day < row.to_on):
            found.setdefault(row.person_id, set()).add(day)
            day += timedelta(days=1)
    return found


def _not_over(person_ids: Any, since: Any) -> QuerySet[Leave]:
    return Leave.objects.filter(
        Q(to_on=None) | Q(to_on__gt=since), person_id__in=among(person_ids)
    ).order_by()


# Those that go on after a day, or have no end yet.
leaves_since: Prepared[Leave] = Prepared(_not_over, person_ids=Ids(), since=DateField())


def list_leaves(person_id: UUID) -> QuerySet[Leave]:
    """Return the leaves of a person, the latest first."""
    return Leave.objects.filter(person_id=person_id).order_by("-from_on")


def list_current_leaves(person_ids: Collection[UUID]) -> list[Leave]:
    """Return the leaves of some people that are not over, the nearest first, with whose they are."""
    rows = Leave.objects.filter(
        Q(to_on=None) | Q(to_on__gt=institution_today()), person_id__in=among(person_ids)
    )
    return list(rows.select_related("person").order_by("from_on", "id"))


def own_leave_for(viewer: Viewer, leave_id: UUID) -> Leave:
    """Return a leave of the viewer's own; NotFound otherwise."""
    return _one(Leave.objects.filter(id=leave_id, person_id=viewer.own_id))


def leave_for(viewer: Viewer, leave_id: UUID) -> Leave:
    """Return a leave of somebody whose record the viewer may look up."""
    return _one(Leave.objects.filter(id=leave_id, person__in=people_for(viewer)))


def _one(rows: QuerySet[Leave]) -> Leave:
    found: Leave | None = rows.select_related("person").first()
    if found is None:
        raise NotFound
    return found
