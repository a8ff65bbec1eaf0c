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
    from rounds.mentorships.models import Ask, Goal, SponsorshipAct
    from rounds.people.models import CareerStage

    pair, today = world.things["brought"], institution_today()
    stage = {"tier": "resident", "from_on": today - timedelta(days=400)}
    CareerStage.objects.create(person=pair.mentee, **stage)
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

    _tell(pair)
    world.things["ask"] = Ask.objects.get(mentorship=pair, asked_by=pair.mentee)
    world.things["door"] = SponsorshipAct.objects.get(mentorship=pair)


def _tell(pair):
    """Let the two have asked each other, told openly, and opened a door."""
    from rounds.core.clock import institution_today, now
    from rounds.mentorships.models import Ask, OpenFeedback, SponsorshipAct

    for person, said in (
        (pair.mentee, {"question": "Whom do I ask first about the capital request?"}),
        (pair.mentor, {"question": "Did the charge nurse say yes?", "answer": "She did, for Monday."}),
    ):
        state = "answered" if "answer" in said else "open"
        ask = Ask(mentorship=pair, asked_by=person, state=state)
        ask.seal_value(said)
        ask.save()
    told = OpenFeedback(mentorship=pair, given_at=now())
    told.seal_value(
        {
            "helps": "You let me finish before you say what you think.",
            "more": "One name a month whom I can ask.",
            "acts": {"listen": "5", "doors": "2", "time": ""},
        }
    )
    told.save()
    _rate(pair)
    act = SponsorshipAct(
        mentorship=pair, mentee=pair.mentee, sponsor=pair.mentor, door="shadowing", entered_by=pair.mentor
    )
    act.on = institution_today()
    act.seal_value({"what": "A day beside the chief medical officer", "came": "Two introductions"})
    act.save()


def _rate(pair):
    """Let the mentee have rated herself, the mentor what she asked, and ask him for more."""
    from rounds.framework.models import Indicator
    from rounds.framework.selectors import current_version
    from rounds.mentorships.models import IndicatorRatings, ProgressShare, RatingAsk

    version = current_version()
    numbers = {"TEAM": "3.5", "IMP": "2", "STR": "1.5", "SELF": "4", "ETH": "4.5", "DEV": "3", "FIN": "1"}
    tiers = Indicator.objects.filter(version=version, tier__in=("resident", "fellow"))
    own = {one.key: numbers[one.domain_key] for one in tiers if one.domain_key in numbers}
    his = {"TEAM.fellow": "4", "IMP.fellow": "2.5", "STR.fellow": None}
    for rater, said, pair_of in ((pair.mentee, own, None), (pair.mentor, his, pair)):
        row = IndicatorRatings(
            mentee=pair.mentee, rated_by=rater, mentorship=pair_of, framework_version=version
        )
        row.rated_on = row.rated_at.date()
        row.seal_value(said)
        row.save()
    ProgressShare.objects.create(mentorship=pair)
    asked = RatingAsk(mentorship=pair, framework_version=version)
    asked.seal_value({"keys": ["FIN.fellow", "POL.fellow"]})
    asked.save()


def ask(world):
    return {"ask_id": world.things["ask"].id}


def door(world):
    return {"act_id": world.things["door"].id}


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
    Visit("growth:asks", arguments=pair, **BOB),
    Visit("growth:answer", arguments=ask, **BOB),
    Visit("growth:feedback", arguments=pair, **BOB),
    Visit("growth:feedback", arguments=pair, **WREN),
    Visit("growth:doors", arguments=pair, **BOB),
    Visit("growth:doors", arguments=ended, state="ended and empty", **BOB),
    Visit("growth:door", arguments=door, **WREN),
    Visit("growth:rate", arguments=pair, **BOB),
    Visit("growth:rate", arguments=ended, state="ended and empty", **BOB),
    Visit("growth:pair_progress", arguments=pair, **BOB),
    Visit("growth:ratings", state="no tier", **BOB),
    Visit("growth:progress", state="no tier", **BOB),
    Visit("growth:ratings", **WREN),
    Visit("growth:progress", **WREN),
    Visit("growth:ask_rating", arguments=pair, **WREN),
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
    for name in (
        "step",
        "reopen_goal",
        "goal_reader",
        "remove_evidence",
        "put_evidence_back",
        "let_go_ask",
        "take_up_ask",
        "take_back_feedback",
        "withdraw_door",
        "restore_door",
        "share_progress",
    )
} | {f"growth:plan_{form}": "answers with a file" for form in ("pdf", "docx")}
