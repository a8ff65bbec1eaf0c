"""What the two tell each other about growing: Cleo with Bob, who is her mentor, and with the one who was.

Who reads what stands here by hand, from the visibility matrix: the mentee, and a mentor to whom it was shown, as it
stood while the pair ran.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4

from rounds.core.clock import institution_today, now
from rounds.core.database.scope import scope
from tests.world import World

BOTH = ("cleo", "bob")
LONG_AGO = timedelta(days=260)


def add(world: World) -> None:
    with scope(world.here.id):
        pairs = _pairs(world)
        _add_goals(world, pairs)
        _add_asks(world, pairs)
        _ask_to_rate(pairs["running"])
        _add_feedback(world, pairs)
        _add_doors(world, pairs)
    with scope(world.elsewhere.id):
        goal = _goal(world, "dina", _words(world, "elsewhere", "dina"))
        things = {"program": "elsewhere", "at": world.elsewhere}
        world.add_thing("goal elsewhere", owners={"dina"}, goal_id=goal.id, **things)


def _pairs(world: World) -> dict:
    from rounds.mentorships.models import Mentorship

    former = Mentorship.objects.get(
        mentor=world.actors["former_mentor"].person, mentee=world.actors["cleo"].person, state="ended"
    )
    return {"running": world.rows["running pair"], "former": former}


def _words(world: World, which: str, *readers: str) -> dict:
    return {
        "text": world.word(f"GoalWords.text {which}", *readers),
        "measure": world.word(f"GoalWords.measure {which}", *readers),
        "until": None,
        "steps": [[str(uuid4()), world.word(f"GoalWords.step {which}", *readers)]],
        "indicators": [],
    }


def _goal(world: World, mentee: str, words: dict, at: datetime | None = None):
    from rounds.mentorships.models import Goal

    goal = Goal(mentee=world.actors[mentee].person, opened_at=at or now())
    goal.seal_value({})
    goal.save()
    _write(goal, words, 1, at)
    return goal


def _write(goal, words: dict, number: int, at: datetime | None = None) -> None:
    from rounds.mentorships.models import GoalWords

    row = GoalWords(goal=goal, number=number, written_at=at or now())
    row.seal_value(words)
    row.save()


def _add_goals(world: World, pairs: dict) -> None:
    """Give Cleo a goal of her own, one that Bob reads, and one that the former mentor had and that has changed since."""
    from rounds.mentorships.models import Goal, GoalReader

    alone = _goal(world, "cleo", _words(world, "alone", "cleo"))
    words = _words(world, "shared", *BOTH)
    shared = _goal(world, "cleo", words)
    world.rows["step of shared goal"] = words["steps"][0][0]
    GoalReader.objects.create(goal=shared, mentorship=pairs["running"])
    long_ago = _former_moment(pairs["former"])
    changed = _goal(world, "cleo", _words(world, "then", "former_mentor"), long_ago)
    _write(changed, _words(world, "now", "cleo"), 2)
    Goal.objects.filter(id=changed.id).update(version=2)
    GoalReader.objects.create(goal=changed, mentorship=pairs["former"], shown_at=long_ago)
    let_go = _goal(world, "cleo", _words(world, "let go", *BOTH))
    let_go.state, let_go.closed_at = "let_go", now()
    let_go.seal_value({"reason": world.word("Goal.reason", *BOTH)})
    let_go.save()
    GoalReader.objects.create(goal=let_go, mentorship=pairs["running"])
    for label, goal, owners in (
        ("alone", alone, {"cleo"}),
        ("shared", shared, set(BOTH)),
        ("changed since", changed, {"cleo", "former_mentor"}),
        ("let go", let_go, set(BOTH)),
    ):
        world.add_thing(f"goal {label}", owners=owners, program="ladder", goal_id=goal.id)
    world.rows["goal alone"] = alone
    _evidence(world, shared, "bob", *BOTH)
    _evidence(world, shared, "cleo", *BOTH)
    _evidence(world, changed, "former_mentor", "cleo", "former_mentor", at=long_ago)
    _evidence(world, changed, "cleo", "cleo")
    _take_away(world, _evidence(world, shared, "bob", "bob", what="taken away"))


def _former_moment(pair) -> datetime:
    from rounds.mentorships.growth.selectors.goals import read_until

    until = read_until(pair)
    assert until is not None
    return until - timedelta(days=1)


def _evidence(world: World, goal, by: str, *readers: str, at: datetime | None = None, what: str = ""):
    from rounds.mentorships.models import GoalEvidence

    line = GoalEvidence(
        goal=goal, on=institution_today(), added_at=at or now(), added_by=world.actors[by].person
    )
    word = world.word(f"GoalEvidence.sealed {by} {what}{goal.id}", *readers)
    line.seal_value({"what": word, "link": ""})
    line.save()
    if what:
        return line
    # Whose pair has ended adds nothing and takes nothing away.
    owners = {by} - {"former_mentor"}
    label = f"evidence of {by}{'' if at is None else ' then'} {goal.id}"
    world.add_thing(label, owners=owners, program="ladder", evidence_id=line.id)
    return line


def _take_away(world: World, line) -> None:
    """Let Bob have taken a line away just now: nobody but him knows that it was there."""
    line.taken_away_at = now()
    line.save()
    world.add_thing("line that bob took away", owners={"bob"}, program="ladder", taken_evidence_id=line.id)


def _add_asks(world: World, pairs: dict) -> None:
    """Let each have asked something in each pair; one in each is answered."""
    from rounds.mentorships.models import Ask

    for which, mentor in (("running", "bob"), ("former", "former_mentor")):
        both = ("cleo", mentor)
        for by, state in (("cleo", "open"), (mentor, "answered"), (mentor, "open")):
            ask = Ask(mentorship=pairs[which], asked_by=world.actors[by].person, state=state)
            said = {"question": world.word(f"Ask.question {which} {by} {state}", *both)}
            if state == "answered":
                said["answer"] = world.word(f"Ask.answer {which} {by}", *both)
            ask.seal_value(said)
            ask.save()
            label = f"ask of {by} {which} {state}"
            world.add_thing(label, owners=set(both), program="ladder", ask_id=ask.id)


def _add_feedback(world: World, pairs: dict) -> None:
    from rounds.mentorships.models import OpenFeedback

    for which, mentor in (("running", "bob"), ("former", "former_mentor")):
        row = OpenFeedback(mentorship=pairs[which], given_at=now())
        words = {key: world.word(f"OpenFeedback.{key} {which}", "cleo", mentor) for key in ("helps", "more")}
        row.seal_value({**words, "acts": {"listen": "4"}})
        row.save()
        world.add_thing(f"feedback of cleo {which}", owners={"cleo"}, program="ladder", feedback_id=row.id)


def _add_doors(world: World, pairs: dict) -> None:
    from rounds.mentorships.models import SponsorshipAct

    cleo = world.actors["cleo"].person
    for label, which, mentor, withdrawn in (
        ("door of bob", "running", "bob", None),
        ("door of the former mentor", "former", "former_mentor", None),
        ("door that cleo withdrew", "running", "bob", cleo),
    ):
        sponsor = world.actors[mentor].person
        act = SponsorshipAct(mentorship=pairs[which], mentee=cleo, sponsor=sponsor, door="committee")
        act.on, act.entered_by, act.withdrawn_by = institution_today(), sponsor, withdrawn
        act.withdrawn_at = now() if withdrawn else None
        readers = ("cleo", mentor)
        both = {key: world.word(f"SponsorshipAct.{key} {label}", *readers) for key in ("what", "came")}
        act.seal_value(both)
        act.save()
        world.add_thing(label, owners=set(readers), program="ladder", act_id=act.id)


def _ask_to_rate(pair) -> None:
    """Let Cleo have asked Bob to rate one thing."""
    from rounds.framework.selectors import current_version
    from rounds.mentorships.models import RatingAsk

    ask = RatingAsk(mentorship=pair, framework_version=current_version())
    ask.seal_value({"keys": ["TEAM.fellow"]})
    ask.save()
