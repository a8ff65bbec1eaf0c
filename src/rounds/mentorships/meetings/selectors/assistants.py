"""Reads of assistants: whom somebody has named, and the times that an assistant sees."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import CharField, Q, QuerySet, UUIDField, Value

from rounds.core.access import Viewer
from rounds.core.clock import now
from rounds.core.enums import Role
from rounds.core.errors import NotFound
from rounds.mentorships.enums import RUNNING, ConversationState
from rounds.mentorships.meetings.selectors.meetings import AROUND, LOOKED_AHEAD
from rounds.mentorships.models import Conversation, Delegation
from rounds.people.models import Person


def assistants_of(person_id: UUID) -> list[Delegation]:
    """Return whom somebody has named, by the address that they wrote: whether anybody has it is not shown."""
    return list(Delegation.objects.filter(person_id=person_id, ended_at=None).order_by("address", "id"))


def own_delegation_for(viewer: Viewer, delegation_id: UUID) -> Delegation:
    """Return an assistant whom the viewer has named; NotFound otherwise."""
    found: Delegation | None = Delegation.objects.filter(
        id=delegation_id, person_id=viewer.own_id, ended_at=None
    ).first()
    if found is None:
        raise NotFound
    return found


def roles_of_assistants(person_id: UUID, day: date) -> list[QuerySet[Any, Any]]:
    """Return the role of who was named by somebody, as roles are asked for."""
    named = Delegation.objects.filter(assistant_id=person_id, ended_at=None).order_by()
    nowhere = Value(None, output_field=UUIDField())
    return [named.values_list(Value(Role.DELEGATE.value, output_field=CharField()), nowhere)]


def named_by(viewer: Viewer) -> list[Person]:
    """Return those who have named the viewer as their assistant, by name; who has left the institution is none."""
    ids = Delegation.objects.filter(assistant_id=viewer.own_id, ended_at=None).values("person_id")
    return list(Person.objects.filter(id__in=ids, left_on=None, merged_into=None))


@dataclass(frozen=True)
class KeptTime:
    """One meeting as an assistant sees it: whose, with whom, when. Nothing of what it is about."""

    conversation: Conversation
    person: Person
    other: Person


def times_kept_by(viewer: Viewer) -> list[KeptTime]:
    """Return the meetings to come of those who named the viewer, by time; one between two of them is there for each."""
    principals = {person.id: person for person in named_by(viewer)}
    if not principals:
        return []
    theirs = Q(mentorship__mentee_id__in=principals) | Q(mentorship__mentor_id__in=principals)
    rows = _kept(theirs).order_by("starts_at", "id")
    found = []
    for row in rows:
        pair = row.mentorship
        for person, other in ((pair.mentee, pair.mentor), (pair.mentor, pair.mentee)):
            if person.id in principals:
                found.append(KeptTime(row, person, other))
    return found


def kept_time_for(viewer: Viewer, kept_id: UUID) -> KeptTime:
    """Return one of these meetings; NotFound for any other."""
    for one in times_kept_by(viewer):
        if one.conversation.id == kept_id:
            return one
    raise NotFound


def _kept(theirs: Q) -> QuerySet[Conversation]:
    near = (now(), now() + LOOKED_AHEAD)
    to_come = Q(state=ConversationState.PLANNED, starts_at__range=near, mentorship__state__in=RUNNING)
    return Conversation.objects.filter(theirs, to_come).select_related(*AROUND)
