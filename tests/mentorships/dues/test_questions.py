"""What the two are asked about their pair itself, who reads the answers, and what follows."""

from datetime import timedelta

import pytest

from rounds.core.errors import DomainError, NotFound, OutOfOrder
from rounds.mentorships.dues.selectors import facts_of
from rounds.mentorships.dues.selectors.questions import question_for, waiting_questions
from rounds.mentorships.dues.services import answer_about_pair
from rounds.mentorships.dues.services.answers import Said
from rounds.mentorships.models import Mentorship
from rounds.mentorships.services.states import end_mentorship
from rounds.people.services import record_stage
from tests.matching.scenes import make_scene
from tests.mentorships.conversations.scenes import day, run_pair


@pytest.fixture
def scene(in_hospital):
    return make_scene(in_hospital)


@pytest.fixture
def pair(scene):
    """Return a pair that is 200 days old and ends in 20."""
    made = run_pair(scene, since=200)
    Mentorship.objects.update(imported_start_on=None, planned_end_on=day(-20))
    return Mentorship.objects.select_related("cycle__program").get(id=made.id)


def answer(pair, by, occasion, choice, key=""):
    return answer_about_pair(
        mentorship_id=pair.id, said=Said(occasion=occasion, choice=choice, key=key), by=by
    )


def waiting(pair, by):
    return [str(one) for one in waiting_questions([pair], by.own_id)[pair.id]]


def test_both_are_asked_in_the_middle_until_they_answer_and_at_the_end_about_the_end_alone(scene, pair):
    pair.planned_end_on = day(-100)
    pair.save()
    assert waiting(pair, scene.cleo) == waiting(pair, scene.bob) == ["mid_point"]
    answer(pair, scene.cleo, "mid_point", "right")
    assert (waiting(pair, scene.cleo), waiting(pair, scene.bob)) == ([], ["mid_point"])

    pair.planned_end_on = day(-20)
    pair.save()
    assert waiting(pair, scene.cleo) == waiting(pair, scene.bob) == ["closing"]
    answer(pair, scene.cleo, "closing", "go_on")

    assert (waiting(pair, scene.cleo), waiting(pair, scene.bob)) == ([], ["closing"])
    known = facts_of([pair])[pair.id]
    assert (set(known.mid_point), set(known.choices), known.goes_on) == ({"mentee"}, {"mentee"}, {"mentee"})


def test_choice_at_the_end_is_shown_to_the_other_once_both_have_chosen(scene, pair):
    answer(pair, scene.bob, "closing", "end")
    before = question_for(scene.cleo, pair.id, "closing")

    answer(pair, scene.cleo, "closing", "go_on")
    after = question_for(scene.cleo, pair.id, "closing")

    assert (before.theirs, before.mine, after.theirs, after.mine) == ("", "", "end", "go_on")


def test_answer_in_the_middle_is_never_shown_to_the_other(scene, pair):
    answer(pair, scene.bob, "mid_point", "change")
    answer(pair, scene.cleo, "mid_point", "right")

    assert question_for(scene.cleo, pair.id, "mid_point").theirs == ""


@pytest.mark.parametrize(("occasion", "choice"), [("mid_point", "go_on"), ("closing", "right"), ("x", "yes")])
def test_answer_that_the_occasion_does_not_have_is_refused(scene, pair, occasion, choice):
    with pytest.raises(DomainError, match="Choose one of the answers"):
        answer(pair, scene.cleo, occasion, choice)


def test_nobody_else_is_asked_and_nothing_after_the_end(scene, pair):
    with pytest.raises(NotFound):
        question_for(scene.alice, pair.id, "mid_point")
    with pytest.raises(NotFound):
        answer(pair, scene.alice, "mid_point", "right")
    with pytest.raises(NotFound):
        question_for(scene.cleo, pair.id, "afterward")

    end_mentorship(mentorship_id=pair.id, reason="time", by=scene.alice)

    with pytest.raises(OutOfOrder):
        answer(pair, scene.cleo, "mid_point", "right")


def test_new_tier_asks_both_once_and_leaves_the_pair_as_it_is(scene, pair):
    for by in (scene.cleo, scene.bob):
        answer(pair, by, "mid_point", "right")
        answer(pair, by, "closing", "end")
    record_stage(person=scene.people["Cleo"], by=scene.alice, from_on=day(), tier="fellow")

    asked = question_for(scene.bob, pair.id, "tier")
    assert waiting(pair, scene.cleo) == waiting(pair, scene.bob) == ["tier"]
    answer(pair, scene.bob, "tier", "right", key=asked.key)

    pair.refresh_from_db()
    assert (waiting(pair, scene.bob), waiting(pair, scene.cleo), pair.state) == ([], ["tier"], "active")


def test_stage_of_the_same_tier_asks_nobody(scene, pair):
    Mentorship.objects.update(planned_end_on=day(-2000), opened_on=day(200))
    pair.refresh_from_db()
    before = scene.people["Cleo"]
    record_stage(person=before, by=scene.alice, from_on=day() - timedelta(days=1), tier="resident", pgy=3)

    assert waiting(pair, scene.cleo) == []
