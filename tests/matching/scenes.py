"""A program with a cohort of people, for tests of matching. Alice coordinates, Bob mentors, Cleo is his mentee."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from rounds.core.access import Grant, Viewer
from rounds.core.clock import institution_today, now
from rounds.core.enums import Role
from rounds.core.models import User
from rounds.people.models import (
    CareerStage,
    Department,
    Person,
    RoleAssignment,
    Site,
    TrainingProgram,
    TrainingProgramMember,
)
from rounds.programs.enums import MilestoneKind, Modality, Style
from rounds.programs.models import Cohort, Cycle, Enrollment, Intake, Program, ProgramRole
from rounds.programs.values.answers import DOMAINS

TIERS = ["resident", "fellow", "junior_faculty", "mid_career", "executive"]


@dataclass
class Scene:
    """A cohort and its people; `enrollments[name, side]`."""

    institution: Any
    program: Program
    cohort: Cohort
    people: dict[str, Person] = field(default_factory=dict)
    enrollments: dict[tuple[str, str], Enrollment] = field(default_factory=dict)

    def pair(self, mentee: str, mentor: str) -> tuple[UUID, UUID]:
        return self.people[mentee].id, self.people[mentor].id

    def viewer(self, name: str, *roles: str) -> Viewer:
        person = self.people[name]
        return Viewer(
            institution_id=self.institution.id,
            user_id=person.user_id,
            person_id=person.id,
            name=person.full_name,
            grants=frozenset(Grant(role, self.program.id) for role in roles),
        )

    @property
    def alice(self) -> Viewer:
        return self.viewer("Alice", Role.COORDINATOR)

    @property
    def bob(self) -> Viewer:
        return self.viewer("Bob", Role.MENTOR)

    @property
    def cleo(self) -> Viewer:
        return self.viewer("Cleo", Role.MENTEE)


def make_scene(institution, *, mentees: int = 0, mentors: int = 0, seed: int = 1) -> Scene:
    """Make Alice's program with Bob (two places) and Cleo, and as many others as are asked for. Call it in scope."""
    day = institution_today()
    program = Program.objects.create(
        name="Leadership", slug="leadership", template="leadership_12", weight_preset="balanced"
    )
    cycle = Cycle.objects.create(
        program=program, name="2027", starts_on=day, ends_on=day + timedelta(days=365), state="open"
    )
    scene = Scene(institution, program, Cohort.objects.create(cycle=cycle, name="Spring"))
    add_person(scene, "Alice", "Adams", login=True)
    ProgramRole.objects.create(
        program=program, person=scene.people["Alice"], role=Role.COORDINATOR, from_on=day
    )
    add_mentor(scene, "Bob", "Brandt", capacity=2, login=True)
    add_mentee(scene, "Cleo", "Castell", login=True)
    add_crowd(scene, mentees, mentors, seed)
    return scene


def add_person(
    scene: Scene, given: str, family: str = "Test", *, login: bool = False, **stage: Any
) -> Person:
    user = (
        User.objects.create_user(f"{given.lower()}@example.org", "long enough to be fine") if login else None
    )
    person = Person.objects.create(
        user=user, given_name=given, family_name=family, title="Dr.", email=f"{given.lower()}@example.org"
    )
    scene.people[given] = person
    if stage:
        CareerStage.objects.create(person=person, from_on=institution_today() - timedelta(days=400), **stage)
    return person


def add_mentor(
    scene: Scene,
    given: str,
    family: str = "Test",
    *,
    capacity: int = 1,
    tier: str = "mid_career",
    login: bool = False,
    answers: dict[str, Any] | None = None,
    **stage: Any,
) -> Enrollment:
    person = scene.people.get(given) or add_person(scene, given, family, login=login, tier=tier, **stage)
    said = {
        "expertise": {"FIN": 4, "TEAM": 3},
        "styles": [Style.LISTENER],
        "modalities": [Modality.VIDEO],
        "hours": [10, 11, 34, 35],
        **(answers or {}),
    }
    return _enroll(scene, person, given, "mentor", said, capacity=capacity)


def add_mentee(
    scene: Scene,
    given: str,
    family: str = "Test",
    *,
    demand: int = 1,
    tier: str = "resident",
    login: bool = False,
    answers: dict[str, Any] | None = None,
    **stage: Any,
) -> Enrollment:
    person = scene.people.get(given) or add_person(scene, given, family, login=login, tier=tier, **stage)
    said = {
        "gaps": {"FIN": 3, "TEAM": 1},
        "style": Style.LISTENER,
        "modalities": [Modality.VIDEO],
        "hours": [10, 11, 12],
        **(answers or {}),
    }
    return _enroll(scene, person, given, "mentee", said, demand=demand)


def add_residency(scene: Scene) -> None:
    """Let Rolf direct the residency in which Cleo trains, and see its trainees."""
    rolf = scene.people.get("Rolf") or add_person(scene, "Rolf", login=True)
    residency = TrainingProgram.objects.create(name="Internal Medicine")
    for person, kind in ((rolf, "director"), (scene.people["Cleo"], "resident")):
        TrainingProgramMember.objects.create(
            training_program=residency, person=person, kind=kind, from_on=institution_today()
        )
    RoleAssignment.objects.create(
        person=rolf, role=Role.RESIDENCY_DIRECTOR, scope_id=residency.id, from_on=institution_today()
    )


def _enroll(
    scene: Scene, person: Person, given: str, side: str, answers: dict[str, Any], **numbers: int
) -> Enrollment:
    enrollment = Enrollment.objects.create(
        cohort=scene.cohort, person=person, side=side, state="enrolled", how="by_program", **numbers
    )
    Intake.objects.create(enrollment=enrollment, version=1, answers=answers, submitted_at=now())
    scene.enrollments[given, side] = enrollment
    return enrollment


def add_crowd(scene: Scene, mentees: int, mentors: int, seed: int = 1) -> None:
    """Add invented people in bulk, with answers drawn at random."""
    draw = random.Random(seed)
    site, _new = Site.objects.get_or_create(name="Main Hospital", defaults={"timezone": "America/Chicago"})
    departments = [
        Department.objects.get_or_create(name=name)[0] for name in ("Medicine", "Surgery", "Pediatrics")
    ]
    people, stages, enrollments, intakes = [], [], [], []
    for side, number in (("mentee", mentees), ("mentor", mentors)):
        for place in range(number):
            person = Person(
                given_name=f"{'Mia' if side == 'mentee' else 'Max'} {place}",
                family_name=f"Invented {place:04d}",
                title="Dr.",
                email=f"{side}{place}@example.org",
            )
            person.institution_id = scene.institution.id
            tier = draw.choice(TIERS[:3] if side == "mentee" else [*TIERS[2:], "fellow"])
            people.append(person)
            stages.append(
                CareerStage(
                    person=person,
                    tier=tier,
                    pgy=draw.randint(1, 4) if tier == "resident" else None,
                    site=site,
                    department=draw.choice(departments),
                    from_on=institution_today() - timedelta(days=300),
                )
            )
            enrollments.append(
                Enrollment(
                    cohort=scene.cohort,
                    person=person,
                    side=side,
                    state="enrolled",
                    how="by_program",
                    demand=1 if side == "mentee" else None,
                    capacity=draw.randint(1, 4) if side == "mentor" else None,
                )
            )
            intakes.append(
                Intake(enrollment=enrollments[-1], answers=random_answers(draw, side), submitted_at=now())
            )
            scene.people[person.given_name] = person
            scene.enrollments[person.given_name, side] = enrollments[-1]
    for model, rows in (
        (Person, people),
        (CareerStage, stages),
        (Enrollment, enrollments),
        (Intake, intakes),
    ):
        model.objects.bulk_create(rows, batch_size=500)


def random_answers(draw: random.Random, side: str) -> dict[str, Any]:
    shared = {
        "modalities": draw.sample(Modality.values, 2),
        "languages": draw.sample(["en", "es", "zh"], 2),
        "hours": sorted(draw.sample(range(8, 120), 12)),
    }
    if side == "mentee":
        return {
            **shared,
            "gaps": {domain: draw.randint(0, 3) for domain in DOMAINS},
            "style": draw.choice(Style.values),
            "aspired_tier": draw.choice(TIERS[3:]),
            "aspired_roles": draw.sample(MilestoneKind.values, 2),
        }
    return {
        **shared,
        "expertise": {domain: draw.randint(0, 5) for domain in DOMAINS},
        "styles": draw.sample(Style.values, 2),
        "milestones": [
            {"kind": kind, "band": "medium" if kind == "budget" else ""}
            for kind in draw.sample(MilestoneKind.values, 3)
        ],
    }


def solve_now(run):
    """Do what the worker would do with a run; return it with its pairs."""
    from rounds.matching.runs.services.runs import record_result
    from rounds.matching.runs.values.solving import solve_snapshot

    text = solve_snapshot(run.input.opened(), lambda *_: None)
    from rounds.core.access import system

    return record_result(run_id=run.id, text=text, by=system(run.institution_id))
