"""The ten-year world as a hospital: its faculty, ten years of what happened to them, and what the figures say of it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from random import Random

from django.db import transaction

from rounds.core.access import Viewer
from rounds.core.clock import institution_today
from rounds.core.database.scope import scope
from rounds.core.dates import months_after
from rounds.core.enums import Role
from rounds.core.models import Institution, User
from rounds.demo import staffing
from rounds.demo.evidence.careers import figures_stand
from rounds.demo.evidence.lives import COARSE, CORRECTED, DOUBLED, TRUTH, Life, lives
from rounds.demo.evidence.units import bring_units
from rounds.demo.names import invent_names
from rounds.demo.signing_in import DEMO_PASSWORD, NAMED, address_of
from rounds.insights.models import OutcomeEvent, Sighting
from rounds.mentorships.models import Mentorship
from rounds.people.enums import Tier
from rounds.people.models import CareerStage, Person, Site
from rounds.programs.models import Cohort, Cycle, Enrollment, Program

SEED, PEOPLE, MENTORS, BATCH = 20261129, 2000, 60, 2000


@transaction.atomic
def load_ten_years(folder: Path, people: int = PEOPLE) -> Institution:
    """Create a hospital whose ten years are known, and write what was planted to truth.json beside it."""
    hospital: Institution = Institution.objects.create(
        slug="st-brigid", name="St. Brigid Health", timezone="America/Chicago", is_invented=True
    )
    with scope(hospital.id, hospital.timezone):
        by = hire_director(hospital)
        write_lives(list(lives(SEED, people, institution_today())))
        bring_units(institution_today())
        figures_stand(by)
    truth = {"seed": SEED, "people": people, "planted": TRUTH}
    (folder / "truth.json").write_text(json.dumps(truth, indent=2) + "\n")
    return hospital


def hire_director(hospital: Institution) -> Viewer:
    """Create the one who can sign in, with a site and departments."""
    site = Site.objects.create(name="Main campus", timezone=hospital.timezone)
    staff = staffing.Staff([site], staffing.make_departments(6))
    user = User.objects.create_user(address_of(Role.DIRECTOR), DEMO_PASSWORD)
    person = staffing.hire_office(staff, NAMED[Role.DIRECTOR], user=user, job="Program director")
    staffing.give_roles([(person, Role.DIRECTOR)], institution_today())
    return Viewer(hospital.id, user.id, person.id, person.full_name)


def write_lives(found: Sequence[Life]) -> None:
    """Write the lives into the institution in scope: people, stages, pairs, events with their faults, sightings."""
    draw, today = Random(SEED), institution_today()  # noqa: S311  # nosec B311
    names = invent_names(draw, len(found) + MENTORS, taken=set())
    people = Person.objects.bulk_create(
        (Person(given_name=given, family_name=family) for given, family in names), batch_size=BATCH
    )
    CareerStage.objects.bulk_create(
        (
            CareerStage(
                person=person, tier=Tier.JUNIOR_FACULTY, from_on=one.appointed, to_on=one.left or None
            )
            for one, person in zip(found, people, strict=False)
        ),
        batch_size=BATCH,
    )
    _pair(found, people, today)
    events = [row for one, person in zip(found, people, strict=False) for row in _events(draw, one, person)]
    OutcomeEvent.objects.bulk_create(events, batch_size=BATCH)
    OutcomeEvent.objects.bulk_create(_corrections(draw, events), batch_size=BATCH)
    Sighting.objects.bulk_create(
        (
            Sighting(person=person, on=one.left or today, source="hr")
            for one, person in zip(found, people, strict=False)
        ),
        batch_size=BATCH,
    )


def _pair(found: Sequence[Life], people: Sequence[Person], today: date) -> None:
    """Give each who joined a mentor from that day on, in a cycle of ten years that has ended."""
    program = Program.objects.create(name="Leadership Mentorship", slug="leadership", state="running")
    first = min(one.appointed for one in found)
    cycle = Cycle.objects.create(
        program=program, name="Ten years", starts_on=first, ends_on=today, state="closed"
    )
    cohort = Cohort.objects.create(cycle=cycle, name="All")
    joined = [(one, person) for one, person in zip(found, people, strict=False) if one.joined]
    sides = [("mentee", person) for _one, person in joined] + [
        ("mentor", one) for one in people[len(found) :]
    ]
    rows = Enrollment.objects.bulk_create(
        (Enrollment(cohort=cohort, person=person, side=side, state="enrolled") for side, person in sides),
        batch_size=BATCH,
    )
    mentors = rows[len(joined) :]
    Mentorship.objects.bulk_create(
        (
            Mentorship(
                cycle=cycle,
                mentee_enrollment=row,
                mentor_enrollment=mentors[number % len(mentors)],
                mentee_id=row.person_id,
                mentor_id=mentors[number % len(mentors)].person_id,
                state="completed",
                opened_on=one.joined,
                ended_on=min(today, one.left or today),
            )
            for number, (row, (one, _person)) in enumerate(zip(rows, joined, strict=False))
        ),
        batch_size=BATCH,
    )


def _events(draw: Random, one: Life, person: Person) -> Iterator[OutcomeEvent]:
    facts = [("appointment", one.appointed), ("promotion", one.promoted), ("departure", one.left), *one.acts]
    for number, (kind, day) in enumerate(facts):
        if day is None:
            continue
        from_on, to_on = day, day + timedelta(days=1)
        if draw.random() < COARSE:
            from_on = day.replace(day=1)
            to_on = months_after(from_on, 1)
        why = "other_post" if kind == "departure" else ""
        key = f"{one.number}:{number}"
        yield OutcomeEvent(
            person=person, kind=kind, why=why, from_on=from_on, to_on=to_on, source="hr", source_key=key
        )


def _corrections(draw: Random, events: Sequence[OutcomeEvent]) -> Iterator[OutcomeEvent]:
    """Yield what a later file says otherwise: days moved by three, and events that were brought twice and taken back."""
    for one in events:
        same = {"person_id": one.person_id, "kind": one.kind, "why": one.why, "source": "hr"}
        if draw.random() < CORRECTED:
            moved = {"from_on": one.from_on - timedelta(days=3), "to_on": one.to_on - timedelta(days=3)}
            yield OutcomeEvent(**same, **moved, source_key=one.source_key, corrects=one, reason="Newer file")
        elif draw.random() < DOUBLED:
            twice = {"from_on": one.from_on, "to_on": one.to_on, "source_key": f"{one.source_key}:again"}
            double = OutcomeEvent(**same, **twice)
            yield double
            yield OutcomeEvent(**same, **twice, corrects=double, withdrawn=True, reason="Brought twice")
