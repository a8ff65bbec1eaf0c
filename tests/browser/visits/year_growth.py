"""Growing: one's own goals, a goal, writing and closing one, what the two of a pair share."""

from datetime import timedelta
from uuid import uuid4

from tests.browser.visits import Visit


def prepare(world):
    from rounds.core.access import system
    from rounds.core.clock import institution_today, now
    from rounds.core.models import User
    from rounds.framework.selectors import current_version
    from rounds.mentorships.growth.services.bulk import PastGoal, record_past_goals
    from rounds.mentorships.growth.values.goals import GoalText, StepWords
    from rounds.mentorships.models import Goal

    pair, today = world.things["brought"], institution_today()
    world.users["wren"] = pair.mentee.user = User.objects.create_user("wren@st-brigid.example")
    pair.mentee.save(update_fields=["user"])

    def goal(text, steps, **more):
        words = GoalText(
            text=text,
            measure="Both of us see it in the monthly report.",
            until=today + timedelta(days=80),
            steps=tuple(StepWords(uuid4(), step) for step in steps),
            indicators=("TEAM.fellow",),
        )
        return PastGoal(mentee_id=pair.mentee_id, text=words, opened_at=now() - timedelta(days=60), **more)

    goals = [
        goal(
            "Lead the morning huddle so that the nurses speak first",
            ("Ask the charge nurse what she would change", "Lead it twice", "Hand it to somebody else"),
            pair_ids=(pair.id,),
            done=((0, today - timedelta(days=12)),),
            evidence=(("Led the huddle on the step-down unit", today - timedelta(days=10)),),
        ),
        goal("Read the unit's budget with somebody who owns one", ("Find the last three reports",)),
        goal(
            "Chair a small project from charter to result",
            ("Charter on one page", "First measure"),
            pair_ids=(pair.id,),
            closed_at=now() - timedelta(days=2),
        ),
    ]
    record_past_goals(goals=goals, version=current_version(), by=system(pair.institution_id))
    world.things["shown goal"] = Goal.objects.get(readers__mentorship=pair, state="open")


def pair(world):
    return {"mentorship_id": world.things["brought"].id}


def ended(world):
    return {"mentorship_id": world.things["ended"].id}


def goal(world):
    return {"goal_id": world.things["shown goal"].id}


BOB = {"who": "bob", "weight": "participant"}
WREN = {"who": "wren", "weight": "participant"}
VISITS = [
    Visit("growth:mine", state="a mentor", **BOB),
    Visit("growth:pair", arguments=pair, **BOB),
    Visit("growth:pair", arguments=ended, state="ended and empty", **BOB),
    Visit("growth:goal", arguments=goal, **BOB),
    Visit("growth:mine", **WREN),
    Visit("growth:pair", arguments=pair, **WREN),
    Visit("growth:goal", arguments=goal, **WREN),
    Visit("growth:new_goal", query="?from=TEAM.fellow", **WREN),
    Visit("growth:change_goal", arguments=goal, **WREN),
    Visit("growth:close_goal", arguments=goal, **WREN),
    Visit("pairs:log", arguments=pair, state="with goals", **WREN),
]
NOT_PAGES = {
    f"growth:{name}": "takes a POST and leads back"
    for name in ("step", "reopen_goal", "goal_reader", "remove_evidence")
}
