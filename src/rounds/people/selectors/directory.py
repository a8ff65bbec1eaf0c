"""The list of people: what may be narrowed, the counts of each choice, the rows of one page."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from rounds.core.access import Viewer
from rounds.core.clock import today
from rounds.core.enums import Role
from rounds.people.enums import Tier
from rounds.people.models import CareerStage, Department, Person, RoleAssignment, Site
from rounds.people.selectors.people import current_stages, open_on, people_for
from rounds.people.selectors.people import list_people as _list


@dataclass(frozen=True)
class PeopleFilter:
    """What the address asks for; empty means everybody who is here."""

    words: str = ""
    tier: str = ""
    department: UUID | None = None
    site: UUID | None = None
    look: str = ""  # "left", "no_stage" or "no_email"


@dataclass(frozen=True)
class DirectoryRow:
    """One person of the list."""

    person: Person
    stage: CareerStage | None
    roles: tuple[str, ...]


def filter_people(viewer: Viewer, wanted: PeopleFilter) -> QuerySet[Person]:
    """Return the people who match, by name."""
    if wanted.look == "left":
        people = _list(viewer, search=wanted.words, with_left=True).filter(left_on__lte=today())
    else:
        people = _list(viewer, search=wanted.words)
    people = people.annotate(has_stage=Exists(_stage_today()))
    if wanted.look == "no_stage":
        people = people.filter(has_stage=False)
    if wanted.look == "no_email":
        people = people.filter(email="")
    for name, value in (
        ("tier", wanted.tier),
        ("department_id", wanted.department),
        ("site_id", wanted.site),
    ):
        if value:
            people = people.filter(Exists(_stage_today().filter(**{name: value})))
    return people


def _stage_today() -> QuerySet[CareerStage]:
    stages: QuerySet[CareerStage] = CareerStage.objects.filter(
        open_on(today()) | Q(to_on=None), person=OuterRef("pk")
    )
    return stages


def rows_of(people: Sequence[Person]) -> list[DirectoryRow]:
    """Return the rows of one page: two queries, however many people."""
    ids = [person.id for person in people]
    stages = current_stages(ids)
    roles: dict[UUID, list[str]] = {}
    held = RoleAssignment.objects.filter(open_on(today()), person_id__in=ids).order_by("role")
    for person_id, role in held.values_list("person_id", "role"):
        roles.setdefault(person_id, []).append(str(Role(role).label))
    return [
        DirectoryRow(person, stages.get(person.id), tuple(dict.fromkeys(roles.get(person.id, ()))))
        for person in people
    ]


@dataclass(frozen=True)
class FilterCounts:
    """How many people who are here stand behind each choice."""

    here: int
    tiers: list[tuple[str, str, int]]
    departments: list[tuple[UUID, str, int]]
    sites: list[tuple[UUID, str, int]]
    no_stage: int
    no_email: int
    left: int


def filter_counts(viewer: Viewer) -> FilterCounts:
    """Count what each choice would show: five queries."""
    here = _list(viewer)
    stages = CareerStage.objects.filter(open_on(today()), person__in=here.values("id"))
    tiers = dict(stages.values_list("tier").annotate(Count("person", distinct=True)).order_by())
    totals = here.annotate(has_stage=Exists(_stage_today())).aggregate(
        here=Count("id"),
        no_stage=Count("id", filter=Q(has_stage=False)),
        no_email=Count("id", filter=Q(email="")),
    )
    return FilterCounts(
        here=totals["here"],
        tiers=[(tier.value, str(tier.label), tiers[tier]) for tier in Tier if tier in tiers],
        departments=_counted(Department, "department", stages),
        sites=_counted(Site, "site", stages),
        no_stage=totals["no_stage"],
        no_email=totals["no_email"],
        left=people_for(viewer).filter(left_on__lte=today()).count(),
    )


def _counted(
    model: type[Department | Site], key: str, stages: QuerySet[CareerStage]
) -> list[tuple[UUID, str, int]]:
    counts = dict(stages.values_list(key).annotate(Count("person", distinct=True)).order_by())
    places = model._default_manager.filter(id__in=[place for place in counts if place])
    return [(place.id, place.name, counts[place.id]) for place in places]
