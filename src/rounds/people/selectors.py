"""Reads about people."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from rounds.core.access import Grant, Viewer
from rounds.core.clock import today
from rounds.core.enums import Role
from rounds.core.errors import NotFound
from rounds.people.enums import TrainingKind
from rounds.people.models import CareerStage, Person, RoleAssignment, TrainingProgramMember

DIRECTING = (TrainingKind.DIRECTOR, TrainingKind.ASSOCIATE_DIRECTOR)
SEES_EVERYBODY = (Role.COORDINATOR, Role.DIRECTOR, Role.GME_OFFICER)


def open_on(day: date) -> Q:
    """Return the condition that a dated fact holds on a day."""
    return Q(from_on__lte=day) & (Q(to_on=None) | Q(to_on__gt=day))


def person_of_user(institution_id: UUID, user_id: UUID) -> tuple[UUID, str] | None:
    """Return who a login is in the institution in scope, None for a stranger."""
    person = Person.objects.filter(user_id=user_id, merged_into=None).first()
    return (person.id, person.display_name) if person else None


def grants_of(institution_id: UUID, person_id: UUID) -> list[Grant]:
    """Return institution roles, and residency_director for each training program that a person directs."""
    day = today()
    grants = [
        Grant(role, scope_id)
        for role, scope_id in RoleAssignment.objects.filter(open_on(day), person_id=person_id).values_list(
            "role", "scope_id"
        )
    ]
    directed = TrainingProgramMember.objects.filter(open_on(day), person_id=person_id, kind__in=DIRECTING)
    return grants + [
        Grant(Role.RESIDENCY_DIRECTOR, program_id)
        for program_id in directed.values_list("training_program_id", flat=True)
    ]


def people_for(viewer: Viewer) -> QuerySet[Person]:
    """Return the people whom a viewer may look up: everybody for the program office, else oneself."""
    people = Person.objects.filter(merged_into=None)
    if viewer.has_anywhere(*SEES_EVERYBODY):
        return people
    return people.filter(id=viewer.person_id)


def person_for(viewer: Viewer, person_id: UUID) -> Person:
    """Return a person whom the viewer may look up; a merged one leads to whom it was merged into."""
    person = Person.objects.filter(id=person_id).first()
    while person is not None and person.merged_into_id is not None:
        person = Person.objects.filter(id=person.merged_into_id).first()
    if person is None or not people_for(viewer).filter(id=person.id).exists():
        raise NotFound
    return person


def current_stages(person_ids: Iterable[UUID]) -> dict[UUID, CareerStage]:
    """Return the open career stage of each person who has one, with department and site: one query."""
    stages = CareerStage.objects.filter(person_id__in=list(person_ids), to_on=None)
    return {stage.person_id: stage for stage in stages.select_related("department", "site")}


def search_people(viewer: Viewer, text: str, *, limit: int = 10) -> list[Person]:
    """Return people whose name, e-mail or employee number starts or contains the words, best first."""
    found = people_for(viewer)
    for word in text.split():
        found = found.filter(
            Q(given_name__icontains=word)
            | Q(family_name__icontains=word)
            | Q(email__icontains=word)
            | Q(employee_id__iexact=word)
        )
    return list(found[:limit]) if text.strip() else []
