import json

import pytest

from rounds.programs.values.answers import (
    AnswerError,
    MenteeAnswers,
    MentorAnswers,
    Milestone,
    hours_from_json,
)


def test_mentee_answers_survive_json():
    answers = MenteeAnswers(
        gaps={"FIN": 3, "SELF": 0},
        aspired_tier="fellow",
        aspired_roles=("budget", "board"),
        style="planner",
        modalities=("in_person", "video"),
        languages=("en", "es"),
        interests={"p1": 2},
        hours=(0, 9, 167),
        zone="America/Chicago",
        goals="Chair the quality committee",
    )

    again = MenteeAnswers.from_json(json.loads(json.dumps(answers.to_json())))

    assert again == answers


def test_mentor_answers_survive_json():
    answers = MentorAnswers(
        expertise={"FIN": 5},
        milestones=(Milestone("committee_chair"), Milestone("budget", "large")),
        styles=("listener", "planner"),
        experience={"p1": 2},
        hours="varies",
        hours_per_month=2,
    )

    again = MentorAnswers.from_json(json.loads(json.dumps(answers.to_json())))

    assert again == answers


def test_order_of_what_was_ticked_changes_nothing():
    one = MentorAnswers.from_json({"styles": ["planner", "listener"], "hours": [9, 8, 8]})
    other = MentorAnswers.from_json({"styles": ["listener", "planner"], "hours": [8, 9]})

    assert one == other
    assert one.hours == (8, 9)


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"gaps": {"FIN": 4}}, "gaps"),
        ({"gaps": {"FIN": True}}, "gaps"),
        ({"gaps": {"HEART": 1}}, "gaps"),
        ({"aspired_tier": "king"}, "aspired_tier"),
        ({"aspired_roles": ["astronaut"]}, "aspired_roles"),
        ({"modalities": "video"}, "modalities"),
        ({"hours": [168]}, "hours"),
        ({"hours": ["8"]}, "hours"),
        ({"hours": "sometimes"}, "hours"),
        ({"goals": "x" * 2001}, "goals"),
    ],
)
def test_mentee_answer_out_of_range_names_its_field(data, field):
    with pytest.raises(AnswerError) as caught:
        MenteeAnswers.from_json(data)

    assert caught.value.field == field


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"styles": ["listener", "planner", "connector"]}, "styles"),
        ({"milestones": [{"kind": "budget"}]}, "milestones"),
        ({"milestones": [{"kind": "board", "band": "large"}]}, "milestones"),
        ({"hours_per_month": 41}, "hours_per_month"),
        ({"experience": {"p": 3}}, "experience"),
    ],
)
def test_mentor_answer_out_of_range_names_its_field(data, field):
    with pytest.raises(AnswerError) as caught:
        MentorAnswers.from_json(data)

    assert caught.value.field == field


def test_shifts_that_vary_are_an_answer():
    answers = MenteeAnswers(gaps={"FIN": 1}, modalities=("phone",), hours=hours_from_json("varies"))

    assert answers.missing() == ()


def test_required_answers_are_at_most_six():
    assert len(MenteeAnswers().missing()) <= 6
    assert len(MentorAnswers().missing()) + 1 <= 6  # and capacity
