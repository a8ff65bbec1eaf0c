"""One log: entered once, offered as one when both log it, disputed by the other, nothing after the end."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from rounds.core.clock import now
from rounds.core.errors import DomainError, NotFound, OutOfOrder
from rounds.core.events import dispatch_waiting
from rounds.core.models import AuditEvent, OutgoingMail
from rounds.mentorships.conversations.selectors import (
    contacts_of,
    list_contact,
    list_entries,
    taken_back_conversation_for,
    taken_back_lately_of,
)
from rounds.mentorships.conversations.services.disputing import dispute_conversation, take_back_dispute
from rounds.mentorships.conversations.services.log import (
    FutureDay,
    Held,
    SameDay,
    log_conversation,
    take_back_conversation,
)
from rounds.mentorships.conversations.services.notes import (
    Line,
    NoteChanged,
    Writing,
    add_to_conversation,
    change_note,
    set_done,
)
from rounds.mentorships.conversations.services.planning import (
    Plan,
    call_off_conversation,
    move_conversation,
    plan_conversation,
)
from rounds.mentorships.conversations.services.putting_back import can_take_back, put_conversation_back
from rounds.mentorships.conversations.values.patients import patient_words
from rounds.mentorships.models import Action, Conversation, Note
from rounds.mentorships.services.office import pause_pair, resume_pair
from rounds.mentorships.services.states import end_mentorship
from tests.matching.scenes import make_scene
from tests.mentorships.conversations.scenes import day, log, run_pair


@pytest.fixture
def scene(in_hospital):
    return make_scene(in_hospital)


@pytest.fixture
def pair(scene):
    return run_pair(scene)


def plan(pair, by, *, days=3, entry=None):
    wanted = Plan(starts_at=now() + timedelta(days=days), minutes=45, mode="video", entry_id=entry or uuid4())
    return plan_conversation(mentorship_id=pair.id, plan=wanted, by=by)


def test_form_sent_twice_is_one_conversation_with_one_note(scene, pair):
    entry = uuid4()

    first, again = (log(pair, scene.cleo, entry=entry, note="Budget") for _ in range(2))

    assert first == again
    assert (Conversation.objects.count(), Note.objects.count()) == (1, 1)


def test_same_day_logged_by_the_other_is_offered_as_one_and_never_merged(scene, pair):
    cleos = log(pair, scene.cleo, ago=2)

    with pytest.raises(SameDay, match="Cleo Castell has logged") as offered:
        log(pair, scene.bob, ago=2, note="Mine")
    assert offered.value.other == cleos
    assert not Note.objects.exists()

    add_to_conversation(conversation=cleos, writing=Writing("Mine"), by=scene.bob)
    second = log(pair, scene.bob, ago=2, minutes=15, is_another=True)
    assert Note.objects.get().conversation == cleos
    assert contacts_of([pair])[pair.id].held_on == (day(2), day(2))
    assert second != cleos


def test_second_talk_of_a_day_by_the_same_person_is_asked_about_where_it_is_as_long(scene, pair):
    log(pair, scene.cleo, minutes=30)

    with pytest.raises(SameDay):
        log(pair, scene.cleo, minutes=30)
    log(pair, scene.cleo, minutes=15)

    assert Conversation.objects.count() == 2


@pytest.mark.parametrize(("ago", "error"), [(-1, FutureDay), (91, DomainError)])
def test_day_to_come_and_day_before_the_pair_name_the_field(scene, pair, ago, error):
    with pytest.raises(error) as refused:
        log(pair, scene.cleo, ago=ago)

    assert refused.value.field == "held_on"


def test_dispute_takes_the_conversation_out_of_the_count_for_fourteen_days(scene, pair, clock):
    bobs = log(pair, scene.bob)
    with pytest.raises(OutOfOrder):
        dispute_conversation(conversation_id=bobs.id, by=scene.bob)

    dispute_conversation(conversation_id=bobs.id, by=scene.cleo)
    assert contacts_of([pair])[pair.id].held_on == ()
    take_back_dispute(conversation_id=bobs.id, by=scene.cleo)
    assert contacts_of([pair])[pair.id].held_on == (day(),)

    clock.shift(timedelta(days=15))
    with pytest.raises(OutOfOrder, match="14 days"):
        dispute_conversation(conversation_id=bobs.id, by=scene.cleo)


def test_taken_back_conversation_is_in_no_list_and_its_note_is_kept(scene, pair):
    mine = log(pair, scene.cleo, note="Kept")
    with pytest.raises(OutOfOrder):
        take_back_conversation(conversation_id=mine.id, by=scene.bob)

    take_back_conversation(conversation_id=mine.id, by=scene.cleo)

    assert list_entries(pair, scene.cleo) == []
    assert list_contact(pair) == []
    assert Note.objects.get().text == "Kept"


def test_what_was_taken_out_counts_again_for_a_day_unless_its_day_has_another(scene, pair, clock):
    mine = log(pair, scene.cleo, ago=2, note="Kept")
    assert can_take_back(mine, scene.cleo.own_id)
    assert not can_take_back(mine, scene.bob.own_id)
    take_back_conversation(conversation_id=mine.id, by=scene.cleo)

    assert taken_back_lately_of(pair, scene.cleo) == [taken_back_conversation_for(scene.cleo, mine.id)]
    assert taken_back_lately_of(pair, scene.bob) == []
    with pytest.raises(NotFound):
        taken_back_conversation_for(scene.bob, mine.id)
    for _time in range(2):
        put_conversation_back(conversation_id=mine.id, by=scene.cleo)
    assert contacts_of([pair])[pair.id].held_on == (day(2),)

    take_back_conversation(conversation_id=mine.id, by=scene.cleo)
    log(pair, scene.bob, ago=2)
    with pytest.raises(SameDay):
        put_conversation_back(conversation_id=mine.id, by=scene.cleo)
    clock.shift(timedelta(hours=25))
    with pytest.raises(NotFound):
        taken_back_conversation_for(scene.cleo, mine.id)


def test_office_enters_for_a_pair_both_are_told_and_undo_stops_the_mail(scene, pair):
    held = Held(entry_id=uuid4(), held_on=day(1), minutes=30)

    made = log_conversation(mentorship_id=pair.id, held=held, by=scene.alice, for_pair=True)
    dispatch_waiting()

    letters = OutgoingMail.objects.filter(kind="conversation_recorded")
    assert {one.to_person_id for one in letters} == {pair.mentee_id, pair.mentor_id}
    assert all(str(pair.id) in one.body for one in letters)
    take_back_conversation(conversation_id=made.id, by=scene.alice)
    assert {one.state for one in letters.all()} == {"stopped"}


def test_each_of_the_two_can_dispute_what_the_office_entered(scene, pair):
    held = Held(entry_id=uuid4(), held_on=day(1), minutes=30)
    made = log_conversation(mentorship_id=pair.id, held=held, by=scene.alice, for_pair=True)

    dispute_conversation(conversation_id=made.id, by=scene.bob)

    assert not list_contact(pair)[0].counts


def test_private_note_is_its_authors_and_shared_note_is_for_both(scene, pair):
    log(pair, scene.cleo, ago=3, note="Private")
    log(pair, scene.cleo, ago=2, note="Shared", audience="pair")

    def seen(by):
        return [note.text for entry in list_entries(pair, by) for note in entry.notes]

    assert seen(scene.cleo) == ["Shared", "Private"]
    assert seen(scene.bob) == ["Shared"]


def test_no_audit_row_tells_that_something_was_written(scene, pair):
    log(pair, scene.cleo, note="Private", agreed=[Line("Call her", pair.mentee_id)])

    rows = AuditEvent.objects.filter(action__startswith="conversation")

    assert [(row.action, row.facts) for row in rows] == [("conversation.logged", {})]
    assert not AuditEvent.objects.filter(object_kind="note").exists()


def test_note_changed_in_two_windows_keeps_both_texts(scene, pair):
    log(pair, scene.cleo, note="First")
    note = Note.objects.get()
    change_note(note=note, text="One window", version=1, by=scene.cleo)

    with pytest.raises(NoteChanged) as refused:
        change_note(note=note, text="Other window", version=1, by=scene.cleo)

    assert (refused.value.theirs, refused.value.version) == ("One window", 2)
    change_note(note=note, text="Other window", version=2, by=scene.cleo)
    assert Note.objects.get().text == "Other window"


def test_agreed_line_is_on_both_homes_until_it_is_done_and_a_later_conversation_is_held(scene, pair):
    log(pair, scene.cleo, ago=9, agreed=[Line("Old", pair.mentee_id)])
    log(pair, scene.bob, ago=1)

    (open_line,) = contacts_of([pair])[pair.id].agreed
    set_done(action=open_line, done_on=day(), by=scene.cleo)

    assert open_line.text == "Old"
    assert contacts_of([pair])[pair.id].agreed == ()


def test_agreed_lines_of_the_last_conversation_stay_on_both_homes_when_done(scene, pair):
    log(pair, scene.bob, ago=1, agreed=[Line("Call finance", pair.mentor_id, day(-5))])

    (line,) = contacts_of([pair])[pair.id].agreed
    assert (line.text, line.owner_id) == ("Call finance", pair.mentor_id)
    set_done(action=line, done_on=day(), by=scene.cleo)
    assert Action.objects.get(id=line.id).done_on == day()


def test_planned_conversation_is_held_once(scene, pair, clock):
    planned = plan(pair, scene.cleo)
    clock.shift(timedelta(days=4))

    held = log(pair, scene.bob, ago=1, planned_id=planned.id)

    assert held.id == planned.id
    with pytest.raises(OutOfOrder, match="entered already"):
        log(pair, scene.bob, ago=2, planned_id=planned.id)


def test_meeting_of_a_later_day_is_not_told_of_before(scene, pair):
    planned = plan(pair, scene.cleo)

    with pytest.raises(OutOfOrder, match="say then how it went"):
        log(pair, scene.bob, planned_id=planned.id)

    assert contacts_of([pair])[pair.id].upcoming == planned


def test_log_that_is_taken_back_leaves_the_meeting_as_it_was_planned(scene, pair, clock):
    planned = plan(pair, scene.cleo)
    clock.shift(timedelta(days=4))
    entry = uuid4()

    for _time in range(2):  # the same form again, once it was taken back
        log(pair, scene.bob, minutes=15, planned_id=planned.id, entry=entry, note="Kept")
        take_back_conversation(conversation_id=planned.id, by=scene.bob)

        again = contacts_of([pair])[pair.id].upcoming
        assert (again, again.state, again.minutes, again.mode) == (planned, "planned", 45, "video")
        assert (again.starts_at, again.held_on) == (planned.starts_at, None)
    assert [one.conversation for one in list_entries(pair, scene.bob)] == [planned]


def test_moved_conversation_leaves_a_row_and_plans_another(scene, pair):
    planned = plan(pair, scene.cleo)

    moved = move_conversation(conversation_id=planned.id, starts_at=now() + timedelta(days=9), by=scene.bob)

    assert Conversation.objects.get(id=planned.id).state == "moved"
    assert contacts_of([pair])[pair.id].upcoming == moved
    call_off_conversation(conversation_id=moved.id, by=scene.cleo)
    assert contacts_of([pair])[pair.id].upcoming is None


def test_two_conversations_at_one_moment_are_not_planned(scene, pair):
    planned, later = plan(pair, scene.cleo), plan(pair, scene.bob, days=9)
    again = Plan(starts_at=planned.starts_at, minutes=30, mode="", entry_id=uuid4())

    with pytest.raises(OutOfOrder, match="already meet then"):
        plan_conversation(mentorship_id=pair.id, plan=again, by=scene.bob)
    with pytest.raises(OutOfOrder, match="already meet then"):
        move_conversation(conversation_id=later.id, starts_at=planned.starts_at, by=scene.bob)

    assert set(Conversation.objects.filter(state="planned")) == {planned, later}


def test_time_that_has_passed_is_not_planned(scene, pair):
    with pytest.raises(DomainError, match="Log the conversation instead"):
        plan(pair, scene.cleo, days=-1)


def test_nothing_is_entered_after_the_end(scene, pair):
    log(pair, scene.cleo, ago=3, note="Before", audience="pair")
    conversation, note = Conversation.objects.get(), Note.objects.get()
    end_mentorship(mentorship_id=pair.id, reason="goals", by=scene.alice)

    for write in (
        lambda: log(pair, scene.cleo),
        lambda: plan(pair, scene.cleo),
        lambda: change_note(note=note, text="After", version=1, by=scene.cleo),
        lambda: add_to_conversation(conversation=conversation, writing=Writing("After"), by=scene.cleo),
        lambda: dispute_conversation(conversation_id=conversation.id, by=scene.bob),
    ):
        with pytest.raises(OutOfOrder):
            write()
    pair.refresh_from_db()
    assert [one.text for entry in list_entries(pair, scene.bob) for one in entry.notes] == ["Before"]


def test_pause_is_kept_with_its_days(scene, pair, clock):
    pause_pair(mentorship_id=pair.id, by=scene.alice)
    clock.shift(timedelta(days=12))

    resume_pair(mentorship_id=pair.id, by=scene.alice)

    pause = pair.pauses.get()
    assert (pause.to_on - pause.from_on).days == 12


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "held", "held_on": None, "minutes": 30},
        {"state": "held", "held_on": "2026-03-04", "minutes": 0},
        {"state": "planned", "held_on": "2026-03-04", "minutes": 30},
    ],
)
def test_database_refuses_what_is_no_conversation(scene, pair, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        Conversation.objects.create(mentorship=pair, logged_by=pair.mentee, **wrong)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("We spoke about MRN 4471203.", ["MRN 4471203"]),
        ("Patient John Smith, MRN 00482913, was upset", ["Patient John Smith", "MRN 00482913"]),
        ("Mr. J. Smith in bed 4 fell.", ["Mr. J. Smith", "bed 4"]),
        ("Ask Ms. Okafor for the plan.", []),
        ("The lady in bed 12 fell.", ["bed 12"]),
        ("A 58-year-old seen on 3/4/2026", ["58-year-old", "3/4/2026"]),
        ("64 M, number 4471203", ["64 M", "4471203"]),
        ("DOB 1950", ["DOB 1950"]),
        ("My 12-year-old starts school. Meet on 4 March.", []),
        ("Ask for the Q2 variance report before April, office 4-112.", []),
        ("Budget of 1200000 by 3/4/2027", []),
    ],
)
def test_words_that_look_like_a_patient(text, found):
    assert patient_words(text) == found


def test_form_that_adds_to_what_the_other_logged_is_kept_once(scene, pair):
    bobs = log(pair, scene.bob)
    agreed = (Line("Read the budget", pair.mentee_id),)

    for note in ("Mine", ""):
        writing = Writing(note, agreed=agreed, entry_id=uuid4())
        for _time in range(2):
            add_to_conversation(conversation=bobs, writing=writing, by=scene.cleo)

    assert (Note.objects.count(), Action.objects.count()) == (1, 2)
