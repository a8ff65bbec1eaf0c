"""Coaching plans: read by the two alone, one at a time, without a consequence; the office reads a count from five on."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from rounds.core.clock import institution_today
from rounds.core.errors import DomainError, NotFound, OutOfOrder
from rounds.core.models import Event
from rounds.development.enums import CoachingState
from rounds.development.models import CoachingPlan
from rounds.development.selectors.coaching import coaches_for, plan_for, running_plans
from rounds.development.services.coaching import (
    Wish,
    answer_coaching,
    ask_for_coaching,
    end_coaching,
    note_coaching,
)
from rounds.people.models import RoleAssignment
from tests.matching.scenes import make_scene

pytestmark = pytest.mark.django_db
AIM = "Ask before I answer"


@pytest.fixture
def scene(in_hospital):
    found = make_scene(in_hospital)
    RoleAssignment.objects.create(
        person_id=found.alice.person_id, role="faculty_developer", from_on=institution_today()
    )
    return found


def ask(scene, *, entry=None, days=90, coach=None, by=None):
    wish = Wish(coach or scene.alice.person_id, "talk", (AIM,), institution_today() + timedelta(days=days))
    return ask_for_coaching(wish=wish, entry_id=entry or uuid4(), by=by or scene.bob)


def test_plan_is_read_by_the_two_and_its_words_stand_nowhere_in_the_clear(scene):
    plan = ask(scene)
    for reader in (scene.alice, scene.bob):
        assert plan_for(reader, plan.id).opened()["aims"] == [AIM]
    with pytest.raises(NotFound):
        plan_for(scene.cleo, plan.id)
    row = CoachingPlan.objects.values().get()
    assert AIM not in str(row)
    assert "talk" not in str({**row, "sealed": ""})
    assert AIM not in str(list(Event.objects.values()))


def test_asked_once_one_at_a_time_and_only_of_who_coaches(scene):
    assert [one.id for one in coaches_for(scene.bob)] == [scene.alice.person_id]
    entry = uuid4()
    plan = ask(scene, entry=entry)
    assert ask(scene, entry=entry).id == plan.id
    with pytest.raises(OutOfOrder, match="a plan that is open"):
        ask(scene)
    end_coaching(plan_id=plan.id, by=scene.bob)
    for wrong in ({"coach": scene.cleo.person_id}, {"days": 0}):
        with pytest.raises(DomainError):
            ask(scene, **wrong)
    assert ask(scene).state == CoachingState.ASKED


def test_coach_answers_the_two_note_and_end(scene):
    plan = ask(scene)
    note = {"plan_id": plan.id, "words": "Twice", "talked_on": institution_today(), "observed": True}
    with pytest.raises(OutOfOrder):
        note_coaching(**note, by=scene.bob)
    with pytest.raises(OutOfOrder):
        answer_coaching(plan_id=plan.id, accept=True, by=scene.bob)
    answer_coaching(plan_id=plan.id, accept=True, by=scene.alice)
    for by in (scene.bob, scene.alice, scene.bob):
        said = note_coaching(**note, by=by).opened()
    assert said["talks"] == [[institution_today().isoformat(), True]]
    assert (said["mentor"], said["coach"]) == ("Twice", "Twice")
    assert running_plans() is None  # one plan that runs would tell whose
    for _twice in range(2):
        assert end_coaching(plan_id=plan.id, by=scene.alice).state == CoachingState.ENDED
    with pytest.raises(OutOfOrder, match="does not run"):
        note_coaching(**note, by=scene.bob)
