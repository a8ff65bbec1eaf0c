"""Whoever is answered, released about or disputed learns it on the home and by mail, until the page is opened."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from rounds.core.audit import openings_of
from rounds.core.clock import institution_today
from rounds.core.errors import OutOfOrder
from rounds.core.models import DayMail
from rounds.mentorships.conversations.selectors import list_entries
from rounds.mentorships.conversations.services.disputing import dispute_conversation, take_back_dispute
from rounds.mentorships.conversations.services.log import Held, take_back_conversation
from rounds.mentorships.debriefs.services import write_debrief
from rounds.mentorships.growth.selectors.asks import asks_of_pair
from rounds.mentorships.growth.services.asks import (
    Question,
    answer_question,
    ask_question,
    let_go_question,
    take_back_letting_go,
)
from rounds.mentorships.growth.services.marks import EvidenceLine, add_evidence
from rounds.mentorships.milestones.services import answer_report, write_report
from rounds.mentorships.models import Conversation, Mentorship, News
from rounds.mentorships.news.selectors import news_of, news_to_tell
from rounds.mentorships.news.services import settle_news
from rounds.mentorships.releases.selectors import packet_of
from rounds.mentorships.releases.services import note_opened, release_pieces
from rounds.people.models import TrainingProgram, TrainingProgramMember
from rounds.programs.models import Rotation
from rounds.web.mail.news import words_of_news
from tests.matching.scenes import make_scene
from tests.mentorships.conversations.scenes import log, run_pair
from tests.mentorships.growth.scenes import write_goal
from tests.web.pairs.test_log_page import client_of


def news_lines(scene, person):
    day = DayMail(person_id=person.id, on=institution_today())
    return words_of_news(scene.institution, [day])[day.id]


@pytest.fixture
def scene(in_hospital):
    return make_scene(in_hospital)


@pytest.fixture
def pair(scene):
    return run_pair(scene)


def ask(pair, by):
    question = Question(text="Whom first?", entry_id=uuid4())
    return ask_question(mentorship_id=pair.id, question=question, by=by)


def answered(scene, pair):
    answer_question(ask_id=ask(pair, scene.cleo).id, text="The charge nurse", by=scene.bob)


def let_go(scene, pair):
    let_go_question(ask_id=ask(pair, scene.cleo).id, by=scene.bob)


def report_answered(scene, pair):
    report = write_report(mentorship_id=pair.id, text="I led the huddle", entry_id=uuid4(), by=scene.cleo)
    answer_report(report=report, saw="Calm", try_next="Ask", version=1, by=scene.bob)
    return report


def disputed(scene, pair):
    dispute_conversation(conversation_id=log(pair, scene.cleo).id, by=scene.bob)


def release(scene, pair, key):
    program = TrainingProgram.objects.create(name="Medicine", specialty="medicine")
    TrainingProgramMember.objects.create(
        training_program=program,
        person=scene.people["Cleo"],
        kind="resident",
        from_on=institution_today() - timedelta(days=100),
    )
    digest = packet_of(scene.cleo, [key], program).digest()
    return release_pieces(keys=[key], program=program, digest=digest, entry_id=uuid4(), by=scene.cleo)


def report_released(scene, pair):
    return release(scene, pair, f"report {report_answered(scene, pair).id}")


def goal_released(scene, pair):
    goal = write_goal(scene.cleo, pair, text="Lead the huddle")
    line = EvidenceLine(what="Seen on Monday", on=institution_today(), entry_id=uuid4())
    add_evidence(goal_id=goal.id, line=line, by=scene.bob)
    return release(scene, pair, f"goal {goal.id}")


def debrief_released(scene, pair):
    Mentorship.objects.filter(id=pair.id).update(imported_start_on=None)
    rotation = Rotation.objects.create(
        person_id=pair.mentee_id,
        name="ICU",
        kind="major",
        from_on=institution_today() - timedelta(days=31),
        to_on=institution_today() - timedelta(days=3),
    )
    held = Held(entry_id=uuid4(), held_on=institution_today(), minutes=30)
    made = write_debrief(
        mentorship_id=pair.id, rotation=rotation, held=held, answers={"conflict": "A word"}, by=scene.bob
    )
    return release(scene, pair, f"debrief {made.id} conflict")


def home(scene, who):
    return reverse("home", kwargs={"institution": scene.institution.slug})


@pytest.mark.parametrize(
    ("deed", "who", "words"),
    [
        (answered, "Cleo", "has answered your question"),
        (let_go, "Cleo", "has let your question go"),
        (report_answered, "Cleo", "has answered your report"),
        (report_released, "Bob", "has released words of yours"),
        (goal_released, "Bob", "has released words of yours"),
        (debrief_released, "Bob", "has released words of yours"),
    ],
)
def test_news_is_on_the_home_and_in_the_mail_until_its_page_is_opened(scene, pair, deed, who, words):
    deed(scene, pair)
    viewer, person = scene.viewer(who), scene.people[who]
    client = client_of(scene, who)
    News.objects.exclude(person=person).delete()

    [line] = news_to_tell()
    settle_news([replace(line, on=institution_today())], [])
    [told] = news_lines(scene, person)
    assert words in told.title
    assert words in client.get(home(scene, who)).content.decode()
    assert news_to_tell() == []  # once

    assert client.get("/" + told.link.split("/", 3)[3]).status_code == 200
    assert news_of(viewer, [pair]) == {}
    assert words not in client.get(home(scene, who)).content.decode()
    assert not news_lines(scene, person)


def test_question_that_was_let_go_is_open_again_for_whoever_let_it_go(scene, pair):
    one = ask(pair, scene.cleo)
    let_go_question(ask_id=one.id, by=scene.bob)
    with pytest.raises(OutOfOrder):
        take_back_letting_go(ask_id=one.id, by=scene.cleo)
    assert [(read.is_let_go, read.can_be_taken_up) for read in asks_of_pair(scene.bob, pair)] == [
        (True, True)
    ]
    assert [read.can_be_taken_up for read in asks_of_pair(scene.cleo, pair)] == [False]

    take_back_letting_go(ask_id=one.id, by=scene.bob)

    assert [read.is_open for read in asks_of_pair(scene.cleo, pair)] == [True]
    assert news_of(scene.cleo, [pair]) == {}


def test_dispute_is_mailed_once_and_stays_on_home_and_log_with_what_can_be_done_until_it_is_settled(
    scene, pair
):
    disputed(scene, pair)
    client, talk = client_of(scene, "Cleo"), Conversation.objects.get()
    words = "says that the conversation of"

    [line] = news_to_tell()
    settle_news([replace(line, on=institution_today())], [])
    assert [told.title for told in news_lines(scene, scene.people["Cleo"])] == [
        "Dr. Bob Brandt says that a conversation which you logged was not so"
    ]
    for _look in range(2):
        shown = client.get(home(scene, "Cleo")).content.decode()
        assert words in shown
        assert "Waits for you" in shown
        log_page = client.get(reverse("pairs:conversations", kwargs=of_pair(scene, pair))).content.decode()
        for way in (f"/{talk.id}/correct/", f"/{talk.id}/take-back/", f"{pair.id}/times/"):
            assert way in log_page
    assert words not in client_of(scene, "Bob").get(home(scene, "Bob")).content.decode()

    take_back_conversation(conversation_id=talk.id, by=scene.cleo)
    assert words not in client.get(home(scene, "Cleo")).content.decode()


def test_what_one_says_with_a_dispute_is_read_by_the_other_and_kept_once(scene, pair):
    talk = log(pair, scene.cleo)
    client = client_of(scene, "Bob")
    page = reverse(
        "pairs:dispute", kwargs={"institution": scene.institution.slug, "conversation_id": talk.id}
    )
    asked = client.post(page, {"note": "MRN 1234567, bed 12", "entry": str(uuid4())}).content.decode()
    assert "MRN 1234567, bed 12" in asked
    assert Conversation.objects.get().counts
    sent = {"note": "We spoke on Tuesday", "entry": str(uuid4())}
    for _press in range(2):
        assert client.post(page, sent).status_code == 302

    [entry] = list_entries(pair, scene.cleo)
    assert [note.text for note in entry.notes] == ["We spoke on Tuesday"]
    assert not entry.conversation.counts
    # whose word it is has nothing to dispute
    assert client_of(scene, "Cleo").get(page).status_code == 302
    office = client_of(scene, "Alice").get(reverse("year:pair", kwargs=of_pair(scene, pair))).content.decode()
    assert "Disputed" in office
    assert "Tuesday" not in office


def of_pair(scene, pair):
    return {"institution": scene.institution.slug, "mentorship_id": pair.id}


def test_dispute_is_no_news_once_it_is_taken_back_or_the_log_is(scene, pair):
    mine, other = log(pair, scene.cleo, ago=3), log(pair, scene.cleo, ago=9)
    for one in (mine, other):
        dispute_conversation(conversation_id=one.id, by=scene.bob)

    take_back_dispute(conversation_id=mine.id, by=scene.bob)
    take_back_conversation(conversation_id=other.id, by=scene.cleo)

    assert news_of(scene.cleo, [pair]) == {}
    assert [one.conversation for one in list_entries(pair, scene.bob)] == [mine]
    with pytest.raises(OutOfOrder):
        take_back_dispute(conversation_id=other.id, by=scene.bob)


@pytest.mark.parametrize(
    ("deed", "kind"),
    [(report_released, "answer"), (goal_released, "evidence"), (debrief_released, "debrief")],
)
def test_director_who_opens_a_release_is_named_to_whoever_wrote_words_in_it(scene, pair, deed, kind):
    released = deed(scene, pair)

    note_opened(release=released, by=scene.alice)

    opened = [(one.reader_id, one.kind) for one in openings_of(scene.bob)]
    assert (scene.people["Alice"].id, kind) in opened
