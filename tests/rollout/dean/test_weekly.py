"""The mail of the day tells of a roll-out's steps: whose they are, at most once a week, only what is still open."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from rounds.core.clock import institution_today
from rounds.core.models import DayMail, Institution
from rounds.people.models import Person, RoleAssignment
from rounds.programs.models import Cycle, Program
from rounds.rollout.enums import Said
from rounds.rollout.models import ChecklistItem, LaunchTold
from rounds.rollout.selectors.reported.weekly import steps_to_tell
from rounds.rollout.services.launching import begin_launch, name_owner, say_of_item, settle_steps
from rounds.web.rollout.dean.mail import words_of_steps
from tests.rollout.test_signing import viewer

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(in_hospital):
    """Return a coordinator, a director and a faculty developer of the whole institution."""
    found = {}
    for role in ("coordinator", "director", "faculty_developer"):
        person = Person.objects.create(given_name=role, family_name="Ames", email=f"{role}@x.example")
        RoleAssignment.objects.create(
            person=person, role=role, from_on=institution_today() - timedelta(days=400)
        )
        found[role] = person
    return found


@pytest.fixture
def launch(people):
    program = Program.objects.create(name="Pilot", slug="pilot", template="physician", state="running")
    today = institution_today()
    days = {"starts_on": today, "ends_on": today + timedelta(days=180)}
    Cycle.objects.create(program=program, name="2026", state="open", **days)
    return begin_launch(
        program=program, kickoff_on=today + timedelta(days=3), ends_on=days["ends_on"], by=viewer("Alice")
    )


def told():
    return {line.person_id for line in steps_to_tell()}


def words_for(person, launch):
    day = DayMail.objects.create(person_id=person.id, on=institution_today())
    return words_of_steps(Institution.objects.get(), [day])[day.id]


def test_each_is_told_of_their_own_steps_once_a_week(people, launch):
    assert told() == {one.id for one in people.values()}
    lines = steps_to_tell()
    settle_steps([line.__class__(**{**vars(line), "on": institution_today()}) for line in lines], [])
    assert told() == set()
    (line,) = words_for(people["faculty_developer"], launch)
    assert "80% of mentors are trained" in line.why
    assert line.link.endswith("/development/")
    (line,) = words_for(people["director"], launch)
    assert "Kick-off" in line.why
    assert f"/roll-out/{launch.program_id}/" in line.link

    LaunchTold.objects.update(told_on=institution_today() - timedelta(days=7))
    assert told() == {one.id for one in people.values()}


def test_mail_names_what_is_open_still_and_says_nothing_of_what_is_done_named_otherwise_or_long_late(
    people, launch
):
    LaunchTold.objects.create(launch=launch, person=people["director"], told_on=institution_today())
    items = {one.key: one for one in ChecklistItem.objects.filter(launch=launch)}
    say_of_item(item_id=items["kickoff"].id, said=Said.TICKED, words="Auditorium B", by=viewer("Alice"))
    name_owner(item_id=items["plan"].id, name="Dr. Marsh", by=viewer("Alice"))
    ChecklistItem.objects.filter(launch=launch).exclude(key__in=["kickoff", "plan", "published"]).update(
        due_on=institution_today() - timedelta(days=28)
    )
    (line,) = words_for(people["director"], launch)
    assert line.title == "Pilot: 1 step of the roll-out waits for you, 1 of them late"
    assert line.why.startswith("Approved by a second person")
    assert told() == {people["coordinator"].id}  # the step that somebody else is named for


def test_two_workers_tell_once(people, launch):
    lines = [line.__class__(**{**vars(line), "on": institution_today()}) for line in steps_to_tell()]
    settle_steps(lines, [])
    with pytest.raises(IntegrityError), transaction.atomic():
        settle_steps(lines, [])
