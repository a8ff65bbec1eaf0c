"""Sessions of a group to come: in the calendar of each who is in it, on their homes, moved and called off for all."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils.timezone import localtime
from vobject import readComponents

from rounds.core.clock import institution_day, now
from rounds.core.errors import DomainError, NotFound, OutOfOrder
from rounds.core.events import dispatch_waiting
from rounds.core.models import Event
from rounds.mentorships.conversations.services.planning import Plan
from rounds.mentorships.conversations.values.series import MOST_MEETINGS, Repeats
from rounds.mentorships.groups.selectors import (
    called_off_in_group,
    group_meetings_of,
    held_group_meeting_for,
    list_sessions,
    own_group_for,
    own_group_meeting_for,
    planned_in_groups,
    signed_in_on,
    taken_back_session_for,
)
from rounds.mentorships.groups.services.groups import add_member, end_group, open_group, remove_member
from rounds.mentorships.groups.services.planning import (
    Series,
    call_off_group_meeting,
    call_off_rest,
    move_group_meeting,
    move_group_meeting_back,
    plan_group_meeting,
    plan_group_meeting_again,
)
from rounds.mentorships.groups.services.sessions import (
    Session,
    log_session,
    put_session_back,
    sign_in,
    take_back_session,
)
from rounds.mentorships.meetings.selectors import (
    called_off_time_for,
    kept_time_for,
    open_times_of,
    times_called_off_by,
    times_kept_by,
)
from rounds.mentorships.meetings.services import name_assistant
from rounds.mentorships.models import GroupMeeting, GroupMember
from rounds.people.models import CareerStage, Site
from rounds.web.words.times import at_words, place_of
from tests.browser.conftest import sign_in_client
from tests.matching.scenes import add_mentee, make_scene
from tests.mentorships.conversations.scenes import run_pair
from tests.web.meetings.test_messages import calendar_of, send, soon


@pytest.fixture
def scene(in_hospital):
    in_hospital.mail_is_live = True
    in_hospital.reply_to = "mentorship@hospital.example"
    in_hospital.save()
    scene = make_scene(in_hospital)
    for name in ("Dee", "Eli"):
        add_mentee(scene, name, login=True)
    return scene


@pytest.fixture
def group(scene):
    made = open_group(mentor=scene.enrollments["Bob", "mentor"], name="Journal club", size=4, by=scene.alice)
    for name in ("Cleo", "Dee"):
        add_member(group_id=made.id, mentee=scene.enrollments[name, "mentee"], by=scene.alice)
    return made


def plan(group, scene, days=3, by=None):
    wanted = Plan(starts_at=soon(days), minutes=60, mode="video", entry_id=uuid4())
    return plan_group_meeting(group_id=group.id, plan=wanted, by=by or scene.viewer("Bob"))[0]


def told(clock):
    """Return (to whom, method, entry) of what leaves."""
    return [(one.to[0], *calendar_of(one)) for one in send(clock)]


def addresses(scene, *names):
    return sorted(scene.people[name].email for name in names)


def test_session_comes_into_all_calendars_moves_there_and_leaves_them(scene, group, clock):
    bob = scene.viewer("Bob")
    planned = plan(group, scene)
    messages = [told(clock)]
    move_group_meeting(meeting_id=planned.id, starts_at=soon(5), by=bob)
    messages.append(told(clock))
    call_off_group_meeting(meeting_id=planned.id, by=bob)
    messages.append(told(clock))

    methods = ["REQUEST", "REQUEST", "CANCEL"]
    for sent, method in zip(messages, methods, strict=True):
        assert sorted(to for to, _method, _event in sent) == addresses(scene, "Bob", "Cleo", "Dee")
        assert {one for _to, one, _event in sent} == {method}
    events = [event for sent in messages for _to, _method, event in sent]
    assert {event.uid.value for event in events} == {str(planned.id)}
    bob = scene.people["Bob"].display_name
    assert {one.summary.value for one in events} == {"Session of your group", f"Group session with {bob}"}
    sequences = [int(sent[0][2].sequence.value) for sent in messages]
    assert sequences == sorted(set(sequences))


def test_session_across_another_of_the_mentor_is_asked_about_once(scene, group, client):
    client.force_login(scene.people["Bob"].user)
    noon = localtime(soon(3)).replace(hour=12, minute=0)
    wanted = Plan(starts_at=noon, minutes=60, mode="video", entry_id=uuid4())
    first = plan_group_meeting(group_id=group.id, plan=wanted, by=scene.viewer("Bob"))[0]
    held_by = scene.enrollments["Bob", "mentor"]
    other = open_group(mentor=held_by, name="Writing group", size=4, by=scene.alice)
    pages = f"/{scene.institution.slug}/groups/"
    half = {"starts_at": (noon + timedelta(minutes=30)).strftime("%Y-%m-%dT%H:%M")}
    data = {**half, "minutes": "60", "mode": "", "repeats": "", "entry": str(uuid4())}

    # a session is not in its own way
    moved = client.post(f"{pages}meetings/{first.id}/move/", half)
    asked = client.post(f"{pages}{other.id}/plan/", data)
    before = other.meetings.count()
    sure = {"sure_night": asked.context["form"]["sure_night"].value()}
    answer = client.post(f"{pages}{other.id}/plan/", {**data, **sure})

    assert moved.status_code == 302
    assert "If that is meant, send it once more." in asked.content.decode()
    assert (before, other.meetings.count(), answer.status_code) == (0, 1, 302)


def test_each_reads_own_clocks_and_those_of_who_is_elsewhere(scene, group, client):
    planned = plan(group, scene)
    denver = Site.objects.create(name="Denver", timezone="America/Denver")
    for name in ("Cleo", "Dee"):
        CareerStage.objects.filter(person=scene.people[name]).update(site=denver)
    paths = [
        f"/{scene.institution.slug}/groups/{group.id}/",
        f"/{scene.institution.slug}/groups/meetings/{planned.id}/",
    ]
    pages = {}
    for name in ("Bob", "Cleo"):
        sign_in_client(client, scene.people[name].user)
        pages[name] = [client.get(path).content.decode() for path in paths]

    here = scene.institution.timezone
    at = {zone: at_words(planned.starts_at, zone, shape="D g:i A") for zone in ("America/Denver", here)}
    cleo, dee, bob = (scene.people[name] for name in ("Cleo", "Dee", "Bob"))
    for page in pages["Bob"]:
        assert f"{place_of(here)} time" in page
        assert f"{at['America/Denver']} for {cleo.full_name} and {dee.full_name} (Denver)" in page
    for page in pages["Cleo"]:
        assert "Denver time" in page
        assert f"{at[here]} for {bob.display_name} ({place_of(here)})" in page


def test_who_joins_gets_it_and_who_leaves_loses_it_and_nobody_else_hears(scene, group, clock):
    plan(group, scene)
    assert len(told(clock)) == 3

    add_member(group_id=group.id, mentee=scene.enrollments["Eli", "mentee"], by=scene.alice)
    assert [(to, method) for to, method, _event in told(clock)] == [(scene.people["Eli"].email, "REQUEST")]
    dee = GroupMember.objects.get(person=scene.people["Dee"])
    remove_member(member_id=dee.id, by=scene.alice)
    assert [(to, method) for to, method, _event in told(clock)] == [(scene.people["Dee"].email, "CANCEL")]
    end_group(group_id=group.id, by=scene.alice)
    ended = told(clock)
    assert sorted(to for to, _method, _event in ended) == addresses(scene, "Bob", "Cleo", "Eli")
    assert {method for _to, method, _event in ended} == {"CANCEL"}


def test_what_is_taken_back_at_once_reaches_nobody_and_a_move_back_is_one_message(scene, group, clock):
    bob = scene.viewer("Bob")
    planned = plan(group, scene)
    call_off_group_meeting(meeting_id=planned.id, by=bob)
    assert told(clock) == []

    plan_group_meeting_again(meeting_id=planned.id, by=bob)
    move_group_meeting(meeting_id=planned.id, starts_at=soon(6), by=bob)
    back = move_group_meeting_back(meeting_id=planned.id, by=bob)

    assert back.starts_at == planned.starts_at
    assert len(told(clock)) == 3


def test_what_was_undone_in_time_is_not_told_again(scene, group, clock):
    bob = scene.viewer("Bob")
    planned = plan(group, scene)
    assert len(told(clock)) == 3

    call_off_group_meeting(meeting_id=planned.id, by=bob)
    plan_group_meeting_again(meeting_id=planned.id, by=bob)
    dee = GroupMember.objects.get(person=scene.people["Dee"])
    remove_member(member_id=dee.id, by=scene.alice)
    add_member(group_id=group.id, mentee=scene.enrollments["Dee", "mentee"], by=scene.alice)
    assert told(clock) == []

    call_off_group_meeting(meeting_id=planned.id, by=bob)
    assert len(told(clock)) == 3
    plan_group_meeting_again(meeting_id=planned.id, by=bob)
    assert {method for _to, method, _event in told(clock)} == {"REQUEST"}


def test_mentor_alone_plans_and_who_is_in_it_sees_it(scene, group):
    planned = plan(group, scene)
    cleo, eli = scene.viewer("Cleo"), scene.viewer("Eli")

    assert own_group_meeting_for(cleo, planned.id)[1] == planned
    assert planned_in_groups(cleo) == {group.id: [planned]}
    assert planned_in_groups(eli) == {}
    span = {"since": now(), "until": now() + timedelta(days=30)}
    assert group_meetings_of(cleo.own_id, **span) == [planned]
    assert group_meetings_of(eli.own_id, **span) == []
    with pytest.raises(NotFound):
        own_group_meeting_for(eli, planned.id)
    with pytest.raises(NotFound):
        held_group_meeting_for(cleo, planned.id)
    with pytest.raises(NotFound):
        move_group_meeting(meeting_id=planned.id, starts_at=soon(5), by=cleo)


def test_no_time_is_proposed_beside_a_session_of_the_group(scene, group):
    pair = run_pair(scene)
    taken = open_times_of([pair])[pair.id].moments[0]
    wanted = Plan(starts_at=taken, minutes=60, entry_id=uuid4())
    plan_group_meeting(group_id=group.id, plan=wanted, by=scene.viewer("Bob"))

    assert taken not in open_times_of([pair])[pair.id].moments


def test_form_sent_twice_is_one_and_odd_times_are_refused_in_words(scene, group):
    bob = scene.viewer("Bob")
    wanted = Plan(starts_at=soon(), minutes=60, entry_id=uuid4())
    first = plan_group_meeting(group_id=group.id, plan=wanted, by=bob)

    assert plan_group_meeting(group_id=group.id, plan=wanted, by=bob) == first
    for moment in (now() - timedelta(hours=1), soon(), soon(5000)):
        again = Plan(starts_at=moment, minutes=60, entry_id=uuid4())
        with pytest.raises(DomainError):
            plan_group_meeting(group_id=group.id, plan=again, by=bob)
    assert GroupMeeting.objects.count() == 1


def test_logged_session_settles_what_was_planned_for_the_day_and_back(scene, group, clock):
    bob = scene.viewer("Bob")
    planned = plan(group, scene, days=1)
    clock.shift(timedelta(days=2))
    assert planned_in_groups(bob) == {group.id: [planned]}

    cleo = scene.people["Cleo"].id
    held = Session(
        entry_id=uuid4(), held_on=institution_day(planned.starts_at), minutes=60, present=frozenset([cleo])
    )
    made = log_session(group_id=group.id, session=held, by=bob)

    assert planned_in_groups(bob) == {}
    with pytest.raises(OutOfOrder):
        call_off_group_meeting(meeting_id=planned.id, by=bob)
    take_back_session(session_id=made.id, by=bob)
    assert planned_in_groups(bob) == {group.id: [planned]}
    put_session_back(session_id=made.id, by=bob)
    put_session_back(session_id=made.id, by=bob)
    assert planned_in_groups(bob) == {}
    assert [one.session.id for one in list_sessions(own_group_for(bob, group.id), bob)] == [made.id]
    take_back_session(session_id=made.id, by=bob)
    assert taken_back_session_for(bob, made.id) == made
    for who, later in (("Cleo", 0), ("Bob", 25)):
        clock.shift(timedelta(hours=later))
        with pytest.raises(NotFound):
            taken_back_session_for(scene.viewer(who), made.id)


def series(group, scene, weeks=5, repeats=Repeats.WEEKLY, **more):
    starts_at = soon(2)
    wanted = Plan(starts_at=starts_at, minutes=60, entry_id=more.get("entry_id") or uuid4())
    until = institution_day(starts_at) + timedelta(weeks=weeks)
    again = Series(repeats=repeats, until=until, zone="America/Chicago")
    return plan_group_meeting(group_id=group.id, plan=wanted, series=again, by=scene.viewer("Bob"))


def test_session_that_repeats_is_a_session_each_moved_alone_and_called_off_together(scene, group):
    bob, entry_id = scene.viewer("Bob"), uuid4()
    made = series(group, scene, entry_id=entry_id)
    assert [one.id for one in series(group, scene, entry_id=entry_id)] == [one.id for one in made]
    assert len(made) == 6

    moved = move_group_meeting(
        meeting_id=made[1].id, starts_at=made[1].starts_at + timedelta(hours=1), by=bob
    )
    assert moved.sequence > 0
    assert GroupMeeting.objects.filter(sequence__gt=made[2].sequence).count() == 1
    assert len(call_off_rest(meeting_id=made[2].id, by=bob)) == 4
    call_off_group_meeting(meeting_id=made[0].id, by=bob)
    assert [one.id for one in planned_in_groups(bob)[group.id]] == [moved.id]

    assert len(plan_group_meeting_again(meeting_id=made[3].id, by=bob)) == 4
    assert len(planned_in_groups(bob)[group.id]) == 5


def test_series_that_is_none_too_long_or_beyond_the_year_is_refused_by_field(scene, group):
    weeks = MOST_MEETINGS + 2
    group.cycle.ends_on = institution_day(now()) + timedelta(weeks=weeks)
    group.cycle.save()
    for odd in (0, weeks - 1, weeks + 5):
        with pytest.raises(DomainError) as caught:
            series(group, scene, weeks=odd)
        assert caught.value.field == "until"
    assert len(series(group, scene, weeks=MOST_MEETINGS - 1)) == MOST_MEETINGS
    with pytest.raises(OutOfOrder, match="26 sessions are planned already"):
        plan(group, scene, days=200)


def test_assistant_of_the_mentor_moves_sessions_and_a_members_sees_them_alone(scene, group):
    planned, bob = plan(group, scene), scene.viewer("Bob")
    eli, alice = scene.viewer("Eli"), scene.alice
    with pytest.raises(NotFound):
        move_group_meeting(meeting_id=planned.id, starts_at=soon(5), by=eli)
    name_assistant(email=scene.people["Eli"].email, by=bob)
    name_assistant(email=scene.people["Alice"].email, by=scene.viewer("Cleo"))

    [kept] = times_kept_by(eli)
    assert (kept.person.id, kept.other, kept.can_move) == (bob.own_id, None, True)
    assert kept_time_for(eli, planned.id) == kept
    move_group_meeting(meeting_id=planned.id, starts_at=soon(5), by=eli)
    call_off_group_meeting(meeting_id=planned.id, by=eli)
    own = own_group_for(scene.viewer("Cleo"), group.id)
    assert (times_kept_by(eli), called_off_in_group(own)) == ([], [planned])
    assert [one.id for one in times_called_off_by(eli)] == [called_off_time_for(eli, planned.id).id]
    assert times_called_off_by(alice) == []
    plan_group_meeting_again(meeting_id=planned.id, by=eli)
    assert (times_called_off_by(eli), called_off_in_group(own)) == ([], [])
    with pytest.raises(NotFound):
        plan(group, scene, by=eli)

    [seen] = times_kept_by(alice)
    assert (seen.other.id, seen.can_move) == (bob.own_id, False)
    with pytest.raises(NotFound):
        kept_time_for(alice, planned.id)
    with pytest.raises(NotFound):
        call_off_group_meeting(meeting_id=planned.id, by=alice)


def test_who_signs_in_on_the_day_is_ticked_and_nobody_on_another_day(scene, group, clock):
    planned, cleo = plan(group, scene), scene.viewer("Cleo")
    with pytest.raises(OutOfOrder, match="on the day of the session"):
        sign_in(meeting_id=planned.id, is_here=True, by=cleo)

    clock.move_to(planned.starts_at)
    for who in ("Cleo", "Dee", "Cleo"):
        sign_in(meeting_id=planned.id, is_here=True, by=scene.viewer(who))
    sign_in(meeting_id=planned.id, is_here=False, by=scene.viewer("Dee"))
    with pytest.raises(NotFound):
        sign_in(meeting_id=planned.id, is_here=True, by=scene.viewer("Eli"))

    own = own_group_for(scene.viewer("Bob"), group.id)
    assert signed_in_on(own, institution_day(planned.starts_at)) == {cleo.own_id}
    assert signed_in_on(own, institution_day(planned.starts_at) + timedelta(days=1)) == set()


def read_by(sent):
    """Return who got which messages: (name of the reader, subject, UIDs of the entries in it), sorted."""
    found = []
    for one in sent:
        files = [part for part in one.message().walk() if part.get_filename()]
        text = files[0].get_payload(decode=True).decode()
        uids = sorted(event.uid.value for event in next(readComponents(text)).vevent_list)
        found.append((one.body.splitlines()[0].removeprefix("Dear ").rstrip(","), one.subject, uids))
    return sorted(found)


def test_series_is_one_message_each_and_so_is_what_a_new_member_finds_planned(scene, group, clock):
    """What is moved before the message leaves has a message of its own; nothing is told twice, or left out."""
    bob = scene.viewer("Bob")
    made = series(group, scene)
    dispatch_waiting()
    moved = move_group_meeting(
        meeting_id=made[1].id, starts_at=made[1].starts_at + timedelta(hours=1), by=bob
    )
    call_off_group_meeting(meeting_id=made[5].id, by=bob)
    told = read_by(send(clock))
    readers = {name for name, _subject, _uids in told}

    together = sorted(str(one.id) for one in made[:5] if one.id != moved.id)
    assert len(readers) == 3
    assert len(told) == 6
    assert sorted(uids for _name, _subject, uids in told) == sorted([[str(moved.id)], together] * 3)

    add_member(group_id=group.id, mentee=scene.enrollments["Eli", "mentee"], by=scene.alice)
    [(name, subject, uids)] = read_by(send(clock))
    assert uids == sorted([*together, str(moved.id)])
    assert name not in readers
    assert subject.startswith("5 sessions of Journal club")

    Event.objects.update(dispatched_at=None)  # as when a worker died before its tick
    assert read_by(send(clock)) == []

    remove_member(member_id=group.members.get(person=scene.people["Eli"]).id, by=scene.alice)
    assert {one.subject[:20] for one in send(clock)} == {"Out of your calendar"}
    call_off_group_meeting(meeting_id=made[0].id, by=bob)
    assert len(send(clock)) == 3
