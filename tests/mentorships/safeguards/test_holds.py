"""A hold keeps each former text of what a pair writes, whoever changes it and however; two people open what both shared."""

from datetime import timedelta

import pytest
import time_machine
from django.apps import apps

from rounds.core.clock import now
from rounds.core.enums import Role
from rounds.core.models import SealedRecord
from rounds.mentorships import models as together
from rounds.mentorships.conversations.services.log import take_back_conversation
from rounds.mentorships.conversations.services.notes import change_note
from rounds.mentorships.models import KeptText, Note
from rounds.mentorships.safeguards.selectors import emergencies_known_to, hold_on, openables_of, texts_of
from rounds.mentorships.safeguards.services import (
    Emergency,
    ask_to_open,
    decide_emergency,
    lift_hold,
    put_hold,
)
from rounds.mentorships.safeguards.services.keeping import KEPT_FOR, WATCHED, erase_what_was_kept
from rounds.people.models import RoleAssignment
from tests.matching.scenes import add_person, make_scene
from tests.mentorships.conversations.scenes import day, log, run_pair
from tests.mentorships.safeguards.test_break_glass import sam

EXCUSED = {
    "BreakGlass": "why the office asked; never changed",
    "PreservationHold": "why the office put it; never changed",
    "KeptText": "is what was kept",
    "ChangeRequest": "why somebody asks the office for a change; never changed",
    "GroupNote": "of a group, never of a pair: a hold keeps what is of one pair",
}


@pytest.fixture
def scene(in_hospital):
    scene = make_scene(in_hospital)
    RoleAssignment.objects.create(
        person=add_person(scene, "Sam", login=True), role=Role.SITE_ADMIN, from_on=day(10)
    )
    return scene


@pytest.fixture
def pair(scene):
    return run_pair(scene, since=200)


@pytest.fixture
def hold(scene, pair):
    return put_hold(pair=pair, reason="Counsel asks for it", by=scene.alice)


def said(kind):
    return [one.opened() for one in KeptText.objects.filter(kind=kind).order_by("kept_at")]


def note_of(scene, pair, text="first", audience="pair", ago=5):
    talk = log(pair, scene.cleo, ago=ago, note=text, audience=audience)
    return Note.objects.get(conversation=talk)


def opened(scene, pair, hold):
    emergency = Emergency(thing=f"kept:{hold.id}", reason="A complaint")
    glass = ask_to_open(pair=pair, emergency=emergency, by=scene.alice)
    return decide_emergency(glass=glass, is_agreed=True, by=sam(scene))


def test_each_sealed_kind_of_a_pair_is_watched_or_excused():
    sealed = {
        model.__name__
        for model in apps.get_app_config("mentorships").get_models()
        if issubclass(model, SealedRecord)
    }

    assert sealed == {model.__name__ for model in WATCHED} | EXCUSED.keys()


AROUND = {
    "AgreementPaper": {"version": together.AgreementVersion},
    "GoalWords": {"goal": together.Goal},
    "GoalEvidence": {"goal": together.Goal},
    "MilestoneFeedback": {"report": together.MilestoneReport},
}


@pytest.mark.parametrize("model", list(WATCHED), ids=lambda model: model.__name__)
def test_each_kind_leads_to_its_holds_by_columns_that_it_has(in_hospital, model):
    row = model(**{name: other() for name, other in AROUND.get(model.__name__, {}).items()})

    assert not together.PreservationHold.objects.filter(WATCHED[model].pairs(row)).exists()
    assert not WATCHED[model].author or hasattr(row, WATCHED[model].author)


def test_each_change_and_a_removal_keeps_what_was_said(scene, pair, hold):
    note = note_of(scene, pair)

    changed = change_note(note=note, text="second", version=note.version, by=scene.cleo)
    changed = change_note(note=changed, text="third", version=changed.version, by=scene.cleo)
    Note.objects.filter(id=note.id).delete()

    assert [one["text"] for one in said("Note")] == ["first", "second", "third"]
    assert [one.is_removed for one in KeptText.objects.order_by("kept_at")] == [False, False, True]
    assert not [one for one in KeptText.objects.all() if "first" in one.sealed]


def test_what_is_a_persons_own_is_kept_by_a_hold_on_any_of_their_pairs(scene, pair, hold):
    goal = together.Goal(mentee_id=pair.mentee_id)
    goal.seal_value({"reason": "no time"})
    goal.save()
    words = together.GoalWords(goal=goal, number=1)
    words.seal_value({"text": "Lead a round"})
    words.save()

    goal.seal_value({})
    goal.save(update_fields=["state", "sealed"])
    goal.delete()

    assert said("Goal") == [{"reason": "no time"}, {}]
    assert said("GoalWords") == [{"text": "Lead a round"}]


def test_without_a_hold_and_where_nothing_is_changed_nothing_is_kept(scene, pair):
    note = note_of(scene, pair)
    note = change_note(note=note, text="second", version=1, by=scene.cleo)
    hold = put_hold(pair=pair, reason="Counsel asks for it", by=scene.alice)
    note.save()
    lift_hold(hold=hold, by=scene.alice)
    change_note(note=note, text="third", version=2, by=scene.cleo)

    assert not KeptText.objects.exists()
    assert hold_on(pair) is None


def test_two_people_open_what_both_shared_never_a_private_note_nor_what_is_taken_back(scene, pair, hold):
    shared, private = note_of(scene, pair, "for both"), note_of(scene, pair, "for me", "private", ago=6)
    back = note_of(scene, pair, "taken back", ago=8)
    for note in (shared, private, back):
        change_note(note=note, text="other words", version=1, by=scene.cleo)
    assert list(emergencies_known_to(scene.alice)) == []
    take_back_conversation(conversation_id=back.conversation_id, by=scene.cleo)

    found = texts_of(opened(scene, pair, hold))

    assert [one.text for one in found] == ["for both"]
    assert found[0].whose.startswith("Dr. Cleo Castell, until ")


def test_hold_is_on_the_list_whether_or_not_anything_was_changed(scene, pair, hold):
    before = [one.label for one in openables_of(pair)]
    note = note_of(scene, pair)
    change_note(note=note, text="second", version=1, by=scene.cleo)

    assert [one.label for one in openables_of(pair) if one.kind == "kept"] == before


def test_what_was_kept_is_erased_a_year_after_the_hold_unless_another_is_on(scene, pair, hold):
    change_note(note=note_of(scene, pair), text="second", version=1, by=scene.cleo)
    lift_hold(hold=hold, by=scene.alice)
    with time_machine.travel(now() + KEPT_FOR - timedelta(hours=1), tick=False):
        assert erase_what_was_kept() == 0
    again = put_hold(pair=pair, reason="Once more", by=scene.alice)
    with time_machine.travel(now() + KEPT_FOR + timedelta(hours=1), tick=False):
        assert erase_what_was_kept() == 0
        lift_hold(hold=again, by=scene.alice)
        assert erase_what_was_kept() == 1

    assert not KeptText.objects.exists()
