"""Coaching plans: to the mentor and the coach in full, to the office as a count, to nobody else."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q

from rounds.core.access import Viewer
from rounds.core.clock import institution_today
from rounds.core.database.dated import open_on
from rounds.core.enums import Role
from rounds.core.errors import NotFound
from rounds.development.enums import CoachingState
from rounds.development.models import CoachingPlan
from rounds.people.models import Person, RoleAssignment
from rounds.programs.models import ProgramRole

# So many plans run, and from so many on the office reads how many.
FLOOR = 5


def plans_of(viewer: Viewer) -> list[CoachingPlan]:
    """Return the plans of which the viewer is mentor or coach, the newest first."""
    both = Q(mentor_id=viewer.own_id) | Q(coach_id=viewer.own_id)
    return list(CoachingPlan.objects.filter(both).select_related("mentor", "coach"))


def plan_for(viewer: Viewer, plan_id: UUID) -> CoachingPlan:
    """Return a plan to its mentor and its coach; NotFound to everybody else."""
    both = Q(mentor_id=viewer.own_id) | Q(coach_id=viewer.own_id)
    rows = CoachingPlan.objects.filter(both, id=plan_id).select_related("mentor", "coach")
    found: CoachingPlan | None = rows.first()
    if found is None:
        raise NotFound
    return found


def coaches_for(viewer: Viewer) -> list[Person]:
    """Return who can be asked: the faculty developers who are here, but not oneself."""
    today = institution_today()
    held = [
        model.objects.filter(open_on(today), role=Role.FACULTY_DEVELOPER).values("person_id")
        for model in (RoleAssignment, ProgramRole)
    ]
    people = Person.objects.filter(Q(id__in=held[0]) | Q(id__in=held[1]), merged_into=None)
    people = people.filter(Q(left_on=None) | Q(left_on__gt=today)).exclude(id=viewer.own_id)
    return list(people.order_by("folded_family", "folded_given", "id"))


def running_plans() -> int | None:
    """Return how many plans run in the institution in scope; None for fewer than five, which could tell of whom."""
    count = CoachingPlan.objects.filter(state=CoachingState.RUNNING).count()
    return count if count >= FLOOR else None
