"""What matching reads of a cohort."""

from collections import defaultdict
from dataclasses import dataclass, replace
from uuid import UUID

from django.db.models import Q

from rounds.core.clock import institution_today
from rounds.people.selectors import current_stages
from rounds.people.selectors.merged_places import places_today, sites_today
from rounds.programs.enums import EnrollmentState, Side
from rounds.programs.models import (
    Cohort,
    Enrollment,
    Exclusion,
    Wish,
)
from rounds.programs.selectors.intake import current_intakes
from rounds.programs.values.answers import Answers, MenteeAnswers, MentorAnswers


def can_be_matched() -> Q:
    """Return what an enrollment must be to count in a match: enrolled, of somebody who has not left the institution."""
    is_here = Q(person__left_on=None) | Q(person__left_on__gt=institution_today())
    return is_here & Q(state=EnrollmentState.ENROLLED)


@dataclass(frozen=True)
class MatchingRow:
    """One enrolled person as matching reads it; facts come from the open career stage.

    `places` is a mentor's capacity less the mentees outside the system; pairs that already run, in any
    program, are known to the rung above and are taken off there. `places` is 0 where capacity was not said.
    """

    enrollment_id: UUID
    person_id: UUID
    name: str
    side: str
    tier: str
    pgy: int | None
    track: str
    department_id: UUID | None
    section: str
    specialty: str
    site_id: UUID | None
    zone: str
    demand: int
    places: int
    outside_mentees: int
    hours_per_month: int | None
    answers: Answers
    has_intake: bool
    wishes: tuple[tuple[int, UUID], ...]


@dataclass(frozen=True)
class ExclusionRow:
    """One person said that they must not be paired with another."""

    enrollment_id: UUID
    person_id: UUID
    excluded_person_id: UUID


def enrollments_for_matching(cohort: Cohort) -> list[MatchingRow]:
    """Return everybody enrolled in a cohort who has not left the institution, both sides, in a fixed number of queries.

    The newest submitted intake counts; where there is none, what an import prefilled.
    """
    enrollments = list(
        Enrollment.objects.filter(can_be_matched(), cohort=cohort)
        .select_related("person", "institution")
        .order_by("side", "id")
    )
    ids = [enrollment.id for enrollment in enrollments]
    stages = current_stages([enrollment.person_id for enrollment in enrollments])
    intakes = current_intakes(ids)
    wishes: dict[UUID, list[tuple[int, UUID]]] = defaultdict(list)
    for enrollment_id, rank, person_id in Wish.objects.filter(enrollment__cohort=cohort).values_list(
        "enrollment_id", "rank", "person_id"
    ):
        wishes[enrollment_id].append((rank, person_id))
    led_on = places_today("site") if any((one.answers or {}).get("sites") for one in intakes.values()) else {}
    return [
        _matching_row(
            enrollment,
            stages.get(enrollment.person_id),
            intakes.get(enrollment.id),
            tuple(sorted(wishes[enrollment.id])),
            led_on,
        )
        for enrollment in enrollments
    ]


def _matching_row(enrollment, stage, intake, wishes, led_on) -> MatchingRow:  # type: ignore[no-untyped-def]
    if intake is not None:
        intake.enrollment = enrollment  # already loaded: spares a query
        answers = intake.coded()
        if led_on and answers.sites:
            answers = replace(answers, sites=sites_today(answers.sites, led_on))
    else:
        answers = MenteeAnswers() if enrollment.side == Side.MENTEE else MentorAnswers()
    site = stage.site if stage else None
    return MatchingRow(
        enrollment_id=enrollment.id,
        person_id=enrollment.person_id,
        name=enrollment.person.full_name,
        side=enrollment.side,
        tier=stage.tier if stage else "",
        pgy=stage.pgy if stage else None,
        track=stage.track if stage else "",
        department_id=stage.department_id if stage else None,
        section=stage.section if stage else "",
        specialty=stage.specialty if stage else "",
        site_id=stage.site_id if stage else None,
        zone=answers.zone or (site.timezone if site else enrollment.institution.timezone),
        demand=enrollment.demand or 1,
        places=max(0, (enrollment.capacity or 0) - enrollment.outside_mentees),
        outside_mentees=enrollment.outside_mentees,
        hours_per_month=enrollment.hours_per_month,
        answers=answers,
        has_intake=intake is not None and intake.submitted_at is not None,
        wishes=wishes,
    )


def exclusions_for_matching(cohort: Cohort) -> list[ExclusionRow]:
    """Return the opened exclusions of a cohort: for matching itself and for the coordinator, nobody else."""
    return [
        ExclusionRow(one.enrollment_id, one.enrollment.person_id, UUID(one.opened()["person"]))
        for one in Exclusion.objects.filter(enrollment__cohort=cohort).select_related("enrollment")
    ]
