"""A program's own plan: what differs from the standard, what follows, and what a new pair would get."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.formats import date_format

from rounds.core.clock import institution_today
from rounds.core.errors import DomainError
from rounds.mentorships.debriefs.selectors import open_debriefs
from rounds.mentorships.dues.enums import Rule, Subject
from rounds.mentorships.dues.forms import PlanForm
from rounds.mentorships.dues.selectors import office_pairs, plans_of
from rounds.mentorships.dues.selectors.plans import foresee
from rounds.mentorships.dues.services import save_plan
from rounds.mentorships.dues.values import DEFAULT_PLAN
from rounds.mentorships.models import Mentorship
from rounds.programs.models import PlanItem, Rotation
from tests.matching.scenes import make_scene
from tests.mentorships.conversations.scenes import run_pair


@pytest.fixture
def scene(in_hospital):
    return make_scene(in_hospital)


def change(scene, **typed):
    """Save the plan as a person would who changes some fields of the table."""
    plan = plans_of([scene.program.id]).of(scene.program.id)
    fields = PlanForm(plan=plan).fields
    data = {name: field.initial for name, field in fields.items() if field.initial is not False} | typed
    form = PlanForm({name: value for name, value in data.items() if value is not None}, plan=plan)
    assert form.is_valid(), form.errors
    return save_plan(program=scene.program, wanted=form.wanted(), by=scene.alice)


def test_plan_that_is_saved_as_it_is_keeps_no_row(scene):
    assert change(scene) == 0
    assert plans_of([scene.program.id]).of(scene.program.id) == DEFAULT_PLAN
    assert not PlanItem.objects.exists()


def test_changed_day_and_a_rule_switched_off_are_what_pairs_get(scene):
    assert change(scene, goals_1=5, goals_2=50, silence_on=None) == 2

    plan = {row.rule: row for row in plans_of([scene.program.id]).of(scene.program.id)}
    assert [one.day for one in plan[Rule.GOALS].reminders] == [5, 50]
    assert Rule.SILENCE not in plan
    assert change(scene, goals_1=30, goals_2=44, silence_on=True) == 0


def test_save_of_an_older_tab_keeps_what_another_one_has_changed(scene):
    plan = plans_of([scene.program.id]).of(scene.program.id)
    old = PlanForm(plan=plan)
    typed = {name: field.initial for name, field in old.fields.items() if field.initial is not False}
    marks = {f"shown-{name}": old.mark_shown(name) for name in old.fields}
    change(scene, goals_2=50)

    late = PlanForm(
        typed | marks | {"silence_office": 3}, plan=plans_of([scene.program.id]).of(scene.program.id)
    )
    assert late.is_valid(), late.errors
    save_plan(program=scene.program, wanted=late.wanted(), by=scene.alice)

    saved = {row.rule: row for row in plans_of([scene.program.id]).of(scene.program.id)}
    assert saved[Rule.GOALS].reminders[-1].day == 50
    assert saved[Rule.SILENCE].office_from == 3


def test_offices_list_goes_by_the_programs_plan(scene, clock):
    run_pair(scene, since=0)
    clock.shift(timedelta(days=20))
    before = office_pairs(scene.alice, [scene.program]).trouble[Rule.FIRST_CONVERSATION]

    change(scene, first_conversation_office=15)

    after = office_pairs(scene.alice, [scene.program]).trouble[Rule.FIRST_CONVERSATION]
    assert (len(before), len(after)) == (0, 1)


def test_participants_read_days_by_the_programs_plan(scene, client):
    """Year, the log and debriefs take no other plan: `due` and `ahead` have none of their own."""
    run_pair(scene, since=0)
    client.force_login(scene.people["Cleo"].user)
    page = reverse("pairs:mine", kwargs={"institution": scene.institution.slug})
    in_30, in_20 = (date_format(institution_today() + timedelta(days=days), "j M Y") for days in (30, 20))
    before = client.get(page).text

    change(scene, first_conversation_due=20, first_conversation_1=5, first_conversation_2=15)

    after = client.get(page).text
    assert (f"First conversation by {in_30}" in before, f"First conversation by {in_20}" in after) == (
        True,
        True,
    )
    assert f"First conversation by {in_30}" not in after


def test_debrief_that_a_program_does_not_ask_for_is_not_open(scene):
    pair = run_pair(scene, since=200)
    Mentorship.objects.filter(id=pair.id).update(imported_start_on=None)
    pair = Mentorship.objects.select_related("cycle__program").get(id=pair.id)
    ended = institution_today() - timedelta(days=3)
    Rotation.objects.create(
        person_id=pair.mentee_id, name="ICU", kind="major", from_on=ended - timedelta(days=28), to_on=ended
    )
    before = open_debriefs([pair])

    change(scene, debrief_on=None)

    assert ([len(found) for found in before.values()], open_debriefs([pair])) == ([1], {pair.id: []})


def test_second_reminder_before_the_first_is_refused(scene):
    with pytest.raises(DomainError, match="comes after the first"):
        change(scene, goals_1=50, goals_2=44)
    assert not PlanItem.objects.exists()


def test_foreseen_lines_follow_the_table(scene):
    today = institution_today()

    lines = foresee(scene.program, today + timedelta(days=365))

    first = [(one.on - today, one.to) for one in lines if one.rule == Rule.FIRST_CONVERSATION]
    ten, three_weeks = timedelta(days=10), timedelta(days=21)
    assert first == [(ten, Subject.MENTEE), (three_weeks, Subject.MENTEE), (three_weeks, Subject.MENTOR)]
    assert [one.on for one in lines] == sorted(one.on for one in lines)
