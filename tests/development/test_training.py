"""Mentor training: who counts as trained, whom an invitation reaches, and what attendance writes."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from rounds.core.access import Grant, Viewer
from rounds.core.clock import institution_today, now
from rounds.core.database.scope import current_institution_id
from rounds.core.dates import months_after
from rounds.core.errors import OutOfOrder
from rounds.core.models import DayMail, Institution
from rounds.development.enums import PlaceState
from rounds.development.models import SessionPlace
from rounds.development.selectors.invitations import invitations_to_tell
from rounds.development.selectors.training import desk_of, to_invite
from rounds.development.services.training import (
    Plan,
    answer_invitation,
    call_off,
    choose_titles,
    invite,
    plan_session,
    record_attendance,
    settle_invitations,
    uninvite,
)
from rounds.development.values.modules import CORE_HOURS, MODULES, REFRESHER
from rounds.people.models import Person, TrainingRecord
from rounds.people.selectors.training import trained_of
from rounds.programs.models import Cohort, Cycle, Enrollment, Program
from rounds.web.development.mail import words_of_invitations

pytestmark = pytest.mark.django_db


@pytest.fixture
def by(in_hospital):
    grants = frozenset({Grant("faculty_developer")})
    return Viewer(current_institution_id(), None, uuid4(), "Fay", grants)


@pytest.fixture
def mentors(by):
    day = institution_today()
    program = Program.objects.create(name="Pilot", slug="pilot", template="physician", state="running")
    cycle = Cycle.objects.create(
        program=program, name="Now", state="open", starts_on=day, ends_on=day + timedelta(days=200)
    )
    cohort = Cohort.objects.create(cycle=cycle, name="All")
    people = [Person.objects.create(given_name="M", family_name=f"Mentor {one}") for one in range(6)]
    for one in people:
        Enrollment.objects.create(
            cohort=cohort, person=one, side="mentor", state="enrolled", how="by_program", capacity=1
        )
    return people


def session(by, module="1", days=10):
    plan = Plan(module, now() + timedelta(days=days), "B 12", "Dr. Marsh")
    return plan_session(plan=plan, entry_id=uuid4(), by=by)


def record(person, module, months_ago):
    TrainingRecord.objects.create(
        person=person,
        title="T",
        module=module,
        hours=2,
        done_on=months_after(institution_today(), -months_ago),
    )


def test_modules_make_eight_hours_and_each_has_its_parts():
    core = [one for one in MODULES.values() if one.key != REFRESHER]

    assert sum(one.minutes for one in core) == CORE_HOURS * 60
    for one in MODULES.values():
        assert sum(minutes for minutes, _words in one.parts) == one.minutes
        assert str(one.case)
        assert one.looks_for


def test_desk_sorts_by_modules_1_and_6_and_by_the_day_of_the_newest(by, mentors):
    half, both, old, elsewhere, dateless = mentors[1:]
    record(half, "1", 1)
    for module in ("1", "6"):
        record(both, module, 1)
        record(old, module, 23)
    record(elsewhere, "", 30)
    TrainingRecord.objects.create(person=dateless, title="Elsewhere")
    record(old, "7", 40)
    desk = desk_of(by)

    assert [one.person for one in desk.none] == [mentors[0]]
    assert [one.person for one in desk.begun] == [half]
    assert [one.person for one in desk.due] == [elsewhere, old]  # the longest ago first
    assert [one.person for one in desk.fresh] == [both, dateless]
    assert (desk.trained, desk.mentors) == (4, 6)

    record(old, REFRESHER, 0)
    assert old in [one.person for one in desk_of(by).fresh]


def test_invitation_reaches_who_lacks_the_module_once_and_is_taken_back(by, mentors):
    found = session(by)
    record(mentors[0], "1", 1)
    record(mentors[1], "", 1)
    assert len(invite(session_id=found.id, by=by)) == 4
    assert invite(session_id=found.id, by=by) == []
    assert to_invite(by, session(by, days=12)) == []  # nobody is invited to two of one module

    place = SessionPlace.objects.get(person=mentors[2])
    answer_invitation(place=place, answer=PlaceState.NOT_COMING, by=by)
    other = session(by, days=14)
    assert to_invite(by, other) == [mentors[2]]
    assert uninvite(session_id=found.id, by=by) == 3  # who has answered stays
    call_off(session_id=found.id, by=by)
    with pytest.raises(OutOfOrder):
        invite(session_id=found.id, by=by)


def test_mail_of_the_day_tells_once_of_what_waits(by, mentors):
    found = session(by)
    invite(session_id=found.id, by=by)
    lines = invitations_to_tell()
    assert {one.person_id for one in lines} == {one.id for one in mentors}

    SessionPlace.objects.filter(person=mentors[0]).update(told_on=institution_today())
    assert len(invitations_to_tell()) == 5
    settle_invitations([], lines)
    day = DayMail.objects.create(person_id=mentors[0].id, on=institution_today())
    (told,) = words_of_invitations(Institution.objects.get(), [day])[day.id]
    assert "Starting well" in told.title
    answer_invitation(place=SessionPlace.objects.get(person=mentors[0]), answer=PlaceState.COMING, by=by)
    assert words_of_invitations(Institution.objects.get(), [day])[day.id] == []


def test_attendance_writes_records_once_and_a_mistake_takes_them_back(by, mentors):
    first, second, third = mentors[:3]
    found = {module: session(by, module, days=-3) for module in ("1", "6")}
    shown = [one.id for one in mentors]
    for one in found.values():
        for _twice in range(2):
            assert record_attendance(session_id=one.id, came=shown[:2], shown=shown, by=by) == 2
    assert TrainingRecord.objects.count() == 4
    known = trained_of(shown)
    assert known[first.id].is_trained
    assert known[first.id].hours == MODULES["1"].hours + MODULES["6"].hours
    assert not known[third.id].is_trained

    record_attendance(session_id=found["6"].id, came=[first.id], shown=shown, by=by)
    assert not trained_of([second.id])[second.id].is_trained
    # whoever was not on the page stays as they are
    record_attendance(session_id=found["6"].id, came=[], shown=[second.id], by=by)
    assert trained_of([first.id])[first.id].is_trained
    with pytest.raises(OutOfOrder, match="has not begun"):
        record_attendance(session_id=session(by).id, came=[first.id], shown=shown, by=by)
    with pytest.raises(OutOfOrder, match="took place"):
        call_off(session_id=found["1"].id, by=by)


def test_plain_titles_stand_in_records_from_then_on(by, mentors):
    choose_titles(is_plain=True, by=by)
    choose_titles(is_plain=True, by=by)
    found = session(by, "4", days=-1)
    record_attendance(session_id=found.id, came=[mentors[0].id], shown=[mentors[0].id], by=by)

    assert TrainingRecord.objects.get().title == "Working well with everybody"
