"""Rotations on record: what the database refuses, what a newer schedule replaces, and two records that become one."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from rounds.core.clock import now
from rounds.people.models import Person
from rounds.programs.models import Rotation
from rounds.programs.services.merging import merge_enrollments
from rounds.programs.services.rotations import (
    NewRotation,
    plan_rotations,
    take_back_rotations,
    write_rotations,
)

FIRST = date(2026, 7, 1)


@pytest.fixture
def cleo(in_hospital):
    return Person.objects.create(given_name="Cleo", family_name="Marsh")


def said(person, name, begins, days, kind="major"):
    begins = FIRST + timedelta(days=begins)
    return NewRotation(person.id, name, kind, begins, begins + timedelta(days=days))


def take_over(*rotations, is_whole=True):
    return write_rotations(plan_rotations(rotations, is_whole=is_whole))


def counting(person):
    rows = Rotation.objects.filter(person=person, replaced_at=None).order_by("from_on")
    return [(one.name, (one.from_on - FIRST).days, (one.to_on - FIRST).days) for one in rows]


def test_database_refuses_two_of_a_kind_on_one_day(cleo):
    take_over(said(cleo, "Wards", 0, 28))

    def add(**changed):
        row = {"name": "ICU", "kind": "major", "from_on": FIRST, "to_on": FIRST + timedelta(days=2)}
        with transaction.atomic():
            return Rotation.objects.create(person=cleo, **{**row, **changed})

    with pytest.raises(DatabaseError, match="share a day"):
        add()
    add(kind="clinic")
    add(replaced_at=now())
    later = add(from_on=FIRST + timedelta(days=28), to_on=FIRST + timedelta(days=30))
    with pytest.raises(DatabaseError, match="share a day"), transaction.atomic():
        Rotation.objects.filter(id=later.id).update(from_on=FIRST)


def test_newer_schedule_replaces_its_days_and_leaves_the_others(cleo):
    take_over(said(cleo, "Wards", 0, 28), said(cleo, "ICU", 28, 28))

    way = take_over(said(cleo, "Nights", 14, 28, "nights"))

    assert counting(cleo) == [("Wards", 0, 14), ("Nights", 14, 42), ("ICU", 42, 56)]
    take_back_rotations(way)
    assert counting(cleo) == [("Wards", 0, 28), ("ICU", 28, 56)]


def test_open_questions_keep_what_they_say_nothing_of(cleo):
    take_over(said(cleo, "Wards", 0, 28), said(cleo, "ICU", 28, 28), said(cleo, "Clinic", 56, 7, "clinic"))
    newer = said(cleo, "Wards", 0, 28), said(cleo, "Clinic", 63, 7, "clinic")

    assert {row.name for row in plan_rotations(newer, is_whole=False).close} == set()
    assert {row.name for row in plan_rotations(newer, is_whole=True).close} == {"ICU", "Clinic"}


def test_undoing_the_older_of_two_schedules_brings_nothing_back_that_is_taken(cleo):
    older = take_over(said(cleo, "Wards", 0, 28))
    middle = take_over(said(cleo, "ICU", 0, 28))
    take_over(said(cleo, "Clinic", 0, 28))

    take_back_rotations(middle)
    assert counting(cleo) == [("Clinic", 0, 28)]
    take_back_rotations(older)
    assert counting(cleo) == [("Clinic", 0, 28)]


def test_merged_records_keep_one_schedule(cleo, in_hospital):
    other = Person.objects.create(given_name="Cleo", family_name="Marsh-Old")
    take_over(said(cleo, "Wards", 0, 28))
    take_over(said(other, "ICU", 14, 28), said(other, "Clinic", 60, 7, "clinic"))

    merge_enrollments(cleo, other, None)

    assert counting(other) == [("Clinic", 60, 67)]
