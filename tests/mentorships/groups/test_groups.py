"""A group: up to eight mentees, one log for all, minutes that count once for each, notes of one reader or of the group."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from rounds.core.clock import institution_today
from rounds.core.errors import DomainError, NotFound, OutOfOrder
from rounds.core.events import dispatch_waiting
from rounds.matching.publishing.selectors.groups import mentees_for_group, mentors_for_group
from rounds.mentorships.groups.selectors import (
    list_own_groups,
    list_sessions,
    office_group_for,
    own_group_for,
    own_group_note_for,
    own_session_for,
)
from rounds.mentorships.groups.services.groups import (
    add_member,
    end_group,
    open_group,
    remove_member,
    reopen_group,
    take_back_removal,
)
from rounds.mentorships.groups.services.sessions import (
    GroupNoteChanged,
    Session,
    change_group_note,
    log_session,
    say_attendance,
    take_back_session,
    write_group_note,
)
from rounds.mentorships.hours.selectors import month_of
from rounds.mentorships.models import Attendance, GroupNote, GroupSession, MentorLoad
from rounds.mentorships.services.merging import merge_pairs
from rounds.programs.services.enrollments import change_enrollment_state
from tests.matching.scenes import add_mentee, make_scene

OTHERS = ("Dee", "Eli")


@pytest.fixture
def scene(in_hospital):
    scene = make_scene(in_hospital)
    for name in OTHERS:
        add_mentee(scene, name, login=True)
    return scene


@pytest.fixture
def group(scene):
    made = open_group(mentor=scene.enrollments["Bob", "mentor"], name="Journal club", size=3, by=scene.alice)
    for name in ("Cleo", "Dee"):
        add_member(group_id=made.id, mentee=scene.enrollments[name, "mentee"], by=scene.alice)
    return made


def viewer(scene, name):
    return scene.viewer(name)


def said(scene, *names, **changes):
    people = frozenset(scene.people[name].id for name in names)
    usual = Session(entry_id=uuid4(), held_on=institution_today(), minutes=60, present=people)
    return replace(usual, **changes)


def withdraw(scene, enrollment):
    change_enrollment_state(by=scene.alice, enrollment=enrollment, state="withdrawn")
    dispatch_waiting()


def log(scene, group, *names, **changes):
    return log_session(group_id=group.id, session=said(scene, *names, **changes), by=scene.bob)


def write(scene, session, name, audience):
    text = f"{audience} of {name}"
    write_group_note(
        session_id=session.id, text=text, audience=audience, entry_id=uuid4(), by=viewer(scene, name)
    )


def reads(scene, group, name):
    own = own_group_for(viewer(scene, name), group.id)
    return {note.text for one in list_sessions(own, viewer(scene, name)) for note in one.notes}


def test_minutes_of_the_mentor_count_once_and_of_each_mentee_once(scene, group):
    log(scene, group, "Cleo", "Dee")
    log(scene, group, "Dee", minutes=30)

    found = office_group_for(scene.alice, group.id)
    place = scene.enrollments["Bob", "mentor"].id

    assert (found.sessions, found.mentor_minutes, found.mentee_minutes) == (2, 90, 60 + 60 + 30)
    assert month_of([place], institution_today())[place].used_minutes == 90


def test_form_sent_twice_is_one_session_and_one_note(scene, group):
    once = said(scene, "Cleo", note="Read chapter two", audience="group")
    for _time in range(2):
        log_session(group_id=group.id, session=once, by=scene.bob)

    assert (GroupSession.objects.count(), Attendance.objects.count(), GroupNote.objects.count()) == (1, 1, 1)


def test_notes_for_the_group_are_read_by_all_and_private_ones_by_their_writer(scene, group):
    session = log(scene, group, "Cleo", "Dee", note="group of Bob", audience="group")
    for name in ("Bob", "Cleo", "Dee"):
        write(scene, session, name, "private")
    write(scene, session, "Cleo", "group")

    shared = {"group of Bob", "group of Cleo"}
    for name in ("Bob", "Cleo", "Dee"):
        assert reads(scene, group, name) == {*shared, f"private of {name}"}


def test_own_note_is_changed_or_taken_from_the_group_and_a_second_window_loses_nothing(scene, group):
    session = log(scene, group, "Cleo", "Dee")
    write(scene, session, "Cleo", "group")
    note, cleo = GroupNote.objects.get(), viewer(scene, "Cleo")
    assert own_group_note_for(cleo, note.id) == note
    for other in ("Bob", "Dee"):
        with pytest.raises(NotFound):
            own_group_note_for(viewer(scene, other), note.id)

    change_group_note(note=note, text="Mine alone", audience="private", version=1, by=cleo)
    with pytest.raises(GroupNoteChanged) as caught:
        change_group_note(note=note, text="Late", audience="group", version=1, by=cleo)

    assert (caught.value.theirs, caught.value.version) == ("Mine alone", 2)
    assert [reads(scene, group, name) for name in ("Bob", "Cleo", "Dee")] == [set(), {"Mine alone"}, set()]
    change_group_note(note=note, text="For all", audience="group", version=2, by=cleo)
    assert reads(scene, group, "Dee") == {"For all"}
    member = group.members.get(person=scene.people["Cleo"])
    remove_member(member_id=member.id, by=scene.alice)
    with pytest.raises(OutOfOrder):
        change_group_note(note=note, text="After", audience="group", version=3, by=cleo)


def test_who_left_reads_what_was_shared_until_then_and_nothing_since(scene, group, clock):
    before = log(scene, group, "Cleo", "Dee", note="before", audience="group")
    clock.shift(timedelta(hours=1))
    member = group.members.get(person=scene.people["Dee"])
    remove_member(member_id=member.id, by=scene.alice)
    clock.shift(timedelta(hours=1))
    write(scene, before, "Cleo", "group")
    after = log(scene, group, "Cleo", note="after", audience="group")

    assert reads(scene, group, "Dee") == {"before"}
    assert list_own_groups(viewer(scene, "Dee")) == []
    with pytest.raises(NotFound):
        own_session_for(viewer(scene, "Dee"), after.id)
    with pytest.raises(NotFound):
        write(scene, before, "Dee", "group")


def test_who_joins_later_reads_nothing_of_before(scene, group, clock):
    log(scene, group, "Cleo", "Dee", note="before", audience="group")
    clock.shift(timedelta(hours=1))
    add_member(group_id=group.id, mentee=scene.enrollments["Eli", "mentee"], by=scene.alice)
    clock.shift(timedelta(hours=1))
    log(scene, group, "Eli", note="after", audience="group")

    assert reads(scene, group, "Eli") == {"after"}


def test_stranger_and_office_find_no_group_page_of_its_people(scene, group):
    for name in ("Eli", "Alice"):
        with pytest.raises(NotFound):
            own_group_for(viewer(scene, name), group.id)


def test_group_has_a_size_takes_no_place_and_is_held_by_the_rules_of_matching(scene, group):
    add_member(group_id=group.id, mentee=scene.enrollments["Eli", "mentee"], by=scene.alice)
    peer = add_mentee(scene, "Fay", tier="executive")
    open_ = mentees_for_group(office_group_for(scene.alice, group.id))

    assert not MentorLoad.objects.filter(active__gt=0).exists()
    assert peer.id not in {enrollment for enrollment, _name in open_}
    assert [name for _enrollment, name in mentors_for_group(scene.cohort)] == [scene.people["Bob"].full_name]
    with pytest.raises(OutOfOrder, match="full: 3 mentees"):
        add_member(group_id=group.id, mentee=peer, by=scene.alice)


def test_member_twice_and_nobody_there_and_day_to_come_are_refused_by_field(scene, group):
    refused = {
        "mentee": lambda: add_member(
            group_id=group.id, mentee=scene.enrollments["Cleo", "mentee"], by=scene.alice
        ),
        "present": lambda: log(scene, group, "Eli"),
        "held_on": lambda: log(scene, group, "Cleo", held_on=institution_today() + timedelta(days=1)),
    }

    for field, act in refused.items():
        with pytest.raises(DomainError) as caught:
            act()
        assert caught.value.field == field
    with pytest.raises(DomainError, match="began on"):
        log(scene, group, "Cleo", held_on=institution_today() - timedelta(days=1))


def test_only_the_mentor_logs_and_each_member_corrects_being_there_of_oneself(scene, group):
    session = log(scene, group, "Cleo", "Dee")
    with pytest.raises(NotFound):
        log_session(group_id=group.id, session=said(scene, "Cleo"), by=scene.cleo)

    say_attendance(session_id=session.id, is_there=False, by=scene.cleo)
    assert office_group_for(scene.alice, group.id).mentee_minutes == 60
    say_attendance(session_id=session.id, is_there=True, by=scene.cleo)
    assert office_group_for(scene.alice, group.id).mentee_minutes == 120
    with pytest.raises(NotFound):
        say_attendance(session_id=session.id, is_there=True, by=viewer(scene, "Eli"))


def test_session_taken_back_counts_for_nobody_and_is_not_read(scene, group):
    session = log(scene, group, "Cleo", note="mistake", audience="group")
    with pytest.raises(OutOfOrder):
        take_back_session(session_id=session.id, by=scene.cleo)

    take_back_session(session_id=session.id, by=scene.bob)

    found = office_group_for(scene.alice, group.id)
    assert (found.sessions, found.mentor_minutes, found.mentee_minutes) == (0, 0, 0)
    assert reads(scene, group, "Cleo") == set()


def test_ended_group_takes_nothing_more_and_goes_on_as_before(scene, group):
    log(scene, group, "Cleo", note="kept", audience="group")
    end_group(group_id=group.id, by=scene.alice)

    with pytest.raises(OutOfOrder, match="has ended"):
        log(scene, group, "Cleo")
    assert reads(scene, group, "Cleo") == {"kept"}
    assert list_own_groups(scene.cleo) == []

    reopen_group(group_id=group.id, by=scene.alice)
    assert [one.group for one in list_own_groups(scene.cleo)] == [group]


def test_removal_is_taken_back_unless_the_place_is_gone(scene, group):
    member = group.members.get(person=scene.people["Dee"])
    log(scene, group, "Dee")
    remove_member(member_id=member.id, by=scene.alice)
    take_back_removal(member_id=member.id, by=scene.alice)
    assert [one.person_id for one in office_group_for(scene.alice, group.id).members] == [
        scene.people["Cleo"].id,
        scene.people["Dee"].id,
    ]

    remove_member(member_id=member.id, by=scene.alice)
    add_member(group_id=group.id, mentee=scene.enrollments["Eli", "mentee"], by=scene.alice)
    add_member(group_id=group.id, mentee=add_mentee(scene, "Gus"), by=scene.alice)
    with pytest.raises(OutOfOrder, match="full by now"):
        take_back_removal(member_id=member.id, by=scene.alice)


def test_who_was_put_in_by_mistake_was_never_in(scene, group):
    member = group.members.get(person=scene.people["Dee"])

    assert remove_member(member_id=member.id, by=scene.alice) is False

    assert not group.members.filter(person=scene.people["Dee"]).exists()


def test_who_leaves_the_program_leaves_its_groups(scene, group):
    withdraw(scene, scene.enrollments["Dee", "mentee"])
    assert [one.person_id for one in office_group_for(scene.alice, group.id).members] == [
        scene.people["Cleo"].id
    ]

    withdraw(scene, scene.enrollments["Bob", "mentor"])
    assert not office_group_for(scene.alice, group.id).group.is_running


def test_two_records_of_one_member_become_one_place_and_one_attendance(scene, group):
    log(scene, group, "Cleo", "Dee")

    merge_pairs(scene.people["Cleo"], scene.people["Dee"], scene.alice)

    assert list(group.members.filter(left_at=None).values_list("person_id", flat=True)) == [
        scene.people["Cleo"].id
    ]
    assert office_group_for(scene.alice, group.id).mentee_minutes == 60
