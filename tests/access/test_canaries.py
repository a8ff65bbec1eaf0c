"""200 strings in what a pair writes: in no mail, calendar entry, log line, step of the worker or byte of the database."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.core import mail

from rounds.core.access import Viewer
from rounds.core.clock import now
from rounds.core.database.scope import scope
from rounds.core.jobs.chores import chores
from rounds.core.models import OutgoingMail
from rounds.mentorships.agreements.services import propose_agreement, sign_agreement
from rounds.mentorships.agreements.values.terms import default_terms
from rounds.mentorships.conversations.services.log import Held
from rounds.mentorships.conversations.services.planning import Plan, plan_conversation
from rounds.mentorships.debriefs.services import write_debrief
from rounds.mentorships.debriefs.values import PROMPTS
from rounds.mentorships.growth.services.asks import Question, answer_question, ask_question
from rounds.mentorships.growth.services.feedback import OpenedDoor, enter_door, give_feedback
from rounds.mentorships.growth.services.goals import NewGoal, open_goal
from rounds.mentorships.growth.values.acts import FeedbackText
from rounds.mentorships.growth.values.goals import GoalText, StepWords
from rounds.mentorships.milestones.services import answer_report, write_report
from rounds.mentorships.models import AgreementVersion, Mentorship, Note
from rounds.people.models import Person
from rounds.web.participant.records.own_rows import own_tables
from tests.access.matrix import all_addresses, ask, asker_of, is_allowed, read_policy, things_for
from tests.security.test_sealed import bytes_of_the_database
from tests.world import World, build_world
from tests.worlds.words import viewer_of

BOTH, HERS, HIS = "the two", "cleo", "bob"
OTHERS = (
    *("chief", "alice", "other_coordinator", "director", "residency_director", "gme_officer"),
    *("faculty_developer", "steering_viewer", "delegate", "auditor", "site_admin", "both", "newcomer"),
)


@pytest.fixture
def world(transactional_db):
    return build_world()


class Canaries:
    """Strings that stand nowhere else, each with who may read it."""

    def __init__(self) -> None:
        self.readers: dict[str, str] = {}

    def new(self, readers: str) -> str:
        word = f"Zzcanary{len(self.readers):03}q{uuid4().hex[:6]}"
        self.readers[word] = readers
        return word


def write_everything(world: World, canaries: Canaries) -> None:
    """Let the two write 200 strings of each kind that a pair has, through the services."""
    pair, cleo, bob = world.rows["running pair"], viewer_of(world, "cleo"), viewer_of(world, "bob")
    for number in range(38):
        for writer, audience, readers in (
            (cleo, "private", HERS),
            (bob, "private", HIS),
            (cleo, "pair", BOTH),
        ):
            note = Note(mentorship=pair, author_id=writer.own_id, audience=audience)
            note.seal_value({"text": f"{number} {canaries.new(readers)}"})
            note.save()
    for _number in range(20):
        step = StepWords(uuid4(), canaries.new(HERS))
        text = GoalText(text=canaries.new(HERS), steps=(step,))
        open_goal(wanted=NewGoal(text=text, entry_id=uuid4()), by=cleo)
    for _number in range(10):
        question = Question(text=canaries.new(BOTH), entry_id=uuid4())
        ask = ask_question(mentorship_id=pair.id, question=question, by=cleo)
        answer_question(ask_id=ask.id, text=canaries.new(BOTH), by=bob)
    for _number in range(4):
        report = write_report(mentorship_id=pair.id, text=canaries.new(BOTH), entry_id=uuid4(), by=cleo)
        answer_report(report=report, saw=canaries.new(BOTH), try_next=canaries.new(BOTH), version=1, by=bob)
        opened = OpenedDoor(
            door="committee",
            on=bob.today(),
            what=canaries.new(BOTH),
            came=canaries.new(BOTH),
            entry_id=uuid4(),
        )
        enter_door(mentorship_id=pair.id, opened=opened, by=bob)
    for _number in range(3):
        feedback = FeedbackText(helps=canaries.new(BOTH), more=canaries.new(BOTH), acts={})
        give_feedback(mentorship_id=pair.id, text=feedback, entry_id=uuid4(), by=cleo)
    ask_question(mentorship_id=pair.id, question=Question(text=canaries.new(BOTH), entry_id=uuid4()), by=cleo)
    agree(pair, canaries, cleo, bob)
    held = Held(entry_id=uuid4(), held_on=cleo.today(), minutes=30)
    answers = {prompt: canaries.new(BOTH) for prompt in PROMPTS}
    wards = world.rows["rotations of cleo"]["Wards"]
    write_debrief(mentorship_id=pair.id, rotation=wards, held=held, answers=answers, by=cleo)
    plan = Plan(starts_at=now() + timedelta(days=2), minutes=30, mode="video", entry_id=uuid4())
    plan_conversation(mentorship_id=pair.id, plan=plan, by=cleo)


def agree(pair: Mentorship, canaries: Canaries, cleo: Viewer, bob: Viewer) -> None:
    """Let the two sign an agreement with words of their own, of which the worker writes the document."""
    words = {name: canaries.new(BOTH) for name in ("reach", "own_words")}
    last = AgreementVersion.objects.filter(mentorship=pair).latest("number").number
    terms = replace(default_terms(cleo.today() + timedelta(days=90)), **words)
    version = propose_agreement(mentorship_id=pair.id, terms=terms, seen=last, by=cleo)
    sign_agreement(version=version, digest=version.digest, by=bob)


def pages_of(world: World, who: str) -> dict[str, str]:
    """Return the text of every page and download that somebody may open, on each thing."""
    actor, policy, found = world.actors[who], read_policy(), {}
    asker = asker_of(actor)
    for address in all_addresses():
        for thing in things_for(address, world):
            if thing.institution == world.here and is_allowed(
                policy[address.name].get("GET"), actor, thing, world
            ):
                found[f"{address.name} {thing.label}"] = ask(asker, address, "GET", thing).text
    return found


def let_the_worker_work() -> None:
    """Do each chore on some days and hours, so that mails of the day, calendar messages and questions leave."""
    start = now().replace(minute=5)
    for days in (0, 1, 2, 3, 8):
        for hour in (12, 22):
            with time_machine.travel(start.replace(hour=hour) + timedelta(days=days), tick=False):
                for chore in chores.values():
                    chore.function()


def places_of(words, tmp_path, caplog) -> dict[str, list[str]]:
    """Return where words stand in plain text: the bytes of the database, what left by mail, the log."""
    left = "".join(f"{one.subject}{one.body}{one.message()}" for one in mail.outbox)
    bodies = "".join(f"{one.subject}{one.body}{one.ids}" for one in OutgoingMail.everywhere.all())
    kept = bytes_of_the_database(tmp_path)
    searched = {
        "mail": left.encode(),
        "queue": bodies.encode(),
        "log": caplog.text.encode(),
        "database": kept,
    }
    return {
        place: found
        for place, text in searched.items()
        if (found := [word for word in words if word.encode() in text])
    }


def test_200_strings_of_a_pair_stand_nowhere_but_before_their_readers(world, tmp_path, caplog):
    """The worker does everything ten times: that is the time which it takes."""
    caplog.set_level(logging.DEBUG)
    canaries = Canaries()
    with scope(world.here.id):
        world.here.mail_is_live = True
        world.here.save()
        write_everything(world, canaries)
    let_the_worker_work()

    assert len(canaries.readers) >= 200
    assert mail.outbox
    assert any("text/calendar" in str(one.message()) for one in mail.outbox)
    assert places_of(canaries.readers, tmp_path, caplog) == {}
    with scope(world.here.id, "America/New_York"):
        for who in ("cleo", "bob", "both", "former_mentor", "alice", "residency_director", "delegate"):
            record = str(own_tables(viewer_of(world, who)))
            seen = {word for word in canaries.readers if word in record}
            may = {
                word
                for word, readers in canaries.readers.items()
                if readers == who or (readers == BOTH and who in (HERS, HIS))
            }
            assert seen == may, who


@pytest.mark.parametrize(
    "who", ["former_mentor", *(pytest.param(name, marks=pytest.mark.long) for name in OTHERS)]
)
def test_200_strings_of_a_pair_stand_on_no_page_of_anybody_else(world, who):
    """Open every page and download of somebody: that is the time which it takes."""
    canaries = Canaries()
    with scope(world.here.id):
        write_everything(world, canaries)
    let_the_worker_work()

    pages = pages_of(world, who)

    assert len(pages) > 15
    assert {page: word for page, text in pages.items() for word in canaries.readers if word in text} == {}


def test_strings_of_a_pair_stand_on_the_pages_of_the_two(world):
    """Open every page and download of the mentor: that is the time which it takes."""
    canaries = Canaries()
    with scope(world.here.id):
        write_everything(world, canaries)

    text = "".join(pages_of(world, HIS).values())

    seen = {word for word in canaries.readers if word in text}
    assert seen <= {word for word, readers in canaries.readers.items() if readers in (BOTH, HIS)}
    assert len(seen) > 100


def test_a_planted_leak_is_found_in_each_place(world, tmp_path, caplog):
    caplog.set_level(logging.DEBUG)
    word = Canaries().new(BOTH)

    Person.everywhere.filter(id=world.actors["cleo"].person.id).update(pronouns=word)
    OutgoingMail.everywhere.create(
        institution=world.here,
        key="leak",
        kind="x",
        to_address="a@b.example",
        subject=word,
        body="",
        from_name="",
    )
    mail.EmailMessage(word, "", "a@b.example", ["c@d.example"]).send()
    logging.getLogger("rounds").warning(word)

    assert set(places_of([word], tmp_path, caplog)) == {"mail", "queue", "log", "database"}
