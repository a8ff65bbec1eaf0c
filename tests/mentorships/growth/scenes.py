"""A mentee with goals, and the mentors who read some of them."""

from __future__ import annotations

from uuid import uuid4

from rounds.mentorships.growth.services.goals import NewGoal, open_goal
from rounds.mentorships.growth.values.goals import GoalText, StepWords


def words(text="Lead the huddle", *steps, **more):
    named = tuple(StepWords(uuid4(), step) for step in steps or ("Ask to lead on Monday", "Lead it twice"))
    return GoalText(text=text, steps=named, **more)


def write_goal(by, *pairs, text="Lead the huddle", steps=(), entry=None, **more):
    """Let a mentee begin a goal that the mentors of these pairs read."""
    wanted = NewGoal(
        text=words(text, *steps, **more),
        entry_id=entry or uuid4(),
        pair_ids=frozenset(pair.id for pair in pairs),
    )
    return open_goal(wanted=wanted, by=by)
