"""Two departments or sites become one: everything moves, the old name leads on, a day later it stays so."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from rounds.core.clock import now
from rounds.core.errors import DomainError, OutOfOrder
from rounds.core.models import AuditEvent
from rounds.integrations.spreadsheets.services import stage_file, write_import
from rounds.people.models import CareerStage, Department, MergedPlace, Person, Site, TrainingProgram
from rounds.people.selectors.merged_places import keys_to_place, moves_of, places_today
from rounds.people.services import merge_places, undo_place_merge
from rounds.programs.models import Cohort, Enrollment, Intake
from rounds.programs.selectors import enrollments_for_matching
from rounds.programs.services import create_program

STARTED = date(2026, 1, 1)


@pytest.fixture
def departments(alice):
    """EM was made by mistake beside Emergency Medicine: two people, three stages, one training program."""
    gone, into = Department.objects.create(name="EM"), Department.objects.create(name="Emergency Medicine")
    for number in range(2):
        person = Person.objects.create(given_name="Nia", family_name=f"Osei {number}")
        CareerStage.objects.create(person=person, tier="resident", department=gone, from_on=STARTED)
    CareerStage.objects.create(
        person=person, tier="resident", department=gone, from_on=date(2025, 1, 1), to_on=STARTED
    )
    TrainingProgram.objects.create(name="EM Residency", department=gone)
    return gone, into


def test_merge_moves_everything_that_names_the_place(alice, departments):
    gone, into = departments
    moves = moves_of(gone)

    merge_places(gone=gone, into=into, by=alice)

    assert (moves.people, moves.stages, [count for _name, count in moves.others]) == (2, 3, [1])
    assert [department.name for department in Department.objects.all()] == ["Emergency Medicine"]
    assert CareerStage.objects.filter(department=into).count() == 3
    assert TrainingProgram.objects.get().department == into
    event = AuditEvent.objects.filter(action="structure.merge").get()
    assert (event.facts["name"], event.facts["into"]) == ("EM", "Emergency Medicine")
    assert sum(event.facts["moved"].values()) == 4


def test_undo_moves_back_what_came_and_is_still_there(alice, departments):
    gone, into = departments
    merged = merge_places(gone=gone, into=into, by=alice)
    surgery = Department.objects.create(name="Surgery")
    moved_on = CareerStage.objects.filter(to_on=None).first()
    CareerStage.objects.filter(id=moved_on.id).update(department=surgery)

    back = undo_place_merge(merged=merged, by=alice)

    assert back.id == gone.id
    assert CareerStage.objects.filter(department=back).count() == 2
    assert CareerStage.objects.get(id=moved_on.id).department == surgery
    assert TrainingProgram.objects.get().department == back
    assert not CareerStage.objects.filter(department=into).exists()


def test_undo_ends_after_a_day_and_works_once(alice, departments):
    merged = merge_places(gone=departments[0], into=departments[1], by=alice)
    MergedPlace.objects.update(merged_at=now() - timedelta(hours=25))
    with pytest.raises(OutOfOrder):
        undo_place_merge(merged=merged, by=alice)

    MergedPlace.objects.update(merged_at=now())
    undo_place_merge(merged=merged, by=alice)
    with pytest.raises(OutOfOrder):
        undo_place_merge(merged=merged, by=alice)


def test_undo_waits_while_the_name_is_taken(alice, departments):
    merged = merge_places(gone=departments[0], into=departments[1], by=alice)
    Department.objects.create(name="em")

    with pytest.raises(DomainError, match="Rename that one first"):
        undo_place_merge(merged=merged, by=alice)


def test_the_same_or_another_kind_is_refused(alice, departments):
    gone, into = departments
    for other in (gone, Site.objects.create(name="Main")):
        with pytest.raises(DomainError):
            merge_places(gone=gone, into=other, by=alice)
    merge_places(gone=gone, into=into, by=alice)
    with pytest.raises(OutOfOrder):
        merge_places(gone=gone, into=into, by=alice)


def test_names_lead_on_through_several_merges(alice):
    first, second, third = (Site.objects.create(name=name) for name in ("West", "West Campus", "Campus West"))

    merge_places(gone=first, into=second, by=alice)
    last = merge_places(gone=second, into=third, by=alice)
    assert places_today("site") == {first.id: third.id, second.id: third.id}

    undo_place_merge(merged=last, by=alice)
    assert places_today("site") == {first.id: second.id}


def test_file_that_says_the_old_name_means_the_new_place(alice, departments):
    gone, into = departments
    merge_places(gone=gone, into=into, by=alice)
    data = b"Last,First,Email,PGY,Department\nStone,Eli,eli@x.example,2,EM\n"

    spreadsheet = stage_file(by=alice, kind="roster", name="a.csv", data=data)

    assert not spreadsheet.opened()["preview"]["groups"]
    write_import(by=alice, spreadsheet=spreadsheet, version=spreadsheet.version)
    assert CareerStage.objects.get(person__email="eli@x.example").department == into
    assert Department.objects.count() == 1


@pytest.mark.parametrize("model", [Department, Site])
def test_every_table_that_names_a_place_is_known(model):
    named = {key.label for key in keys_to_place(model)}

    also = "people.trainingprogram" if model is Department else "development.offering"
    expected = {"people.careerstage", also}
    assert {label.rpartition(".")[0] for label in named} == expected


def test_site_that_somebody_chose_at_intake_leads_on(alice, in_hospital):
    gone, into = Site.objects.create(name="Main"), Site.objects.create(name="Main Campus")
    office = Person.objects.create(given_name="Alice", family_name="Osborne")
    program = create_program(
        by=alice, name="Leadership", template="leadership_12", starts_on=STARTED, coordinator=office
    )
    cohort = Cohort.objects.get(cycle__program=program)
    enrollment = Enrollment.objects.create(
        cohort=cohort,
        person=Person.objects.create(given_name="Bob", family_name="Okafor"),
        side="mentor",
        state="enrolled",
        how="by_program",
    )
    Intake.objects.create(enrollment=enrollment, answers={"sites": [str(gone.id), str(into.id)]})

    merge_places(gone=gone, into=into, by=alice)

    (row,) = enrollments_for_matching(cohort)
    assert row.answers.sites == (str(into.id),)
