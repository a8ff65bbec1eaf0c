"""Invented people become rows: persons, career stages, training programs, lines of authority, roles."""

import unicodedata
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from uuid import UUID

from rounds.core.access import Viewer
from rounds.core.clock import institution_today
from rounds.core.enums import Role
from rounds.core.models import User
from rounds.demo.casting import DEPARTMENTS, InventedPerson
from rounds.people.enums import DIRECTING, AuthorityKind, HelpTopic, Tier, Track, TrainingKind
from rounds.people.models import (
    AuthorityLine,
    CareerStage,
    Department,
    Person,
    RoleAssignment,
    Site,
    TrainingProgram,
    TrainingProgramMember,
)
from rounds.people.services.structure import save_help_route


@dataclass
class Staff:
    """An institution while it is being filled: its places, and everybody hired so far."""

    sites: list[Site]
    departments: list[Department]
    stages: dict[UUID, CareerStage] = field(default_factory=dict)
    people: dict[UUID, Person] = field(default_factory=dict)

    def of(self, department: Department, *tiers: str) -> list[Person]:
        """Return the people of a department in some tiers, in the order they were hired."""
        return [
            self.people[person_id]
            for person_id, stage in self.stages.items()
            if stage.department_id == department.id and stage.tier in tiers
        ]


def make_departments(count: int) -> list[Department]:
    """Create the first departments of the list."""
    made = [Department(name=name, code=code) for name, code, _sections in DEPARTMENTS[:count]]
    return Department.objects.bulk_create(made)


def hire(
    invented: list[InventedPerson],
    staff: Staff,
    *,
    users: list[User] | None = None,
    emails: list[str] | None = None,
    domain: str = "st-brigid",
) -> list[Person]:
    """Create people with their career stage, in two writes."""
    people = [
        Person(
            user=users[number] if users else None,
            title=one.title,
            given_name=one.given_name,
            family_name=one.family_name,
            email=emails[number] if emails else _email(one.given_name, one.family_name, domain),
            languages=list(one.languages),
        )
        for number, one in enumerate(invented)
    ]
    Person.objects.bulk_create(people, batch_size=500)
    stages = [
        CareerStage(
            person=person,
            tier=one.tier,
            title=one.job,
            department=staff.departments[one.department],
            section=one.section,
            specialty=one.specialty,
            site=staff.sites[min(one.site, len(staff.sites) - 1)],
            fte=one.fte,
            pgy=one.pgy,
            from_on=institution_today() - timedelta(days=200 + 7 * (number % 100)),
        )
        for number, (person, one) in enumerate(zip(people, invented, strict=True))
    ]
    CareerStage.objects.bulk_create(stages, batch_size=500)
    staff.people |= {person.id: person for person in people}
    staff.stages |= {stage.person_id: stage for stage in stages}
    return people


def hire_office(
    staff: Staff,
    name: tuple[str, str, str],
    *,
    user: User,
    job: str,
    email: str = "",
    domain: str = "st-brigid",
) -> Person:
    """Create somebody of the administration, who is neither mentor nor mentee."""
    title, given, family = name
    person: Person = Person.objects.create(
        user=user,
        title=title,
        given_name=given,
        family_name=family,
        email=email or _email(given, family, domain),
        languages=["en"],
    )
    CareerStage.objects.create(
        person=person,
        tier=Tier.MID_CAREER,
        track=Track.ADMINISTRATION,
        title=job,
        site=staff.sites[0],
        from_on=institution_today() - timedelta(days=900),
    )
    return person


def staff_training_programs(random: Random, staff: Staff, day: date, *, director: Person) -> None:
    """Create a residency and a fellowship in each department, with directors, committee and trainees."""
    since = day - timedelta(days=500)
    members = []
    for number, department in enumerate(staff.departments):
        residency = TrainingProgram(
            name=f"{department.name} Residency", specialty=DEPARTMENTS[number][2][0][1], department=department
        )
        fellowship = TrainingProgram(
            name=f"{department.name} Fellowship",
            specialty=DEPARTMENTS[number][2][-1][1],
            department=department,
        )
        TrainingProgram.objects.bulk_create([residency, fellowship])
        faculty = [
            one for one in staff.of(department, Tier.MID_CAREER, Tier.JUNIOR_FACULTY) if one != director
        ]
        random.shuffle(faculty)
        directors = [director, *faculty[:2]] if number == 0 else faculty[:3]
        kinds = (TrainingKind.DIRECTOR, TrainingKind.ASSOCIATE_DIRECTOR, TrainingKind.ASSOCIATE_DIRECTOR)
        posts = [(residency, person, kind) for person, kind in zip(directors, kinds, strict=False)]
        posts += [(residency, person, TrainingKind.CCC_MEMBER) for person in faculty[3:6]]
        posts += [(residency, person, TrainingKind.CORE_FACULTY) for person in faculty[6:9]]
        posts += [(fellowship, person, TrainingKind.DIRECTOR) for person in faculty[9:10]]
        posts += [(residency, one, TrainingKind.RESIDENT) for one in staff.of(department, Tier.RESIDENT)]
        posts += [(fellowship, one, TrainingKind.RESIDENT) for one in staff.of(department, Tier.FELLOW)]
        members += [
            TrainingProgramMember(training_program=program, person=person, kind=kind, from_on=since)
            for program, person, kind in posts
        ]
    TrainingProgramMember.objects.bulk_create(members, batch_size=500)
    RoleAssignment.objects.bulk_create(
        RoleAssignment(
            person=member.person,
            role=Role.RESIDENCY_DIRECTOR,
            scope_id=member.training_program_id,
            from_on=since,
        )
        for member in members
        if member.kind in DIRECTING
    )


def draw_authority(random: Random, staff: Staff, day: date) -> None:
    """Record line managers, standing evaluators and attendings of the present rotation."""
    since = day - timedelta(days=300)
    lines: dict[tuple[UUID, UUID, str], AuthorityLine] = {}

    def add(subject: Person, over: Person, kind: str, from_on: date) -> None:
        if subject.id != over.id:
            lines[subject.id, over.id, kind] = AuthorityLine(
                subject=subject, over=over, kind=kind, from_on=from_on
            )

    for department in staff.departments:
        chairs = staff.of(department, Tier.EXECUTIVE)
        chiefs = staff.of(department, Tier.MID_CAREER)
        attendings = staff.of(department, Tier.JUNIOR_FACULTY, Tier.MID_CAREER)
        for person in chiefs:
            if chairs:
                add(person, chairs[0], AuthorityKind.LINE_MANAGER, since)
        for person in staff.of(department, Tier.JUNIOR_FACULTY):
            same_section = [one for one in chiefs if _section(staff, one) == _section(staff, person)]
            if same_section or chiefs:
                add(person, (same_section or chiefs)[0], AuthorityKind.LINE_MANAGER, since)
        for person in staff.of(department, Tier.RESIDENT, Tier.FELLOW):
            if attendings and random.random() < 0.5:
                add(person, random.choice(attendings), AuthorityKind.STANDING_EVALUATOR, since)
            if attendings and random.random() < 0.6:
                started = day - timedelta(days=random.randrange(28))
                add(person, random.choice(attendings), AuthorityKind.ROTATION_ATTENDING, started)
    AuthorityLine.objects.bulk_create(lines.values(), batch_size=500)


def give_roles(assignments: list[tuple[Person, Role]], day: date) -> None:
    """Give roles in the whole institution."""
    RoleAssignment.objects.bulk_create(
        RoleAssignment(person=person, role=role, from_on=day - timedelta(days=365))
        for person, role in assignments
    )


def _section(staff: Staff, person: Person) -> str:
    return staff.stages[person.id].section


def _email(given: str, family: str, domain: str) -> str:
    plain = unicodedata.normalize("NFKD", f"{given}.{family}".lower()).encode("ascii", "ignore").decode()
    return f"{plain}@{domain}.example"


# where people turn with trouble
ROUTES = {
    HelpTopic.DANGER: ("On-call counselor", "555-0140", "At any hour, for you or about somebody else."),
    HelpTopic.HARASSMENT: ("Ombuds office", "555-0141", "You can stay unnamed. Weekdays, 8 AM to 5 PM."),
    HelpTopic.IMPAIRMENT: (
        "Physician health program",
        "555-0142",
        "Confidential advice before anything is reported.",
    ),
    HelpTopic.SAFETY: ("Patient safety line", "555-0143", "At any hour; a nurse answers."),
}


def say_where_help_is(office: Viewer) -> None:
    """Enter the four routes."""
    for topic, (name, phone, words) in ROUTES.items():
        save_help_route(topic=topic, by=office, name=name, phone=phone, words=words)
