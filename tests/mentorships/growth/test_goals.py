"""Goals belong to the mentee: who reads them and until when, two windows, steps and evidence, what the office learns."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from rounds.core.clock import institution_today, now
from rounds.core.errors import DomainError, NotFound, OutOfOrder
from rounds.mentorships.conversations.selectors import list_entries
from rounds.mentorships.dues.selectors import facts_of
from rounds.mentorships.enums import GoalState
from rounds.mentorships.growth.forms.goals import GoalForm
from rounds.mentorships.growth.selectors.evidence import (
    evidence_taken_lately,
    own_evidence_for,
    taken_evidence_for,
)
from rounds.mentorships.growth.selectors.goals import (
    goal_for,
    goals_of_pair,
    goals_of_pairs,
    own_goals,
    with_ticked_step,
)
from rounds.mentorships.growth.services import marks
from rounds.mentorships.growth.services.goals import (
    GoalChanged,
    NewGoal,
    change_goal,
    close_goal,
    hide_goal,
    open_goal,
    reopen_goal,
    show_goals,
)
from rounds.mentorships.growth.services.marks import EvidenceLine, TickedStep
from rounds.mentorships.models import Goal, GoalEvidence, Mentorship
from rounds.mentorships.services.states import end_mentorship
from tests.matching.scenes import add_mentor, make_scene
from tests.mentorships.conversations.scenes import log, run_pair
from tests.mentorships.growth.scenes import words, write_goal
from tests.mentorships.test_services import opening


@pytest.fixture
def scene(in_hospital):
    return make_scene(in_hospital)


@pytest.fixture
def pair(scene):
    return run_pair(scene)


def texts(goals):
    return [goal.text.text for goal in goals]


def evidence(what="Led it", on=None):
    return EvidenceLine(what=what, on=on or institution_today(), entry_id=uuid4())


def another_pair(scene, pair):
    """End Cleo's pair with Bob and let her have another mentor."""
    from rounds.mentorships.services.pairs import record_existing_pair

    end_mentorship(mentorship_id=pair.id, reason="changed", by=scene.alice)
    add_mentor(scene, "Mona", login=True)
    return record_existing_pair(
        pair=opening(scene, mentor="Mona"),
        cycle_id=scene.cohort.cycle_id,
        program_id=scene.program.id,
        started_on=institution_today(),
        by=scene.alice,
    )


def test_mentor_reads_a_goal_only_when_it_is_shown(scene, pair):
    write_goal(scene.cleo, text="Mine alone")
    shown = write_goal(scene.cleo, pair, text="For both")

    assert texts(own_goals(scene.cleo)) == ["Mine alone", "For both"]
    assert texts(goals_of_pair(scene.bob, pair)) == ["For both"]
    assert texts(goals_of_pairs(scene.bob, [pair])[pair.id]) == ["For both"]

    hide_goal(goal_id=shown.id, mentorship_id=pair.id, by=scene.cleo)
    assert goals_of_pair(scene.bob, pair) == []
    with pytest.raises(NotFound):
        goal_for(scene.bob, shown.id)


def test_goal_survives_a_change_of_mentor_and_each_reads_his_time(scene, pair):
    goal = write_goal(scene.cleo, pair, text="First words")
    marks.add_evidence(goal_id=goal.id, line=evidence("With Bob"), by=scene.bob)
    new = another_pair(scene, pair)
    mona = scene.viewer("Mona")
    assert goals_of_pair(mona, new) == []

    show_goals(goal_ids=[goal.id], mentorship_id=new.id, by=scene.cleo)
    change_goal(goal_id=goal.id, text=words("Later words", "Other step"), version=1, by=scene.cleo)
    marks.add_evidence(goal_id=goal.id, line=evidence("With Mona"), by=mona)
    close_goal(goal_id=goal.id, state=GoalState.DONE, by=scene.cleo)

    former, now = goal_for(scene.bob, goal.id), goal_for(mona, goal.id)
    assert (former.text.text, now.text.text) == ("First words", "Later words")
    assert [line.opened()["what"] for line in former.evidence] == ["With Bob"]
    assert [line.opened()["what"] for line in now.evidence] == ["With Bob", "With Mona"]
    assert (former.state, now.state) == (GoalState.OPEN, GoalState.DONE)
    with pytest.raises(OutOfOrder):
        marks.add_evidence(goal_id=goal.id, line=evidence(), by=scene.bob)


def test_former_mentor_reads_what_a_goal_was_whatever_becomes_of_it_since(scene, pair):
    goal = write_goal(scene.cleo, pair, text="First words")
    close_goal(goal_id=goal.id, state=GoalState.LET_GO, reason="No time", by=scene.cleo)
    another_pair(scene, pair)

    reopen_goal(goal_id=goal.id, by=scene.cleo)
    former = goal_for(scene.bob, goal.id)
    assert (former.state, former.reason) == (GoalState.LET_GO, "")
    close_goal(goal_id=goal.id, state=GoalState.LET_GO, reason="Later reason", by=scene.cleo)
    former = goal_for(scene.bob, goal.id)
    assert (former.state, former.reason) == (GoalState.LET_GO, "")


def test_mentor_can_neither_change_nor_show_a_goal(scene, pair):
    goal = write_goal(scene.cleo, pair)

    for act in (
        lambda: change_goal(goal_id=goal.id, text=words("His"), version=1, by=scene.bob),
        lambda: close_goal(goal_id=goal.id, state=GoalState.DONE, by=scene.bob),
        lambda: show_goals(goal_ids=[goal.id], mentorship_id=pair.id, by=scene.bob),
    ):
        with pytest.raises(NotFound):
            act()


def test_two_windows_keep_both_texts(scene, pair):
    goal = write_goal(scene.cleo)
    change_goal(goal_id=goal.id, text=words("One window"), version=1, by=scene.cleo)

    with pytest.raises(GoalChanged) as raised:
        change_goal(goal_id=goal.id, text=words("Other window"), version=1, by=scene.cleo)

    assert raised.value.theirs.text == "One window"
    change_goal(goal_id=goal.id, text=words("Other window"), version=raised.value.version, by=scene.cleo)
    assert texts(own_goals(scene.cleo)) == ["Other window"]


def test_form_sent_twice_is_one_goal(scene):
    entry = uuid4()
    assert write_goal(scene.cleo, entry=entry) == write_goal(scene.cleo, entry=entry)
    assert Goal.objects.count() == 1


def test_step_stays_done_when_its_words_change_or_it_moves(scene, pair):
    goal = write_goal(scene.cleo, pair, steps=("One", "Two", "Three"))
    first = goal_for(scene.cleo, goal.id)
    marks.set_step(ticked=TickedStep(goal.id, first.steps[1].key), done_on=institution_today(), by=scene.bob)

    change_goal(
        goal_id=goal.id, text=words("Lead", "One", "Two, in words", "Three"), version=1, by=scene.cleo
    )
    assert [step.mark is not None for step in goal_for(scene.cleo, goal.id).steps] == [False, True, False]
    change_goal(goal_id=goal.id, text=words("Lead", "Two, in words", "One"), version=2, by=scene.cleo)
    assert [step.mark is not None for step in goal_for(scene.cleo, goal.id).steps] == [True, False]


@pytest.mark.parametrize("count", [0, 7])
def test_goal_has_one_to_six_steps(scene, count):
    wanted = replace(words(), steps=words("x", *(f"Step {n}" for n in range(count))).steps if count else ())

    with pytest.raises(DomainError, match="step"):
        open_goal(wanted=NewGoal(text=wanted, entry_id=uuid4()), by=scene.cleo)
    assert not Goal.objects.exists()


def test_goal_is_let_go_with_a_reason_and_opened_again(scene, pair):
    goal = write_goal(scene.cleo, pair)

    with pytest.raises(DomainError, match="why you let it go"):
        close_goal(goal_id=goal.id, state=GoalState.LET_GO, reason=" ", by=scene.cleo)
    close_goal(goal_id=goal.id, state=GoalState.LET_GO, reason="Another year", by=scene.cleo)
    assert goal_for(scene.bob, goal.id).reason == "Another year"
    with pytest.raises(OutOfOrder):
        close_goal(goal_id=goal.id, state=GoalState.DONE, by=scene.cleo)
    reopen_goal(goal_id=goal.id, by=scene.cleo)
    assert goal_for(scene.bob, goal.id).is_open


def test_line_taken_away_is_read_by_nobody_comes_back_for_a_day_and_is_deleted_after_it(scene, pair):
    goal = write_goal(scene.cleo, pair)
    line = marks.add_evidence(goal_id=goal.id, line=evidence("By mistake"), by=scene.bob)
    marks.remove_evidence(evidence=own_evidence_for(scene.bob, line.id), by=scene.bob)
    for viewer in (scene.bob, scene.cleo):
        assert not goal_for(viewer, goal.id).evidence
    assert evidence_taken_lately(scene.bob, goal_for(scene.bob, goal.id)) == [line]
    assert not evidence_taken_lately(scene.cleo, goal_for(scene.cleo, goal.id))
    with pytest.raises(NotFound):
        taken_evidence_for(scene.cleo, line.id)
    for _press in range(2):
        marks.put_evidence_back(evidence=taken_evidence_for(scene.bob, line.id), by=scene.bob)
    assert goal_for(scene.cleo, goal.id).evidence == (line,)

    marks.remove_evidence(evidence=own_evidence_for(scene.bob, line.id), by=scene.bob)
    assert marks.delete_evidence_taken_away() == 0
    GoalEvidence.objects.update(taken_away_at=now() - timedelta(hours=25))
    with pytest.raises(NotFound):
        taken_evidence_for(scene.bob, line.id)
    assert marks.delete_evidence_taken_away() == 1


def test_evidence_is_of_what_has_happened(scene, pair):
    goal = write_goal(scene.cleo)
    tomorrow = institution_today() + timedelta(days=1)

    with pytest.raises(DomainError, match="still to come"):
        marks.add_evidence(goal_id=goal.id, line=evidence(on=tomorrow), by=scene.cleo)


def test_conversation_touches_goals_and_ticks_steps(scene, pair):
    from rounds.mentorships.conversations.services.log import Held, log_conversation
    from rounds.mentorships.conversations.services.notes import Writing

    goal, hidden = write_goal(scene.cleo, pair), write_goal(scene.cleo, text="Mine alone")
    step = goal_for(scene.cleo, goal.id).steps[0].key
    writing = Writing(goals=frozenset({goal.id, hidden.id}), steps=frozenset({TickedStep(goal.id, step)}))
    held = Held(entry_id=uuid4(), held_on=institution_today(), minutes=30)
    talk = log_conversation(mentorship_id=pair.id, held=held, writing=writing, by=scene.cleo)
    other = log(pair, scene.cleo, ago=3)

    assert with_ticked_step([talk.id, other.id]) == {talk.id}
    touched = {
        viewer: [texts(entry.goals) for entry in list_entries(pair, viewer)]
        for viewer in (scene.cleo, scene.bob)
    }
    assert touched[scene.bob] == [["Lead the huddle"], []]


def test_due_knows_that_there_is_a_goal_and_nothing_more(scene, pair):
    rows = Mentorship.objects.select_related("cycle__program")
    assert not facts_of(rows)[pair.id].has_goal
    goal = write_goal(scene.cleo)

    assert facts_of(rows)[pair.id].has_goal
    close_goal(goal_id=goal.id, state=GoalState.LET_GO, reason="Not now", by=scene.cleo)
    assert not facts_of(rows)[pair.id].has_goal


@pytest.mark.parametrize(("until", "is_kept"), [(-1, False), (0, True)])
def test_goal_is_not_for_a_day_that_has_passed(in_hospital, until, is_kept):
    day = institution_today() + timedelta(days=until)
    typed = {"text": "Lead a huddle", "step_1": "Watch one", "until": str(day)}

    assert ("until" not in GoalForm(typed).errors) is is_kept
    # what stood there already is no reason to refuse other words
    assert "until" not in GoalForm(typed, initial={"until": day}).errors
