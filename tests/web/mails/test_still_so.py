"""What waits is looked at again as it leaves: what is no longer so of a pair goes to nobody."""

import re
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.core import mail as outbox

import rounds
from rounds.core.clock import institution_today, now
from rounds.core.events import dispatch_waiting
from rounds.core.mail import send_waiting
from rounds.core.mail.contents import writer_of
from rounds.core.mail.looks import look_of
from rounds.core.models import OutgoingMail
from rounds.matching.publishing.services.hand_over import hand_over
from rounds.mentorships.conversations.services.log import Held, log_conversation
from rounds.mentorships.dues.enums import Rule
from rounds.mentorships.dues.selectors import office_pairs
from rounds.mentorships.models import Conversation, Mentorship
from rounds.mentorships.services.office import end_pair_by_office
from rounds.programs.services.enrollments import change_enrollment_state
from rounds.web.mail.nudges import letters_of, ready_wording, send_nudge
from tests.matching.scenes import add_mentor, make_scene
from tests.mentorships.conversations.scenes import log, run_pair

TEXTS = Path(rounds.__file__).parent / "web/templates/mail"
# They tell what happened, which no later change makes untrue, or speak of no pair that runs.
ALWAYS_SO = {"break_glass_told", "break_glass_decided"}


@pytest.fixture
def scene(in_hospital):
    in_hospital.mail_is_live = True
    in_hospital.save()
    made = make_scene(in_hospital)
    add_mentor(made, "Ann", capacity=1)
    return made


@pytest.fixture
def pair(scene):
    made = run_pair(scene)
    Mentorship.objects.update(imported_start_on=None, created_at=now() - timedelta(days=90))
    return made


def leave(clock):
    dispatch_waiting()
    clock.shift(timedelta(minutes=16))
    send_waiting()
    return sorted((one.to[0].partition("@")[0], one.subject) for one in outbox.outbox)


def test_new_mentor_who_leaves_meanwhile_is_not_announced_and_the_end_is_told(scene, pair, clock):
    new = hand_over(pair=pair, mentor_id=scene.people["Ann"].id, reason="changed", by=scene.alice)
    dispatch_waiting()
    change_enrollment_state(by=scene.alice, enrollment=new.mentor_enrollment, state="withdrawn")

    left = leave(clock)

    assert left == [
        ("ann", "Your mentorship with Dr. Cleo Castell has ended"),
        ("bob", "Your mentorship with Dr. Cleo Castell has ended"),
        ("cleo", "Your mentorship with Dr. Ann Test has ended"),
    ]
    stopped = OutgoingMail.objects.filter(kind="pair_new_mentor")
    assert {one.state for one in stopped} == {"stopped"}
    assert all("nothing left to say" in one.problem for one in stopped)


def test_nudge_is_not_sent_to_who_has_talked_meanwhile_or_ended(scene, pair, clock):
    letters = letters_of(office_pairs(scene.alice, [scene.program]).trouble[Rule.FIRST_CONVERSATION])
    send_nudge(letters, ready_wording("first"), "first", program=scene.program, by=scene.alice)
    log(pair, scene.bob)

    assert len(letters) == 2
    assert leave(clock) == []


def test_disputed_conversation_is_told_to_nobody(scene, pair, clock):
    held = Held(entry_id=uuid4(), held_on=institution_today(), minutes=30)
    log_conversation(mentorship_id=pair.id, held=held, by=scene.alice, for_pair=True)
    dispatch_waiting()
    Conversation.objects.update(disputed_by=scene.people["Bob"], disputed_at=now())

    assert OutgoingMail.objects.filter(kind="conversation_recorded").count() == 2
    assert leave(clock) == []


def test_what_is_still_so_leaves(scene, pair, clock):
    end_pair_by_office(mentorship_id=pair.id, reason="time", ended_on=institution_today(), by=scene.alice)

    assert [to for to, _subject in leave(clock)] == ["bob", "cleo"]


def test_every_text_that_names_a_pair_is_looked_at_again():
    named = re.compile(r"\{\{ (other|mentee|mentor) \}\}|trainee|a pair")

    speak = {path.stem for path in TEXTS.glob("*.txt") if named.search(path.read_text())}

    assert {"pair_ended", "pair_new_mentor", "meeting_set", "trainees_pairs"} <= speak
    missing = {kind for kind in speak - ALWAYS_SO if not (writer_of(kind) or look_of(kind))}
    assert missing == set(), "register what looks at it again: rounds.web.mail.still_so"
