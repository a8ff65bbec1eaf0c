"""What the invented mentees work on: goals with steps and evidence, a question now and then, a few ratings."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random
from uuid import UUID

from rounds.core.access import Viewer
from rounds.core.clock import now
from rounds.framework.selectors import current_version
from rounds.mentorships.enums import State
from rounds.mentorships.growth.selectors.goals import goals_of_pair
from rounds.mentorships.growth.services.asks import Question, answer_question, ask_question
from rounds.mentorships.growth.services.bulk import PastGoal, record_past_goals
from rounds.mentorships.growth.services.feedback import OpenedDoor, enter_door
from rounds.mentorships.growth.services.ratings import (
    ask_mentor_to_rate,
    rate_mentee,
    rate_oneself,
    share_progress,
)
from rounds.mentorships.growth.values.goals import GoalText, StepWords
from rounds.mentorships.models import Mentorship
from rounds.people.models import Person

# Of 40 pairs in a row: these mentees have not written a goal yet.
NO_GOAL = {5, 17, 31}


@dataclass(frozen=True)
class Wanted:
    """A goal as an invented mentee wrote it."""

    text: str
    domain: str
    measure: str
    steps: tuple[str, ...]
    evidence: str


GOALS = (
    Wanted(
        "Lead the morning huddle so that nurses and pharmacists speak first",
        "TEAM",
        "The charge nurse says so without being asked",
        ("Ask the charge nurse what she would change", "Lead it twice", "Hand it to somebody else"),
        "Led the huddle on the step-down unit",
    ),
    Wanted(
        "Take one improvement project from charter to a measured change",
        "IMP",
        "A run chart with twelve points",
        ("Charter on one page", "First measure", "Show it at the unit meeting", "Second change"),
        "Charter agreed with the quality office",
    ),
    Wanted(
        "Read the unit's budget with somebody who owns one",
        "FIN",
        "I can explain last month's variance",
        ("Find the last three reports", "Sit in on the budget meeting"),
        "Went through the variance report",
    ),
    Wanted(
        "Bring one proposal before the discharge committee",
        "POL",
        "It stands on an agenda",
        ("Read the last minutes", "One page with a question", "Speak for it"),
        "Item accepted for the agenda",
    ),
    Wanted(
        "Ask for feedback every week and act on one thing",
        "SELF",
        "Four weeks in a row",
        ("Choose whom to ask", "Write down one thing a week"),
        "Three weeks in the notebook",
    ),
)
FIRST_DONE = Wanted(
    "Hand over a night service so that nobody has to call me back",
    "TEAM",
    "No call back in two weeks of nights",
    ("Write the one-page handover", "Try it on three nights"),
    "Two weeks of nights without a call back",
)
ASKED_OF_GOAL = "What did you see me do here, and what would you try next?"
SAID_OF_GOAL = "You asked the quietest nurse first, and waited. Next time leave the summary to her too."
QUESTIONS = (
    "Whom do I ask first about the capital request?",
    "Is one page enough for the committee?",
    "Did the charge nurse say yes?",
)


def let_everybody_grow(random: Random, office: Viewer, day: date, *, both: tuple[Person, Person]) -> int:
    """Give the mentees of all running pairs something to work on, and one pair everything else; return how many goals."""
    running = Mentorship.objects.filter(state=State.ACTIVE)
    pairs = list(running.order_by("opened_on", "mentee__folded_family", "mentee__folded_given"))
    mentee, mentor = both
    for pair in pairs:
        if (pair.mentee_id, pair.mentor_id) == (mentee.id, mentor.id):
            tell_each_other(random, office, pair, day)
    return let_them_grow(random, office, pairs, day, shown=mentee)


def let_them_grow(
    random: Random, office: Viewer, pairs: Sequence[Mentorship], day: date, *, shown: Person
) -> int:
    """Give most mentees one to three goals that their mentor reads; return how many goals.

    Who is `shown` has one more, which is done: a list of goals holds both.
    """
    goals = [
        _goal(random, pair, wanted, day)
        for number, pair in enumerate(pairs)
        if number % 40 not in NO_GOAL and pair.opened_on
        for wanted in random.sample(GOALS, random.choice((1, 2, 2, 3)))
    ]
    first = next((pair for pair in pairs if pair.mentee_id == shown.id and pair.opened_on), None)
    if first is not None:
        goals.append(_done_goal(random, first, day))
    return record_past_goals(goals=goals, version=current_version(), by=office)


def _goal(random: Random, pair: Mentorship, wanted: Wanted, day: date) -> PastGoal:
    opened_on = min(day, (pair.opened_on or day) + timedelta(days=random.randrange(4, 45)))
    steps = tuple(StepWords(_key(random), step) for step in wanted.steps)
    done = random.randrange(len(steps) + 1)
    known = (day - opened_on).days
    # one step after the other
    marks = tuple(enumerate(sorted(_between(random, opened_on, known) for _place in range(done))))
    is_over = done == len(steps) and random.random() < 0.5
    text = GoalText(
        text=wanted.text,
        measure=wanted.measure,
        until=opened_on + timedelta(days=random.choice((120, 180, 270))),
        steps=steps,
        indicators=(f"{wanted.domain}.fellow",),
    )
    return PastGoal(
        mentee_id=pair.mentee_id,
        text=text,
        opened_at=_evening_of(opened_on),
        pair_ids=(pair.id,),
        done=marks,
        evidence=((wanted.evidence, _between(random, opened_on, known)),) if done else (),
        closed_at=_evening_of(day) if is_over else None,
    )


def _done_goal(random: Random, pair: Mentorship, day: date) -> PastGoal:
    """Return a goal of which every step is done, closed a month ago."""
    goal = _goal(random, pair, FIRST_DONE, day)
    opened_on = pair.opened_on or day
    last = max(opened_on, day - timedelta(days=30))
    known = (last - opened_on).days
    marks = tuple(enumerate(sorted(_between(random, opened_on, known) for _step in goal.text.steps)))
    evidence = ((FIRST_DONE.evidence, last),)
    return replace(
        goal, opened_at=_evening_of(opened_on), done=marks, evidence=evidence, closed_at=_evening_of(last)
    )


def _key(random: Random) -> UUID:
    return UUID(int=random.getrandbits(128), version=4)


def _between(random: Random, first: date, days: int) -> date:
    return first + timedelta(days=random.randrange(max(1, days)))


def _evening_of(on: date) -> datetime:
    moment = now()
    return min(moment, datetime.combine(on, time(21), tzinfo=moment.tzinfo))


def tell_each_other(random: Random, office: Viewer, pair: Mentorship, day: date) -> None:
    """Let the two of one pair ask each other, rate and open a door: those who can sign in find something to do."""
    mentee = Viewer(office.institution_id, None, pair.mentee_id)
    mentor = Viewer(office.institution_id, None, pair.mentor_id)
    for by, text in ((mentee, QUESTIONS[0]), (mentor, QUESTIONS[2])):
        ask_question(mentorship_id=pair.id, question=Question(text=text, entry_id=_key(random)), by=by)
    for goal in goals_of_pair(mentee, pair)[:1]:
        question = Question(text=ASKED_OF_GOAL, entry_id=_key(random), goal_id=goal.id)
        about = ask_question(mentorship_id=pair.id, question=question, by=mentee)
        answer_question(ask_id=about.id, text=SAID_OF_GOAL, by=mentor)
    own = {"TEAM": 3, "IMP": 2, "STR": 1, "SELF": 4, "ETH": 4, "DEV": 3, "FIN": 1, "POL": 2}
    rate_oneself(
        ratings={
            f"{domain}.{tier}": Decimal(value)
            for domain, value in own.items()
            for tier in ("resident", "fellow")
        },
        by=mentee,
    )
    share_progress(mentorship_id=pair.id, is_shown=True, by=mentee)
    asked = ["TEAM.fellow", "IMP.fellow", "STR.fellow"]
    ask_mentor_to_rate(mentorship_id=pair.id, keys=asked, by=mentee)
    seen = {"TEAM.fellow": Decimal(4), "IMP.fellow": Decimal("2.5"), "STR.fellow": None}
    rate_mentee(mentorship_id=pair.id, ratings=seen, by=mentor)
    door = OpenedDoor(
        door="shadowing",
        on=day - timedelta(days=20),
        what="A day beside the chief medical officer",
        came="Two introductions",
        entry_id=_key(random),
    )
    enter_door(mentorship_id=pair.id, opened=door, by=mentor)
