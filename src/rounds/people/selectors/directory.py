"""The list of people: what may be narrowed, the counts of each choice, the rows of one page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.db.models import Count, DateField, Exists, OuterRef, Q, QuerySet

from rounds.core.access import Viewer
from rounds.core.clock import institution_today
from rounds.core.database.bulk_rows import among
from rounds.core.database.dated import open_on
from rounds.core.database.prepared import Ids, Prepared
from rounds.core.database.unchanged import kept_while_unchanged
from rounds.core.enums import Role
from rounds.people.enums import ConsentKind, Tier
from rounds.people.models import CareerStage, Consent, Person, RoleAssignment
from rounds.people.selectors.people import current_stages, is_here, people_for
from rounds.people.selectors.people import list_people as _list


@dataclass(frozen=True)
class PeopleFilter:
    """What the address asks for; empty means everybody who is here."""

    words: str = ""
    tier: str = ""
    department: UUID | None = None
    site: UUID | None = None
    look: str = ""  # "left", "no_stage" or "no_email"


NO_FILTER = PeopleFilter()


@dataclass(frozen=True)
class DirectoryRow:
    """One person of the list."""

    person: Person
    stage: CareerStage | None
    roles: tuple[str, ...]


def filter_people(viewer: Viewer, wanted: PeopleFilter) -> QuerySet[Person]:
    """Return the people who match, by name."""
    if wanted.look == "left":
        people = _list(viewer, search=wanted.words, with_left=True).filter(left_on__lte=institution_today())
    else:
        people = _list(viewer, search=wanted.words)
    placed = _placed(people, wanted)
    if wanted.look == "no_stage":
        placed = placed.filter(has_stage=False)
    if wanted.look == "no_email":
        placed = placed.filter(email="")
    return placed


def _placed(people: QuerySet[Person], wanted: PeopleFilter) -> QuerySet[Any, Any]:
    """Return people narrowed by tier, department and site; `has_stage` tells who has a stage that counts today."""
    people = people.annotate(has_stage=Exists(_stage_today()))
    for name, value in (
        ("tier", wanted.tier),
        ("department_id", wanted.department),
        ("site_id", wanted.site),
    ):
        if value:
            people = people.filter(Exists(_stage_today().filter(**{name: value})))
    return people


def _stage_today() -> QuerySet[CareerStage]:
    stages: QuerySet[CareerStage] = CareerStage.objects.filter(_counts_today(), person=OuterRef("pk"))
    return stages


def _counts_today() -> Q:
    """Return the condition of a stage that holds today, or is the open one that is to come."""
    return open_on(institution_today()) | Q(to_on=None)


def rows_of(people: Sequence[Person]) -> list[DirectoryRow]:
    """Return the rows of one page: two queries, however many people."""
    ids = [person.id for person in people]
    stages = current_stages(ids)
    roles: dict[UUID, list[str]] = {}
    for person_id, role in _roles(person_ids=ids, day=institution_today()):
        roles.setdefault(person_id, []).append(str(Role(role).label))
    return [
        DirectoryRow(person, stages.get(person.id), tuple(dict.fromkeys(roles.get(person.id, ()))))
        for person in people
    ]


_roles = Prepared(
    lambda person_ids, day: (
        RoleAssignment.objects.filter(open_on(day), person_id__in=among(person_ids))
        .order_by("role")
        .values_list("person_id", "role")
    ),
    person_ids=Ids(),
    day=DateField(),
)


@dataclass(frozen=True)
class FilterCounts:
    """How many people each choice would show beside what is chosen already; `here` and `unstaged` count everybody."""

    here: int
    unstaged: int
    tiers: tuple[tuple[str, str, int], ...]
    departments: tuple[tuple[UUID, str, int], ...]
    sites: tuple[tuple[UUID, str, int], ...]
    no_stage: int
    no_email: int
    left: int


@kept_while_unchanged
def filter_counts(viewer: Viewer, wanted: PeopleFilter = NO_FILTER) -> FilterCounts:
    """Count what each choice would show: every number is that of the list which `filter_people` returns for it."""
    looks = _looks(viewer, replace(wanted, look=""))
    everybody = looks if wanted in (NO_FILTER, PeopleFilter(look=wanted.look)) else _looks(viewer, NO_FILTER)
    tiers = _counted(viewer, replace(wanted, tier=""), "tier")
    departments = _counted(viewer, replace(wanted, department=None), "department_id", "department__name")
    sites = _counted(viewer, replace(wanted, site=None), "site_id", "site__name")
    return FilterCounts(
        here=everybody["here"],
        unstaged=everybody["no_stage"],
        no_stage=looks["no_stage"],
        no_email=looks["no_email"],
        left=looks["left"],
        tiers=tuple(
            (tier.value, str(tier.label), tiers[tier.value,]) for tier in Tier if tiers.get((tier.value,))
        ),
        departments=_by_name(departments),
        sites=_by_name(sites),
    )


def _looks(viewer: Viewer, wanted: PeopleFilter) -> dict[str, int]:
    """Count who is here, and what each look would show of those whom the rest of a filter leaves."""
    here, day = is_here(institution_today()), institution_today()
    people = _placed(_list(viewer, search=wanted.words, with_left=True), wanted)
    counted: dict[str, int] = people.aggregate(
        here=Count("id", filter=here),
        no_stage=Count("id", filter=here & Q(has_stage=False)),
        no_email=Count("id", filter=here & Q(email="")),
        left=Count("id", filter=Q(left_on__lte=day)),
    )
    return counted


def _counted(viewer: Viewer, wanted: PeopleFilter, *names: str) -> dict[tuple[Any, ...], int]:
    """Return how many people a filter leaves in each place or tier."""
    people = filter_people(viewer, wanted).order_by().values("id")
    stages = CareerStage.objects.filter(_counts_today(), person__in=people).exclude(**{names[0]: None})
    rows = stages.values_list(*names).annotate(Count("person", distinct=True)).order_by()
    return {tuple(place): count for *place, count in rows}


def _by_name(counted: Mapping[tuple[Any, ...], int]) -> tuple[tuple[UUID, str, int], ...]:
    lines = ((key, name, count) for (key, name), count in counted.items())
    return tuple(sorted(lines, key=lambda line: line[1]))


def list_leavers(viewer: Viewer) -> QuerySet[Person]:
    """Return who has left or has a last day, latest first; `can_follow` tells whether they agreed to follow-up."""
    agreed = Consent.objects.filter(person=OuterRef("pk"), kind=ConsentKind.FOLLOW_UP, withdrawn_at=None)
    people = people_for(viewer).exclude(left_on=None)
    return people.annotate(can_follow=Exists(agreed)).order_by(
        "-left_on", "folded_family", "folded_given", "id"
    )
