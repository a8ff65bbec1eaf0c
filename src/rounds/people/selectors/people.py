"""Reads about people."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import DateField, Exists, OuterRef, Q, QuerySet, Subquery, UUIDField, Value
from django.db.models.functions import Coalesce

from rounds.core.access import Viewer
from rounds.core.clock import institution_today
from rounds.core.database.bulk_rows import among
from rounds.core.database.dated import open_on
from rounds.core.database.prepared import Ask, Ids, Prepared
from rounds.core.enums import Role
from rounds.core.errors import NotFound
from rounds.core.folding import fold
from rounds.core.reading import WORDS, read_search
from rounds.people.enums import DIRECTING
from rounds.people.models import CareerStage, Person, RoleAssignment, TrainingProgram, TrainingProgramMember

Found = TypeVar("Found")
SEES_EVERYBODY = (Role.COORDINATOR, Role.DIRECTOR, Role.GME_OFFICER)


def addresses_of(people: Collection[UUID]) -> dict[UUID, str]:
    """Return the work addresses of people, those of a merged record under both."""
    found = Person.objects.filter(id__in=among(people)).values_list("id", "email", "merged_into__email")
    return {person: kept or address for person, address, kept in found}


def person_of_user(institution_id: UUID, user_id: UUID) -> tuple[UUID, str, str] | None:
    """Return who a login is in the institution in scope, and the zone of their site ("" if it has none).

    None for a stranger and for who has left.
    """
    found = _account_holder(user_id=user_id, day=institution_today())
    if not found:
        return None
    person_id, title, given_name, family_name, zone = found[0]
    person = Person(title=title, given_name=given_name, family_name=family_name)
    return person_id, person.display_name, zone or ""


def _person_and_zone(user_id: UUID, day: date) -> QuerySet[Any, Any]:
    stages = CareerStage.objects.filter(open_on(day), person_id=OuterRef("pk")).order_by("-from_on")
    people = Person.objects.filter(is_here(day), user_id=user_id).order_by("id")
    zone = Subquery(stages.values("site__timezone")[:1])
    return people.values_list("id", "title", "given_name", "family_name", zone)[:1]


_account_holder = Prepared(_person_and_zone, user_id=UUIDField(), day=DateField())


def is_here(day: date) -> Q:
    """Return the condition that somebody has not left by a day, and was not merged away."""
    return Q(merged_into=None) & (Q(left_on=None) | Q(left_on__gt=day))


def held_roles(person_id: UUID, day: date) -> list[QuerySet[Any, Any]]:
    """Return the roles of a person; that of a program director (PD) counts while they direct its training program.

    To be recorded as director is a fact and grants nothing: the role takes a second person, as any does.
    """
    directed = TrainingProgramMember.objects.filter(
        open_on(day), person_id=person_id, kind__in=DIRECTING, training_program_id=OuterRef("scope_id")
    )
    counts = ~Q(role=Role.RESIDENCY_DIRECTOR) | Q(scope_id=None) | Exists(directed)
    held = RoleAssignment.objects.filter(open_on(day), counts, person_id=person_id).order_by()
    return [held.values_list("role", "scope_id")]


def directing_roles(day: date) -> QuerySet[RoleAssignment]:
    """Return the roles of program directors (PDs) that count on a day: whose training program names them, too."""
    directed = TrainingProgramMember.objects.filter(
        open_on(day),
        person_id=OuterRef("person_id"),
        kind__in=DIRECTING,
        training_program_id=OuterRef("scope_id"),
    )
    roles = RoleAssignment.objects.filter(open_on(day), role=Role.RESIDENCY_DIRECTOR)
    return roles.filter(Q(scope_id=None) | Exists(directed))


def programs_not_directed(person_id: UUID, day: date) -> list[str]:
    """Return the training programs of which somebody has the role of director, and that do not name them as one."""
    roles = RoleAssignment.objects.filter(open_on(day), role=Role.RESIDENCY_DIRECTOR, person_id=person_id)
    unnamed = roles.exclude(scope_id=None).exclude(id__in=directing_roles(day).values("id"))
    programs = TrainingProgram.objects.filter(id__in=unnamed.values("scope_id"))
    return list(programs.order_by("name").values_list("name", flat=True))


def people_for(viewer: Viewer) -> QuerySet[Person]:
    """Return the people whom a viewer may look up: everybody for the program office, else oneself."""
    people = Person.objects.filter(merged_into=None)
    if viewer.has_anywhere(*SEES_EVERYBODY):
        return people
    return people.filter(id=viewer.person_id)


def person_for(viewer: Viewer, person_id: UUID) -> Person:
    """Return a person whom the viewer may look up; a merged one leads to whom it was merged into."""
    person = _person(person_id)
    while person is not None and person.merged_into_id is not None:
        person = _person(person.merged_into_id)
    if person is None or not (viewer.has_anywhere(*SEES_EVERYBODY) or person.id == viewer.person_id):
        raise NotFound
    return person


def own_person(viewer: Viewer) -> Person:
    """Return the viewer's own person."""
    person = _person(viewer.own_id)
    if person is None:
        raise NotFound
    return person


def ask_for_person(person_id: UUID) -> Ask:
    """Return what `own_person` will ask."""
    return _people.asked(person_id=person_id)


def _person(person_id: UUID) -> Person | None:
    return next(iter(_people(person_id=person_id)), None)


_people = Prepared(lambda person_id: Person.objects.filter(id=person_id), person_id=UUIDField())


def list_people(viewer: Viewer, *, search: str = "", with_left: bool = False) -> QuerySet[Person]:
    """Return the people whom a viewer may look up, by name, narrowed by words."""
    people = people_for(viewer) if with_left else people_for(viewer).filter(is_here(institution_today()))
    return _narrowed(people, search)


def current_stages(person_ids: Iterable[UUID]) -> dict[UUID, CareerStage]:
    """Return the stage that each person is in today, with department and site: one query.

    Where none holds today, the open one counts: of somebody who begins in July, or who has left nothing.
    """
    ids, day = list(person_ids), institution_today()
    stages = _stages(person_ids=ids, day=day) if ids else ()
    return _current((stage.person_id, stage.from_on, stage) for stage in stages)


def ask_for_stages(person_ids: Iterable[UUID]) -> Ask:
    """Return what `current_stages` will ask."""
    return _stages.asked(person_ids=list(person_ids), day=institution_today())


def current_departments(person_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Return the name of the department of each person's stage of today; empty where the stage has none."""
    ids, day = list(person_ids), institution_today()
    return _current(_departments(person_ids=ids, day=day)) if ids else {}


def _current(rows: Iterable[tuple[UUID, date, Found]]) -> dict[UUID, Found]:
    """Return what stands in the stage of today, else in the open one; the rows come by first day."""
    day = institution_today()
    found: dict[UUID, Found] = {}
    for person_id, from_on, stands in rows:
        if person_id not in found or from_on <= day:
            found[person_id] = stands
    return found


def _stages_of(person_ids: Any, day: Any) -> QuerySet[CareerStage]:
    found = CareerStage.objects.filter(open_on(day) | Q(to_on=None), person_id__in=among(person_ids))
    return found.order_by("from_on", "recorded_at")


_stages = Prepared(
    lambda person_ids, day: _stages_of(person_ids, day).select_related("department", "site"),
    person_ids=Ids(),
    day=DateField(),
)
_departments: Prepared[tuple[UUID, date, str]] = Prepared(
    lambda person_ids, day: (
        _stages_of(person_ids, day)
        .annotate(department_name=Coalesce("department__name", Value("")))
        .values_list("person_id", "from_on", "department_name")
    ),
    person_ids=Ids(),
    day=DateField(),
)


def search_people(viewer: Viewer, text: str, *, limit: int = 10) -> list[Person]:
    """Return people whose name, e-mail or employee number starts or contains the words, best first."""
    found = people_for(viewer).filter(is_here(institution_today()))
    return list(_narrowed(found, text)[:limit]) if text.strip() else []


def is_named(words: str, *, at: str = "") -> Q:
    """Return the condition that a name holds all words, in any order, whatever their accents and capitals.

    `at` leads to the person, as in "mentee__". Words that hold no letter find nobody.
    """
    found = ~Q(pk__in=[]) if fold(words) else Q(pk__in=[])
    for word in fold(read_search(words)).split()[:WORDS]:
        found &= Q(**{f"{at}folded_given__contains": word}) | Q(**{f"{at}folded_family__contains": word})
    return found


def people_named(words: str) -> list[UUID]:
    """Return the ids of everybody here whose name holds all words. Who may ask is the page's to say."""
    return list(Person.objects.filter(is_named(words)).values_list("id", flat=True))


def _narrowed(people: QuerySet[Person], words: str) -> QuerySet[Person]:
    for word in read_search(words).split():
        people = people.filter(
            is_named(word) | Q(email__icontains=word) | Q(employee_id__iexact=word) | Q(npi=word)
        )
    return people
