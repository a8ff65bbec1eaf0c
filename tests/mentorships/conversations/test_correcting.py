"""A held conversation is corrected by either of the two: what stood before stays, and what hangs on it follows."""

from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from rounds.core.errors import DomainError, NotFound, OutOfOrder
from rounds.mentorships.conversations.selectors import contacts_of, list_entries
from rounds.mentorships.conversations.services.correcting import (
    CorrectedMeanwhile,
    Correction,
    correct_conversation,
)
from rounds.mentorships.conversations.services.disputing import dispute_conversation
from rounds.mentorships.conversations.services.log import (
    FutureDay,
    Held,
    SameDay,
    log_conversation,
    take_back_conversation,
)
from rounds.mentorships.conversations.services.notes import Writing
from rounds.mentorships.conversations.services.putting_back import put_conversation_back
from rounds.mentorships.growth.selectors.goals import goal_for
from rounds.mentorships.growth.services.marks import TickedStep
from rounds.mentorships.models import Conversation, ConversationCorrection, GoalMark, News, Note
from rounds.mentorships.services.states import end_mentorship
from rounds.web.words.corrections import corrected_words
from tests.matching.scenes import make_scene
from tests.mentorships.conversations.scenes import day, log, run_pair
from tests.mentorships.growth.scenes import write_goal

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(in_hospital):
    return make_scene(in_hospital)


@pytest.fixture
def pair(scene):
    return run_pair(scene)


def correct(talk, by, *, ago=2, minutes=30, entry=None, **more):
    said = Correction(
        entry_id=entry or uuid4(),
        seen=more.pop("seen", Conversation.objects.get(id=talk.id).corrected_at),
        held_on=day(ago),
        minutes=minutes,
        **more,
    )
    return correct_conversation(conversation_id=talk.id, said=said, by=by)


def test_what_stood_before_is_kept_both_see_it_and_the_other_is_told(scene, pair):
    talk, entry = log(pair, scene.bob, ago=2, minutes=60, mode="video"), uuid4()

    for _press in range(2):
        correct(talk, scene.cleo, ago=3, minutes=15, mode="phone", entry=entry, seen=None)
    correct(talk, scene.bob, ago=3, minutes=15, mode="phone")

    row = ConversationCorrection.objects.get()
    assert (row.was_held_on, row.was_minutes, row.was_mode) == (day(2), 60, "video")
    assert contacts_of([pair])[pair.id].last_held_on == day(3)
    assert News.objects.get().person_id == scene.people["Bob"].id
    for viewer in (scene.bob, scene.cleo):
        (words,) = corrected_words(list_entries(pair, viewer)[0])
        assert "Cleo Castell" in words
        assert "60 minutes" in words
    # it is Cleo's word now: Bob can say that it was not so
    with pytest.raises(OutOfOrder):
        dispute_conversation(conversation_id=talk.id, by=scene.cleo)
    dispute_conversation(conversation_id=talk.id, by=scene.bob)


def test_disputed_conversation_counts_again_once_something_of_it_is_corrected(scene, pair):
    talk = log(pair, scene.bob, ago=2, minutes=60)
    dispute_conversation(conversation_id=talk.id, by=scene.cleo)

    with pytest.raises(DomainError, match="not so"):
        correct(talk, scene.bob, minutes=60)
    assert not Conversation.objects.get(id=talk.id).counts
    twin = log(pair, scene.cleo, ago=2, minutes=30)
    with pytest.raises(SameDay):
        correct(talk, scene.bob, minutes=45)
    take_back_conversation(conversation_id=twin.id, by=scene.cleo)
    entry = uuid4()
    for _press in range(2):
        correct(talk, scene.bob, minutes=45, entry=entry, seen=None)

    talk.refresh_from_db()
    assert (talk.counts, talk.minutes, talk.corrections.count()) == (True, 45, 1)
    assert set(News.objects.values_list("kind", "person_id")) == {("corrected", scene.people["Cleo"].id)}
    dispute_conversation(conversation_id=talk.id, by=scene.cleo)


def test_dispute_after_it_was_taken_out_or_the_pair_has_ended_is_refused_and_keeps_no_word(scene, pair):
    talk, other = log(pair, scene.bob, ago=2), log(pair, scene.bob, ago=9)
    take_back_conversation(conversation_id=talk.id, by=scene.bob)
    with pytest.raises(OutOfOrder):
        dispute_conversation(conversation_id=talk.id, by=scene.cleo, text="a word", entry_id=uuid4())
    end_mentorship(mentorship_id=pair.id, reason="changed", by=scene.alice)
    with pytest.raises(OutOfOrder):
        dispute_conversation(conversation_id=other.id, by=scene.cleo, text="a word", entry_id=uuid4())

    assert not Note.objects.exists()


def test_database_refuses_to_change_or_remove_what_stood_before(scene, pair):
    correct(log(pair, scene.bob, ago=2), scene.cleo, minutes=15)

    for change in (
        lambda rows: rows.update(was_minutes=600),
        lambda rows: rows.delete(),
    ):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            change(ConversationCorrection.objects.all())


def test_steps_follow_the_day_and_a_goal_with_one_is_kept(scene, pair):
    goal = write_goal(scene.cleo, pair, steps=("Lead it",))
    other = write_goal(scene.cleo, pair, text="Ask for the budget")
    (step,) = goal_steps(scene, goal)
    held = Held(entry_id=uuid4(), held_on=day(2), minutes=30)
    writing = Writing("", steps=frozenset({TickedStep(goal.id, step)}))
    talk = log_conversation(mentorship_id=pair.id, held=held, by=scene.bob, writing=writing)

    with pytest.raises(DomainError, match="step") as refused:
        correct(talk, scene.bob, goals=frozenset({other.id}))
    correct(talk, scene.bob, ago=5, goals=frozenset({goal.id, other.id}))

    assert refused.value.field == "goals"
    assert GoalMark.objects.get().done_on == day(5)
    (entry,) = list_entries(pair, scene.cleo)
    assert {one.id for one in entry.goals} == {goal.id, other.id}
    assert "Ask for the budget" not in corrected_words(entry)[0]


def goal_steps(scene, goal):
    return [step.key for step in goal_for(scene.cleo, goal.id).steps]


def test_days_that_cannot_be_and_stale_looks_are_refused_in_words(scene, pair):
    talk, twin = log(pair, scene.bob, ago=2), log(pair, scene.bob, ago=9)
    for ago, error in ((-1, FutureDay), (200, DomainError), (9, SameDay)):
        with pytest.raises(error):
            correct(talk, scene.bob, ago=ago)
    correct(talk, scene.cleo, minutes=45)
    with pytest.raises(CorrectedMeanwhile):
        correct(talk, scene.bob, minutes=15, seen=None)
    assert correct(talk, scene.bob, ago=9, minutes=15, is_another=True).held_on == twin.held_on
    with pytest.raises(NotFound):
        correct(talk, scene.alice)
    end_mentorship(mentorship_id=pair.id, reason="changed", by=scene.alice)
    with pytest.raises(OutOfOrder):
        correct(talk, scene.bob, minutes=20)


def test_page_writes_what_was_changed_on_it_and_asks_where_two_changed_the_same(scene, pair, client):
    talk = log(pair, scene.bob, ago=2, minutes=60, mode="video")
    page = reverse(
        "pairs:correct", kwargs={"institution": scene.institution.slug, "conversation_id": talk.id}
    )
    client.force_login(scene.people["Cleo"].user)
    shown = client.get(page).context["form"]
    sent = {"held_on": str(day(2)), "minutes": "60", "mode": "video", "entry": shown["entry"].value()}
    sent |= {f"shown-{name}": shown.mark_shown(name) for name in ("held_on", "minutes", "mode")}
    correct(talk, scene.bob, minutes=15, mode="video")

    answer = client.post(page, sent | {"minutes": "45"})
    assert "Somebody else has changed this to “15”" in answer.content.decode()
    assert client.post(page, sent | {"mode": "phone", "entry": str(uuid4())}).status_code == 302

    talk.refresh_from_db()
    assert (talk.minutes, talk.mode) == (15, "phone")


def test_taken_back_and_put_back_keeps_its_corrections_and_tells_of_none(scene, pair):
    talk = log(pair, scene.bob, ago=2)
    correct(talk, scene.cleo, minutes=15)

    take_back_conversation(conversation_id=talk.id, by=scene.bob)

    assert not News.objects.exists()
    put_conversation_back(conversation_id=talk.id, by=scene.bob)
    assert len(list_entries(pair, scene.bob)[0].corrections) == 1
