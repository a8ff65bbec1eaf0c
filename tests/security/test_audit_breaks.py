"""When the audit writer fails, what should have been recorded is not done: one write or more of each domain."""

from __future__ import annotations

from datetime import date

import pytest

from rounds.core import audit
from rounds.core.access import system
from rounds.core.database.scope import scope
from tests.access.matrix import rolled_back
from tests.security.posting import changed_columns, own_tables, snapshot

pytestmark = pytest.mark.django_db

DAY = date(2026, 9, 1)
# A file is checked again before its rows are written: the check is kept, the rows are not.
CHECKED_BEFORE = {"integrations_spreadsheetimport.sealed"}


def create_person(world, by):
    from rounds.people.services import create_person

    create_person(by=by, given_name="Nina", family_name="Holm")


def update_person(world, by):
    from rounds.people.services import update_person

    update_person(person=_fresh(world.actors["cleo"].person), by=by, given_name="Clio")


def record_stage(world, by):
    from rounds.people.services import record_stage

    record_stage(person=world.actors["newcomer"].person, by=by, from_on=DAY, tier="fellow")


def grant_role(world, by):
    from rounds.people.services import grant_role

    grant_role(person=world.actors["newcomer"].person, role="auditor", by=by)


def give_consent(world, by):
    from rounds.people.services import give_consent

    give_consent(person=world.actors["cleo"].person, kind="follow_up", by=by)


def merge_people(world, by):
    from rounds.people.services import merge_people

    merge_people(keep=_fresh(world.actors["bob"].person), other=_unknown(), by=by)


def record_leaving(world, by):
    from rounds.people.services import record_leaving

    record_leaving(people=[world.actors["bob"].person], on=DAY, by=by)


def save_department(world, by):
    from rounds.people.services import save_department

    save_department(by=by, name="Neurology")


def invite_person(world, by):
    from rounds.accounts.services.logins import invite_person

    invite_person(person=_unknown(), by=by)


def _fresh(row):
    """Return a row as the database has it: what a failed write left in memory stays out of the next test."""
    return type(row).objects.get(pk=row.pk)


def _unknown():
    from rounds.people.models import Person

    return Person.objects.get(family_name="Uninvited")


def delete_draft_of_framework(world, by):
    from rounds.framework.models import FrameworkVersion
    from rounds.framework.services import delete_draft

    delete_draft(version=FrameworkVersion.objects.get(published_at=None), by=by)


def publish_framework(world, by):
    from rounds.framework.models import FrameworkVersion
    from rounds.framework.services import publish_version

    publish_version(version=FrameworkVersion.objects.get(published_at=None), by=by)


def create_program(world, by):
    from rounds.programs.services import create_program

    create_program(by=by, name="New Doors", template="pilot_6", starts_on=DAY)


def update_program(world, by):
    from rounds.programs.services import update_program

    update_program(by=by, program=_fresh(world.rows["ladder"]), name="Ladder of Two")


def give_program_role(world, by):
    from rounds.programs.services import give_role

    give_role(
        by=by, program=world.rows["ladder"], person=world.actors["newcomer"].person, role="steering_viewer"
    )


def save_priority(world, by):
    from rounds.programs.services import save_priority

    save_priority(
        by=by,
        program=world.rows["ladder"],
        name="Telehealth",
        from_on=DAY,
        to_on=None,
        weight=5,
        rationale="",
    )


def enroll_people(world, by):
    from rounds.programs.services import NewEnrollment, enroll_people

    enrolled = NewEnrollment(person_id=world.actors["newcomer"].person.id, side="mentee")
    enroll_people(by=by, cohort=world.rows["ladder cohort"], people=[enrolled])


def end_mentorship(world, by):
    from rounds.mentorships.services.states import end_mentorship

    end_mentorship(mentorship_id=world.rows["offer"].mentorship_id, reason="left", by=by)


def set_places(world, by):
    from rounds.mentorships.services.pairs import set_places

    set_places(mentor_id=world.actors["bob"].person.id, places=6, by=by)


def start_run(world, by):
    from rounds.matching.runs.services.runs import start_run

    start_run(cohort=world.rows["ladder cohort"], by=by)


def withdraw_a_conflict(world, by):
    from rounds.matching.decisions.services.exceptions import withdraw_exception
    from rounds.matching.models import ConflictException

    withdraw_exception(exception_id=ConflictException.objects.first().id, by=by)


def send_run_back(world, by):
    from rounds.matching.publishing.services.approval import return_run

    return_run(run_id=world.rows["ladder run"].id, note="Not yet", by=by)


def decline_pair(world, by):
    from rounds.core.access import Viewer
    from rounds.matching.publishing.services.answers import decline_as_mentor

    offer = world.rows["offer"]
    mentor = Viewer(world.here.id, None, offer.mentorship.mentor_id, "Mentor")
    decline_as_mentor(offer_id=offer.id, reason="No time", by=mentor)


def write_import(world, by):
    from rounds.integrations.spreadsheets.models import SpreadsheetImport
    from rounds.integrations.spreadsheets.services import write_now

    spreadsheet = SpreadsheetImport.objects.get(kind="roster")
    write_now(by=by, spreadsheet=spreadsheet, version=spreadsheet.version)


WRITES = [
    create_person,
    update_person,
    record_stage,
    grant_role,
    give_consent,
    merge_people,
    record_leaving,
    save_department,
    invite_person,
    delete_draft_of_framework,
    publish_framework,
    create_program,
    update_program,
    give_program_role,
    save_priority,
    enroll_people,
    end_mentorship,
    set_places,
    start_run,
    withdraw_a_conflict,
    send_run_back,
    decline_pair,
    write_import,
]


@pytest.fixture
def stage(standing_world):
    """Enter the institution with somebody who has no login; everything is taken back."""
    from rounds.people.models import Person

    with rolled_back(), scope(standing_world.here.id):
        Person.objects.create(family_name="Uninvited", given_name="Una", email="una@st-brigid.example")
        yield standing_world


def broken(*args, **kwargs):
    raise RuntimeError("out of order")


@pytest.mark.parametrize("write", WRITES)
def test_write_whose_audit_fails_leaves_no_trace(stage, monkeypatch, write):
    by = system(stage.here.id)
    before = snapshot(own_tables())
    monkeypatch.setattr(audit, "record", broken)

    with pytest.raises(RuntimeError, match="out of order"):
        write(stage, by)

    assert changed_columns(before, snapshot(own_tables())) - CHECKED_BEFORE == set()


@pytest.mark.parametrize("write", WRITES)
def test_write_whose_audit_works_leaves_its_trace(stage, write):
    """Do the same write with an audit that works, so that the test above can fail."""
    before = snapshot(own_tables())

    write(stage, system(stage.here.id))

    assert changed_columns(before, snapshot(own_tables())) - CHECKED_BEFORE
