"""Times that one proposes and the other takes; what calendars know of a meeting over every move; assistants."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from rounds.core.access import grants_of
from rounds.core.clock import institution_day, institution_today, now
from rounds.core.errors import DomainError, NotFound, OutOfOrder
from rounds.mentorships.conversations.selectors import contacts_of, list_contact
from rounds.mentorships.conversations.services.planning import (
    Plan,
    call_off_conversation,
    move_conversation,
    plan_again,
    plan_conversation,
    take_back_move,
)
from rounds.mentorships.meetings.forms import read_moment
from rounds.mentorships.meetings.selectors import (
    kept_time_for,
    meetings_of,
    open_proposals_of,
    open_times_of,
    own_meeting_for,
    own_proposal_for,
    proposers_of,
    times_kept_by,
)
from rounds.mentorships.meetings.services import (
    Proposal,
    end_assistant,
    give_time_back,
    name_assistant,
    propose_times,
    take_time,
    withdraw_times,
)
from rounds.mentorships.models import Conversation, Meeting, ProposedTimes
from rounds.mentorships.services.states import end_mentorship
from rounds.people.models import Leave
from rounds.programs.models import Rotation
from rounds.programs.values.hours import Free
from tests.matching.scenes import make_scene
from tests.mentorships.conversations.scenes import run_pair


@pytest.fixture
def scene(in_hospital):
    return make_scene(in_hospital, mentees=1, mentors=1)


@pytest.fixture
def pair(scene):
    return run_pair(scene)


def soon(days=3, hour=15):
    return (
        (now() + timedelta(days=days)).astimezone(UTC).replace(hour=hour, minute=0, second=0, microsecond=0)
    )


def propose(pair, by, *times, entry=None):
    wanted = Proposal(times=times or (soon(3), soon(4)), minutes=45, mode="video", entry_id=entry or uuid4())
    return propose_times(mentorship_id=pair.id, proposal=wanted, by=by)


def plan(pair, by, moment=None):
    wanted = Plan(starts_at=moment or soon(), minutes=30, mode="video", entry_id=uuid4())
    return plan_conversation(mentorship_id=pair.id, plan=wanted, by=by)


def test_time_taken_by_the_other_is_planned_once(scene, pair):
    made = propose(pair, scene.cleo)
    with pytest.raises(OutOfOrder, match="your own proposal"):
        take_time(proposal_id=made.id, moment=soon(4), by=scene.cleo)

    first, again = (take_time(proposal_id=made.id, moment=soon(4), by=scene.bob) for _ in range(2))

    assert first == again
    assert (first.starts_at, first.minutes, first.mode, first.state) == (soon(4), 45, "video", "planned")
    assert open_proposals_of([pair]) == {}
    assert Conversation.objects.count() == 1


@pytest.mark.parametrize(
    ("times", "words"),
    [
        ((), "at least one"),
        ((soon(1), soon(2), soon(3), soon(4)), "up to three"),
        ((soon(-1),), "has passed"),
    ],
)
def test_times_that_cannot_be_proposed_name_the_field(scene, pair, times, words):
    wanted = Proposal(times=times, minutes=30, entry_id=uuid4())

    with pytest.raises(DomainError, match=words) as refused:
        propose_times(mentorship_id=pair.id, proposal=wanted, by=scene.cleo)

    assert refused.value.field == "times"


def test_proposing_again_replaces_what_was_open_and_a_form_sent_twice_is_one(scene, pair):
    old = propose(pair, scene.cleo)
    entry = uuid4()
    new = propose(pair, scene.bob, soon(6), entry=entry)

    assert propose(pair, scene.bob, soon(6), entry=entry) == new
    assert open_proposals_of([pair]) == {pair.id: new}
    with pytest.raises(OutOfOrder):
        take_time(proposal_id=old.id, moment=soon(3), by=scene.bob)
    with pytest.raises(DomainError, match="was not proposed"):
        take_time(proposal_id=new.id, moment=soon(3), by=scene.cleo)


@pytest.mark.parametrize("is_undo", [True, False])
def test_times_that_others_replaced_wait_again_when_those_are_withdrawn(scene, pair, is_undo):
    hers = propose(pair, scene.cleo)
    his = propose(pair, scene.bob, soon(6))

    assert withdraw_times(proposal_id=his.id, by=scene.bob, is_undo=is_undo) == hers

    assert open_proposals_of([pair]) == {pair.id: hers}
    assert take_time(proposal_id=hers.id, moment=soon(3), by=scene.bob).starts_at == soon(3)


def test_own_times_that_one_replaced_wait_again_by_undo_alone(scene, pair):
    first = propose(pair, scene.cleo)
    second = propose(pair, scene.cleo, soon(6))
    assert withdraw_times(proposal_id=second.id, by=scene.cleo, is_undo=True) == first

    third = propose(pair, scene.cleo, soon(7))
    assert withdraw_times(proposal_id=third.id, by=scene.cleo) is None
    assert open_proposals_of([pair]) == {}


def test_taken_time_is_given_back_and_leaves_nothing_in_the_log(scene, pair):
    made = propose(pair, scene.cleo)
    take_time(proposal_id=made.id, moment=soon(4), by=scene.bob)
    with pytest.raises(OutOfOrder):
        give_time_back(proposal_id=made.id, by=scene.cleo)

    give_time_back(proposal_id=made.id, by=scene.bob)

    assert open_proposals_of([pair])[pair.id] == made
    assert contacts_of([pair])[pair.id].upcoming is None
    assert list_contact(pair) == []
    again = take_time(proposal_id=made.id, moment=soon(3), by=scene.bob)
    assert contacts_of([pair])[pair.id].upcoming == again


def test_only_its_author_withdraws_and_times_that_have_passed_wait_for_nobody(scene, pair, clock):
    made = propose(pair, scene.cleo)
    with pytest.raises(OutOfOrder):
        withdraw_times(proposal_id=made.id, by=scene.bob)

    clock.shift(timedelta(days=9))
    assert open_proposals_of([pair]) == {}

    withdraw_times(proposal_id=made.id, by=scene.cleo)
    assert ProposedTimes.objects.get().state == "withdrawn"


def test_stranger_and_ended_pair_arrange_nothing(scene, pair):
    made = propose(pair, scene.cleo)
    other = scene.viewer("Mentee0") if "Mentee0" in scene.people else scene.alice
    with pytest.raises(NotFound):
        own_proposal_for(other, made.id)

    end_mentorship(mentorship_id=pair.id, reason="time", by=scene.alice)

    with pytest.raises(OutOfOrder):
        take_time(proposal_id=made.id, moment=soon(3), by=scene.bob)


# what calendars know


def test_meeting_keeps_uid_and_organizer_and_counts_minutes_to_each_change(scene, pair, clock):
    planned = plan(pair, scene.cleo)
    meeting = planned.meeting
    organizer = meeting.organizer
    scene.program.reply_to = "elsewhere@example.org"
    scene.program.save()

    clock.shift(timedelta(minutes=90))
    moved = move_conversation(conversation_id=planned.id, starts_at=soon(5), by=scene.bob)
    after_move = Meeting.objects.get().sequence
    # two changes in one minute still go up
    moved = move_conversation(conversation_id=moved.id, starts_at=soon(6), by=scene.bob)
    call_off_conversation(conversation_id=moved.id, by=scene.bob)

    stored = Meeting.objects.get()
    assert (stored.id, stored.organizer) == (meeting.id, organizer)
    assert after_move == 90
    assert stored.sequence == 92
    assert own_meeting_for(scene.cleo, meeting.id).state == "not_held"


def test_sequence_goes_up_after_an_older_copy_of_the_database_was_restored(scene, pair, clock):
    planned = plan(pair, scene.cleo)
    copy = Meeting.objects.values().get()
    clock.shift(timedelta(hours=5))
    moved = move_conversation(conversation_id=planned.id, starts_at=soon(5), by=scene.bob)
    sent = Meeting.objects.get().sequence

    # the copy of before the move comes back, ten minutes later
    moved.delete()
    Conversation.objects.filter(id=planned.id).update(state="planned")
    Meeting.objects.update(sequence=copy["sequence"], changed_at=copy["changed_at"])
    clock.shift(timedelta(minutes=10))
    move_conversation(conversation_id=planned.id, starts_at=soon(7), by=scene.bob)

    assert Meeting.objects.get().sequence > sent


def test_move_and_calling_off_are_taken_back(scene, pair):
    planned = plan(pair, scene.cleo, soon(3))
    moved = move_conversation(conversation_id=planned.id, starts_at=soon(5), by=scene.bob)

    back = take_back_move(conversation_id=moved.id, by=scene.bob)
    assert (back, back.starts_at) == (planned, soon(3))
    with pytest.raises(OutOfOrder, match="was not moved"):
        take_back_move(conversation_id=back.id, by=scene.bob)

    call_off_conversation(conversation_id=back.id, by=scene.bob)
    plan_again(conversation_id=back.id, by=scene.cleo)
    assert contacts_of([pair])[pair.id].upcoming == planned


def test_calendar_of_a_person_holds_what_is_to_come_while_the_pair_runs(scene, pair):
    planned = plan(pair, scene.cleo)
    called_off = plan(pair, scene.cleo, soon(8))
    call_off_conversation(conversation_id=called_off.id, by=scene.cleo)

    assert meetings_of(scene.people["Bob"].id) == [planned]
    assert meetings_of(scene.people["Alice"].id) == []

    end_mentorship(mentorship_id=pair.id, reason="time", by=scene.alice)
    assert meetings_of(scene.people["Bob"].id) == []


# times that both have free


def test_open_times_are_in_both_weeks_and_beside_what_is_planned(scene, pair):
    before = open_times_of([pair])[pair.id]
    taken = before.moments[0]
    plan(pair, scene.cleo, taken)

    found = open_times_of([pair])[pair.id]

    free = [Free(frozenset({10, 11}), scene.institution.timezone)]
    assert found.minutes == 30
    assert found.moments
    assert all(one.is_at(moment) for one in free for moment in found.moments)
    assert taken not in found.moments
    first, second = found.offered()
    assert second - first >= timedelta(hours=20)


@pytest.mark.parametrize(
    ("kind", "nobody_on"), [("vacation", range(4, 9)), ("night_float", range(4, 10)), ("major", ())]
)
def test_no_time_is_proposed_on_days_off_nights_or_the_morning_after(scene, pair, kind, nobody_on):
    today = institution_today()
    Rotation.objects.create(
        person_id=pair.mentee_id,
        name="A",
        kind=kind,
        from_on=today + timedelta(days=4),
        to_on=today + timedelta(days=9),
    )
    away = today + timedelta(days=12)
    Leave.objects.create(person_id=pair.mentor_id, from_on=away, to_on=away + timedelta(days=3))

    days = {(institution_day(moment) - today).days for moment in open_times_of([pair])[pair.id].moments}

    assert days
    assert not days & {12, 13, 14, *nobody_on}


def test_mentee_proposes_where_nothing_else_is_signed(scene, pair):
    assert proposers_of([pair]) == {pair.id: "mentee"}


# assistants


def test_assistant_sees_and_finds_the_times_of_who_named_them_and_no_other(scene, pair):
    planned = plan(pair, scene.cleo)
    alice, email = scene.alice, scene.people["Alice"].email
    assert times_kept_by(alice) == []

    named = name_assistant(email=email.upper(), by=scene.bob)
    assert named == name_assistant(email=email, by=scene.bob)
    assert "delegate" in {grant.role for grant in grants_of(alice.own_id)}
    [kept] = times_kept_by(alice)
    assert (kept.person.id, kept.other.id) == (pair.mentor_id, pair.mentee_id)
    assert kept_time_for(alice, planned.id) == kept

    end_assistant(delegation=named, by=scene.bob)
    with pytest.raises(NotFound):
        kept_time_for(alice, planned.id)


def test_nobody_is_their_own_assistant(scene, pair):
    with pytest.raises(DomainError, match="own assistant"):
        name_assistant(email=scene.people["Bob"].email, by=scene.bob)


def test_meeting_that_is_stored_in_the_year_9999_breaks_no_calendar(scene, pair):
    near, far = plan(pair, scene.cleo), plan(pair, scene.cleo, moment=soon(9))
    Conversation.objects.filter(id=far.id).update(starts_at=datetime(9999, 12, 31, 23, 50, tzinfo=UTC))
    name_assistant(email=scene.people["Alice"].email, by=scene.bob)

    assert [one.id for one in meetings_of(pair.mentor_id)] == [near.id]
    assert [one.id for one in times_kept_by(scene.alice)] == [near.id]
    assert open_times_of([pair])[pair.id]


@pytest.mark.parametrize(
    "text", ["9999-12-31T23:50:00+00:00", "9999-12-31T23:50:00-05:00", "0001-01-01T00:00+14:00"]
)
def test_moment_of_a_year_out_of_bounds_is_no_moment(text):
    assert read_moment(text) is None


def test_time_further_off_than_anybody_plans_is_refused_with_the_last_day(scene, pair):
    far = soon(days=3 * 365)
    wanted = Proposal(times=[soon(), far], minutes=30, entry_id=uuid4())
    with pytest.raises(DomainError, match="too far off"):
        propose_times(mentorship_id=pair.id, proposal=wanted, by=scene.cleo)
    with pytest.raises(DomainError, match="too far off"):
        plan_conversation(
            mentorship_id=pair.id, plan=Plan(starts_at=far, minutes=30, entry_id=uuid4()), by=scene.cleo
        )

    assert not ProposedTimes.objects.exists()
    assert not Meeting.objects.exists()
