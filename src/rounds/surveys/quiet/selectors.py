"""Reads of quiet periods."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from rounds.core.access import Viewer
from rounds.core.clock import institution_today
from rounds.core.database.bulk_rows import among
from rounds.core.enums import Role
from rounds.core.errors import NotFound
from rounds.people.models import TrainingProgramMember
from rounds.surveys.models import QuietPeriod


def list_periods() -> QuerySet[QuietPeriod]:
    """Return the periods that are not over, the nearest first."""
    rows = QuietPeriod.objects.filter(removed_at=None, to_on__gte=institution_today())
    return rows.select_related("training_program")


def period_for(viewer: Viewer, period_id: UUID) -> QuietPeriod:
    """Return a period of the viewer's institution, for its program offices; NotFound otherwise."""
    found: QuietPeriod | None = QuietPeriod.objects.filter(id=period_id).first()
    if found is None or not viewer.scopes(Role.COORDINATOR, Role.DIRECTOR):
        raise NotFound
    return found


def quiet_days(people: Collection[UUID], first: date, last: date) -> dict[UUID, set[date]]:
    """Return on which days between two, both included, each of some people is not written to."""
    found: dict[UUID, set[date]] = defaultdict(set)
    periods = list(
        QuietPeriod.objects.filter(removed_at=None, from_on__lte=last, to_on__gte=first).order_by("id")
    )
    trained = _members({one.training_program_id for one in periods} - {None}, people, first, last)
    for one in periods:
        whom = people if one.training_program_id is None else trained[one.training_program_id]
        days = _between(max(one.from_on, first), min(one.to_on, last))
        for person_id in whom:
            found[person_id].update(days)
    return found


def _members(
    programs: Collection[UUID], people: Collection[UUID], first: date, last: date
) -> dict[UUID, set[UUID]]:
    """Return who of some people trains, teaches or judges in each training program: its weeks are theirs too."""
    found: dict[UUID, set[UUID]] = defaultdict(set)
    if programs:
        rows = TrainingProgramMember.objects.filter(
            Q(to_on=None) | Q(to_on__gt=first),
            training_program_id__in=programs,
            person_id__in=among(people),
            from_on__lte=last,
        )
        for program_id, person_id in rows.values_list("training_program_id", "person_id"):
            found[program_id].add(person_id)
    return found


def _between(first: date, last: date) -> list[date]:
    return [first + timedelta(days=ahead) for ahead in range((last - first).days + 1)]
