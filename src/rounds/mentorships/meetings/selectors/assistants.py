"""Reads of assistants: whom somebody has named, and the times that an assistant sees."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import CharField, Q, QuerySet, UUIDField, Value

from rounds.core.access import Viewer
from rounds.core.clock import now
from rounds.core.enums import Role
from rounds.core.errors import NotFound
from rounds.mentorships.enums import RUNNING, ConversationState
from rounds.mentorships.groups.selectors import planned_with
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


@dataclass(frozen=True, kw_only=True)
class KeptTime:
    """One meeting or session of a group as an assistant sees it: whose, with whom, when. Nothing of what it is about."""

    id: UUID
    person: Person
    starts_at: datetime
    minutes: int
    # the other one of a pair, or who holds the group that the person is in; None for a group of the person's own
    other: Person | None
    is_of_group: bool = False

    @property
    def can_move(self) -> bool:
        """Tell whether it is the person's to move: a session of a group is its mentor's."""
        return not self.is_of_group or self.other is None


def times_kept_by(viewer: Viewer) -> list[KeptTime]:
    """Return the times to come of those who named the viewer; what is between two of them is there for each."""
    return _times_kept(viewer, is_off=False)


def times_called_off_by(viewer: Viewer) -> list[KeptTime]:
    """Return what was called off of those times and can stand again: what is the viewer's to move, and is to come."""
    return [one for one in _times_kept(viewer, is_off=True) if one.can_move]


def _times_kept(viewer: Viewer, *, is_off: bool) -> list[KeptTime]:
    principals = {person.id: person for person in named_by(viewer)}
    if not principals:
        return []
    found = [*_meetings_kept(principals, is_off), *_sessions_kept(principals, is_off)]
    return sorted(found, key=lambda one: (one.starts_at, one.id))


def _meetings_kept(principals: Mapping[UUID, Person], is_off: bool) -> Iterator[KeptTime]:
    theirs = Q(mentorship__mentee_id__in=principals) | Q(mentorship__mentor_id__in=principals)
    for row in _kept(theirs, ConversationState.NOT_HELD if is_off else ConversationState.PLANNED):
        pair = row.mentorship
        for person, other in ((pair.mentee, pair.mentor), (pair.mentor, pair.mentee)):
            if person.id in principals and row.starts_at:
                yield KeptTime(
                    id=row.id,
                    person=person,
                    starts_at=row.starts_at,
                    minutes=row.minutes or 0,
                    other=other,
                )


def _sessions_kept(principals: Mapping[UUID, Person], is_off: bool) -> Iterator[KeptTime]:
    for row, person_id in planned_with(principals, until=now() + LOOKED_AHEAD, is_off=is_off):
        mentor = row.group.mentor
        yield KeptTime(
            id=row.id,
            person=principals[person_id],
            starts_at=row.starts_at,
            minutes=row.minutes,
            other=None if mentor.id == person_id else mentor,
            is_of_group=True,
        )


def kept_time_for(viewer: Viewer, kept_id: UUID) -> KeptTime:
    """Return one of these that can be moved; NotFound for any other."""
    for one in times_kept_by(viewer):
        if one.id == kept_id and one.can_move:
            return one
    raise NotFound


def called_off_time_for(viewer: Viewer, called_off_id: UUID) -> KeptTime:
    """Return one that was called off and can stand again; NotFound for any other."""
    for one in times_called_off_by(viewer):
        if one.id == called_off_id:
            return one
    raise NotFound


def _kept(theirs: Q, state: str) -> QuerySet[Conversation]:
    near = (now(), now() + LOOKED_AHEAD)
    to_come = Q(state=state, starts_at__range=near, taken_back_at=None, mentorship__state__in=RUNNING)
    return Conversation.objects.filter(theirs, to_come).select_related(*AROUND)
