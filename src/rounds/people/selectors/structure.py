"""Departments, sites, training programs, roll-overs; and what a new institution still needs."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from rounds.core.access import Viewer
from rounds.core.clock import institution_today
from rounds.core.database.dated import open_on
from rounds.core.database.prepared import Prepared
from rounds.core.errors import NotFound
from rounds.people.enums import TrainingKind
from rounds.people.models import (
    CareerStage,
    Department,
    Person,
    RollOver,
    RollOverItem,
    Site,
    TrainingProgram,
    TrainingProgramMember,
)


@dataclass(frozen=True)
class PlaceRow:
    """A department or site and how many people are there today."""

    place: Department | Site
    people: int


def list_departments() -> list[PlaceRow]:
    """Return departments with how many people are in each today: two queries."""
    return _rows(Department, "department")


def list_sites() -> list[PlaceRow]:
    """Return sites with how many people are at each today: two queries."""
    return _rows(Site, "site")


def sites_by_name() -> list[Site]:
    """Return the sites to choose from."""
    return _sites()


_sites = Prepared(lambda: Site.objects.order_by("name"))


def _rows(model: type[Department | Site], key: str) -> list[PlaceRow]:
    stages = CareerStage.objects.filter(open_on(institution_today()))
    counts = dict(stages.values_list(key).annotate(Count("person", distinct=True)).order_by())
    return [PlaceRow(place, counts.get(place.id, 0)) for place in model._default_manager.all()]


@dataclass(frozen=True)
class TrainingProgramRow:
    """A training program, its program director (PD), and its head counts."""

    training_program: TrainingProgram
    directors: list[Person]
    trainees: int
    committee: int


def list_training_programs() -> list[TrainingProgramRow]:
    """Return training programs with their directors: two queries."""
    open_members = Q(members__in=TrainingProgramMember.objects.filter(open_on(institution_today())))
    programs = TrainingProgram.objects.select_related("department").annotate(
        trainees=Count("members", filter=open_members & Q(members__kind=TrainingKind.RESIDENT)),
        committee=Count("members", filter=open_members & Q(members__kind=TrainingKind.CCC_MEMBER)),
    )
    directors: dict[UUID, list[Person]] = {}
    members = TrainingProgramMember.objects.filter(open_on(institution_today()), kind=TrainingKind.DIRECTOR)
    for member in members.select_related("person"):
        directors.setdefault(member.training_program_id, []).append(member.person)
    return [
        TrainingProgramRow(program, directors.get(program.id, []), program.trainees, program.committee)
        for program in programs
    ]


def get_training_program(viewer: Viewer, training_program_id: UUID) -> TrainingProgram:
    """Return a training program in scope; raises NotFound."""
    found = TrainingProgram.objects.select_related("department").filter(id=training_program_id).first()
    if found is None:
        raise NotFound
    return found


def get_place(viewer: Viewer, place_id: UUID) -> Department | Site:
    """Return a department or site in scope; raises NotFound."""
    for model in (Department, Site):
        found: Department | Site | None = model._default_manager.filter(id=place_id).first()
        if found is not None:
            return found
    raise NotFound


def members_of(training_program: TrainingProgram) -> list[TrainingProgramMember]:
    """Return the open memberships, by kind and name."""
    members = TrainingProgramMember.objects.filter(training_program=training_program).filter(
        Q(to_on=None) | Q(to_on__gt=institution_today())
    )
    order = {kind: number for number, kind in enumerate(_SHOWN)}
    found = list(members.select_related("person").order_by("person__folded_family", "person__folded_given"))
    return sorted(found, key=lambda member: order[TrainingKind(member.kind)])


_SHOWN = (
    TrainingKind.DIRECTOR,
    TrainingKind.ASSOCIATE_DIRECTOR,
    TrainingKind.CORE_FACULTY,
    TrainingKind.CCC_MEMBER,
    TrainingKind.CHIEF_RESIDENT,
    TrainingKind.RESIDENT,
)


def roll_over_for(viewer: Viewer, roll_over_id: UUID) -> RollOver:
    """Return a roll-over in scope; raises NotFound."""
    found: RollOver | None = RollOver.objects.filter(id=roll_over_id).first()
    if found is None:
        raise NotFound
    return found


@dataclass(frozen=True)
class SetupState:
    """What a new institution has so far."""

    departments: int
    sites: int
    training_programs: int
    people: int


def setup_steps() -> SetupState:
    """Count what is there: four queries."""
    return SetupState(
        Department.objects.count(),
        Site.objects.count(),
        TrainingProgram.objects.count(),
        Person.objects.filter(merged_into=None, left_on=None).count(),
    )


def list_roll_overs() -> list[RollOver]:
    """Return roll-overs with how many people each lists, newest first."""
    return list(RollOver.objects.annotate(people=Count("items")))


def items_of(roll_over: RollOver, *, only_exceptions: bool = False) -> QuerySet[RollOverItem]:
    """Return a roll-over's people by reason and name."""
    items: QuerySet[RollOverItem] = roll_over.items.select_related(
        "person", "before__department", "after"
    ).order_by("reason", "person__folded_family", "person__folded_given", "id")
    return items.exclude(reason="") if only_exceptions else items


def counts_of_steps(roll_over: RollOver) -> dict[str, int]:
    """Return how many people take each step, with "all" and "exceptions": one query."""
    rows = (
        roll_over.items.order_by()
        .values("step")
        .annotate(number=Count("id"), looks=Count("id", filter=~Q(reason="")))
    )
    found = [(row["step"], row["number"], row["looks"]) for row in rows]
    return {step: number for step, number, _looked in found} | {
        "all": sum(number for _step, number, _looked in found),
        "exceptions": sum(looked for _step, _number, looked in found),
    }
