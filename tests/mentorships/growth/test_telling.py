"""Short questions, open feedback, doors: three open a side, the two alone, once a form."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from rounds.core.clock import institution_today
from rounds.core.errors import DomainError, NotFound, OutOfOrder
from rounds.mentorships.growth.selectors.asks import (
    ask_for,
    asks_about,
    asks_of_pair,
    asks_to_tell,
    asks_told_on,
    open_asks_of,
)
from rounds.mentorships.growth.selectors.feedback import (
    asked_feedback,
    asked_in,
    count_doors,
    list_acts,
    list_feedback,
    own_act_for,
)
from rounds.mentorships.growth.selectors.goals import goal_for
from rounds.mentorships.growth.services.asks import (
    Question,
    answer_question,
    ask_question,
    let_go_question,
    settle_asks,
)
from rounds.mentorships.growth.services.feedback import (
    OpenedDoor,
    ask_for_feedback,
    enter_door,
    give_feedback,
    restore_door,
    take_back_feedback,
    withdraw_door,
)
from rounds.mentorships.growth.values.acts import FeedbackText
from rounds.mentorships.models import Ask, OpenFeedback
from rounds.mentorships.services.states import end_mentorship
from tests.matching.scenes import add_mentor, make_scene
from tests.mentorships.conversations.scenes import run_pair
from tests.mentorships.growth.scenes import write_goal


@pytest.fixture
def scene(in_hospital):
    return make_scene(in_hospital)


@pytest.fixture
def pair(scene):
    return run_pair(scene)


def ask(pair, by, text="Whom first?", entry=None, goal=None):
    question = Question(text=text, entry_id=entry or uuid4(), goal_id=goal)
    return ask_question(mentorship_id=pair.id, question=question, by=by)


def door(pair, by, *, ago=0, entry=None):
    on = institution_today() - timedelta(days=ago)
    opened = OpenedDoor(door="committee", on=on, what="A seat", entry_id=entry or uuid4())
    return enter_door(mentorship_id=pair.id, opened=opened, by=by)


def tell(pair, by, helps="You wait", entry=None, **acts):
    text = FeedbackText(helps=helps, acts=acts)
    return give_feedback(mentorship_id=pair.id, text=text, entry_id=entry or uuid4(), by=by)


def test_three_questions_a_side_are_open_at_most(scene, pair):
    asks = [ask(pair, scene.cleo) for _ in range(3)]
    ask(pair, scene.bob)

    with pytest.raises(OutOfOrder, match="Three questions of yours"):
        ask(pair, scene.cleo)
    let_go_question(ask_id=asks[0].id, by=scene.cleo)
    ask(pair, scene.cleo)
    answer_question(ask_id=asks[1].id, text="The charge nurse", by=scene.bob)
    ask(pair, scene.cleo)


def test_question_is_answered_once_and_by_the_other_one(scene, pair):
    one = ask(pair, scene.cleo)

    with pytest.raises(OutOfOrder, match="your own question"):
        answer_question(ask_id=one.id, text="Me", by=scene.cleo)
    answer_question(ask_id=one.id, text="The charge nurse", by=scene.bob)
    with pytest.raises(OutOfOrder, match="no longer open"):
        answer_question(ask_id=one.id, text="Somebody else", by=scene.bob)
    assert ask_for(scene.cleo, one.id).answer == "The charge nurse"


def test_question_sent_twice_is_one(scene, pair):
    entry = uuid4()
    assert ask(pair, scene.cleo, entry=entry) == ask(pair, scene.cleo, entry=entry)
    assert Ask.objects.count() == 1


def test_question_names_only_a_goal_that_both_read(scene, pair):
    hidden, shown = write_goal(scene.cleo, text="Mine alone"), write_goal(scene.cleo, pair, text="For both")

    ask(pair, scene.bob, goal=hidden.id)
    ask(pair, scene.bob, goal=shown.id)

    assert {one.goal for one in asks_of_pair(scene.cleo, pair)} == {"", "For both"}


def test_what_is_asked_about_a_goal_stands_with_it_for_the_two_of_the_pair_alone(scene, pair):
    goal = write_goal(scene.cleo, pair)
    asked = ask(pair, scene.cleo, text="What did you see?", goal=goal.id)
    ask(pair, scene.cleo, text="About nothing in particular")
    answer_question(ask_id=asked.id, text="You named both views.", by=scene.bob)

    for viewer in (scene.cleo, scene.bob):
        [one] = asks_about(viewer, goal_for(viewer, goal.id))
        assert (one.question, one.answer) == ("What did you see?", "You named both views.")
    Ask.objects.filter(id=asked.id).update(state="let_go")
    assert asks_about(scene.bob, goal_for(scene.bob, goal.id)) == []


def test_question_waits_for_the_other_one_alone(scene, pair):
    ask(pair, scene.cleo)

    assert [one.waits for one in open_asks_of(scene.bob, [pair])[pair.id]] == [True]
    assert [one.waits for one in open_asks_of(scene.cleo, [pair])[pair.id]] == [False]
    add_mentor(scene, "Mona")
    assert open_asks_of(scene.viewer("Mona"), [pair]) == {}
    with pytest.raises(NotFound):
        ask_for(scene.viewer("Mona"), Ask.objects.get().id)


def test_mail_of_the_day_tells_of_a_question_once_and_of_none_that_is_settled(scene, pair):
    one, other = ask(pair, scene.cleo), ask(pair, scene.cleo)
    lines = asks_to_tell()
    assert {(line.person_id, line.is_for_mentor) for line in lines} == {(pair.mentor_id, True)}

    settle_asks([replace(line, on=institution_today()) for line in lines if line.key == one.id], [])
    assert [line.key for line in asks_to_tell()] == [other.id]
    mentor, mentee = (pair.mentor_id, institution_today()), (pair.mentee_id, institution_today())
    assert {whose: [ask.id for ask in asks] for whose, asks in asks_told_on({mentor, mentee}).items()} == {
        mentor: [one.id]
    }
    answer_question(ask_id=one.id, text="Yes", by=scene.bob)
    assert asks_told_on({mentor}) == {}


def test_nothing_is_asked_told_or_opened_after_the_end(scene, pair):
    one, told = ask(pair, scene.cleo), tell(pair, scene.cleo)
    end_mentorship(mentorship_id=pair.id, reason="goals", by=scene.alice)

    for act in (
        lambda: ask(pair, scene.cleo),
        lambda: answer_question(ask_id=one.id, text="Late", by=scene.bob),
        lambda: tell(pair, scene.cleo),
        lambda: ask_for_feedback(mentorship_id=pair.id, by=scene.bob),
        lambda: take_back_feedback(feedback=told, by=scene.cleo),
        lambda: door(pair, scene.bob),
    ):
        with pytest.raises(OutOfOrder):
            act()
    assert [asked.question for asked in asks_of_pair(scene.bob, pair)] == ["Whom first?"]


def test_feedback_is_given_asked_or_unasked_and_once_a_form(scene, pair):
    tell(pair, scene.cleo, "Unasked", listen="5", time="")
    ask_for_feedback(mentorship_id=pair.id, by=scene.bob)
    ask_for_feedback(mentorship_id=pair.id, by=scene.bob)
    assert asked_in([pair.id]) == {pair.id}

    entry = uuid4()
    assert tell(pair, scene.cleo, "Asked", entry=entry) == tell(pair, scene.cleo, "Asked", entry=entry)
    assert [one.helps for one in list_feedback(pair)] == ["Asked", "Unasked"]
    assert [often for _act, often in list_feedback(pair)[1].acts] == ["always", "not seen"]
    assert (asked_feedback(pair), OpenFeedback.objects.count()) == (None, 2)


def test_feedback_is_the_mentees_and_says_something(scene, pair):
    with pytest.raises(NotFound):
        tell(pair, scene.bob)
    with pytest.raises(NotFound):
        ask_for_feedback(mentorship_id=pair.id, by=scene.cleo)
    with pytest.raises(DomainError, match="One line is enough"):
        tell(pair, scene.cleo, helps=" ")


def test_door_counts_for_the_sponsor_until_one_of_the_two_takes_it_away(scene, pair):
    entry = uuid4()
    act = door(pair, scene.cleo, entry=entry)
    assert door(pair, scene.cleo, entry=entry) == act
    assert (count_doors(pair.mentor_id), count_doors(pair.mentee_id)) == ({"committee": 1}, {})

    withdraw_door(act=own_act_for(scene.bob, act.id), by=scene.bob)
    assert (count_doors(pair.mentor_id), list_acts(pair)) == ({}, [])
    with pytest.raises(OutOfOrder, match="not taken away by you"):
        restore_door(act=own_act_for(scene.cleo, act.id), by=scene.cleo)
    restore_door(act=own_act_for(scene.bob, act.id), by=scene.bob)
    assert count_doors(pair.mentor_id) == {"committee": 1}


def test_door_is_taken_away_once_from_two_windows(scene, pair):
    act = door(pair, scene.bob)
    cleos, bobs = (own_act_for(viewer, act.id) for viewer in (scene.cleo, scene.bob))
    withdraw_door(act=cleos, by=scene.cleo)

    with pytest.raises(OutOfOrder, match="taken away already"):
        withdraw_door(act=bobs, by=scene.bob)
    restore_door(act=own_act_for(scene.cleo, act.id), by=scene.cleo)


def test_door_is_entered_once_it_is_open(scene, pair):
    with pytest.raises(DomainError, match="still to come"):
        door(pair, scene.bob, ago=-1)
