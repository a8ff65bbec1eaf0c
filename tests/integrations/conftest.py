"""Alice's hospital with one program, and files as she keeps them."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest

from rounds.core.access import Grant, Viewer
from rounds.core.enums import Role


@pytest.fixture
def alice(in_hospital):
    from rounds.people.models import Person

    person = Person.objects.create(given_name="Alice", family_name="Osborne", email="alice@st-brigid.example")
    return Viewer(in_hospital.id, uuid4(), person.id, "Alice Osborne", frozenset({Grant(Role.COORDINATOR)}))


@pytest.fixture
def cohort(alice):
    from rounds.people.models import Person
    from rounds.programs.models import Cohort
    from rounds.programs.services import create_program
    from rounds.programs.values.templates import TEMPLATES

    program = create_program(
        by=alice,
        name="Leadership",
        template=next(iter(TEMPLATES)),
        starts_on=date(2026, 7, 1),
        coordinator=Person.objects.get(id=alice.person_id),
    )
    return Cohort.objects.select_related("cycle__program").get(cycle__program=program)
