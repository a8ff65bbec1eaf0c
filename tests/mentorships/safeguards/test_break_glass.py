"""Opening one thing in an emergency: by two people, for an hour, one thing, never a private note; both are told."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from rounds.core.access import Grant, Viewer
from rounds.core.clock import institution_today, now
from rounds.core.database.scope import scope
from rounds.core.enums import Role
from rounds.core.errors import DomainError, NotFound, OutOfOrder
from rounds.core.events import dispatch_waiting
from rounds.core.models import AuditEvent, Institution, OutgoingMail
from rounds.mentorships.models import BreakGlass, Note
from rounds.mentorships.safeguards.selectors import (
    emergencies_known_to,
    open_glass_for,
    openables_of,
    texts_of,
)
from rounds.mentorships.safeguards.services import (
    Emergency,
    ask_to_open,
    decide_emergency,
    tell_who_waits,
)
from rounds.people.models import RoleAssignment, TrainingProgram, TrainingProgramMember
from tests.matching.scenes import add_person, make_scene
from tests.mentorships.conversations.scenes import day, log, run_pair


@pytest.fixture
def scene(in_hospital):
    scene = make_scene(in_hospital)
    sam = add_person(scene, "Sam", login=True)
    RoleAssignment.objects.create(person=sam, role=Role.SITE_ADMIN, from_on=day(10))
    return scene


@pytest.fixture
def pair(scene):
    return run_pair(scene, since=200)


@pytest.fixture
def talks(scene, pair):
    """Return two conversations, each with a note for both and a private one of each side."""
    found = []
    for number, ago in enumerate((9, 5), 1):
        talk = log(pair, scene.cleo, ago=ago, note=f"shared {number}", audience="pair")
        for who in (scene.cleo, scene.bob):
            note = Note(mentorship=pair, conversation=talk, author_id=who.own_id, audience="private")
            note.seal_value({"text": f"private {who.name}"})
            note.save()
        found.append(talk)
    return found


def sam(scene):
    person = scene.people["Sam"]
    grants = frozenset({Grant(Role.SITE_ADMIN)})
    return Viewer(scene.institution.id, person.user_id, person.id, "Sam", grants)


def ask(scene, pair, talk, *, by=None, **more):
    wanted = Emergency(thing=f"notes:{talk.id}", reason="Somebody is in danger", **more)
    return ask_to_open(pair=pair, emergency=wanted, by=by or scene.alice)


def opened(scene, pair, talk, **more):
    glass = ask(scene, pair, talk, **more)
    return decide_emergency(glass=glass, is_agreed=True, by=sam(scene))


def test_one_thing_is_open_to_who_asked_and_no_private_note_is_in_it(scene, pair, talks):
    glass = opened(scene, pair, talks[0])

    shown = texts_of(open_glass_for(scene.alice, glass.id))

    assert [one.text for one in shown] == ["shared 1"]
    for viewer in (sam(scene), scene.bob, scene.cleo):
        with pytest.raises(NotFound):
            open_glass_for(viewer, glass.id)


def test_nothing_is_open_before_a_second_person_has_agreed(scene, pair, talks):
    glass = ask(scene, pair, talks[0])

    with pytest.raises(NotFound):
        open_glass_for(scene.alice, glass.id)
    decide_emergency(glass=glass, is_agreed=False, by=sam(scene))
    with pytest.raises(NotFound):
        open_glass_for(scene.alice, glass.id)


def test_it_is_closed_from_minute_sixty_on(scene, pair, talks):
    glass = opened(scene, pair, talks[0])

    with time_machine.travel(glass.decided_at + timedelta(minutes=59, seconds=59), tick=False):
        assert open_glass_for(scene.alice, glass.id)
    for minutes in (60, 61):
        with (
            time_machine.travel(glass.decided_at + timedelta(minutes=minutes), tick=False),
            pytest.raises(NotFound),
        ):
            open_glass_for(scene.alice, glass.id)


def test_page_shows_it_within_the_hour_records_each_look_and_is_gone_in_minute_61(scene, pair, talks):
    glass = opened(scene, pair, talks[0])
    client = Client()
    client.force_login(scene.people["Alice"].user)
    page = reverse("safeguards:read", kwargs={"institution": scene.institution.slug, "opened_id": glass.id})

    shown = client.get(page)
    BreakGlass.objects.filter(id=glass.id).update(open_until=now() - timedelta(minutes=1))
    late = client.get(page)

    assert "shared 1" in shown.content.decode()
    assert "private" not in shown.content.decode().replace("Private notes are never here", "")
    assert late.status_code == 404
    assert AuditEvent.objects.filter(action="break_glass.read", object_id=glass.id).count() == 1


def test_one_person_is_not_two(scene, pair, talks):
    both = Viewer(
        scene.institution.id,
        scene.alice.user_id,
        scene.alice.person_id,
        "Alice",
        frozenset({Grant(Role.COORDINATOR), Grant(Role.SITE_ADMIN)}),
    )
    glass = ask(scene, pair, talks[0], by=both)

    with pytest.raises(OutOfOrder, match="Somebody else"):
        decide_emergency(glass=glass, is_agreed=True, by=both)
    with pytest.raises(OutOfOrder, match="site administrator"):
        decide_emergency(glass=glass, is_agreed=True, by=scene.viewer("Sam", Role.DIRECTOR))
    with pytest.raises(IntegrityError), transaction.atomic():
        BreakGlass.objects.filter(id=glass.id).update(decided_by=scene.people["Alice"])


@pytest.mark.parametrize("who", ["Bob", "Alice"])
def test_one_of_the_two_and_who_has_a_say_in_the_training_cannot_ask(scene, pair, talks, who):
    if who == "Alice":
        residency = TrainingProgram.objects.create(name="Residency")
        for name, kind in (("Alice", "director"), ("Cleo", "resident")):
            TrainingProgramMember.objects.create(
                training_program=residency, person=scene.people[name], kind=kind, from_on=day(400)
            )

    with pytest.raises(OutOfOrder, match="Somebody else of the program office"):
        ask(scene, pair, talks[0], by=scene.viewer(who, Role.COORDINATOR))


def test_both_are_told_at_once_by_mail_and_record_without_the_reason_or_a_text(scene, pair, talks):
    glass = opened(scene, pair, talks[0])
    dispatch_waiting()

    told = OutgoingMail.objects.filter(kind="break_glass_told")
    assert {one.to_person_id for one in told} == {pair.mentee_id, pair.mentor_id}
    assert not [one for one in told if "danger" in one.body or "shared 1" in one.body]
    assert "Alice" in told[0].body
    assert "Sam" in told[0].body
    about = AuditEvent.objects.filter(action="break_glass.told").values_list("about_person_id", flat=True)
    assert set(about) == {pair.mentee_id, pair.mentor_id}
    assert BreakGlass.objects.get(id=glass.id).told_at is not None


@pytest.mark.parametrize(
    ("is_agreed", "words"), [(True, "open to you for 60 minutes from"), (False, "nothing was opened")]
)
def test_who_asked_is_told_what_was_decided(scene, pair, talks, is_agreed, words):
    glass = ask(scene, pair, talks[0])
    decide_emergency(glass=glass, is_agreed=is_agreed, by=scene.viewer("Sam", Role.SITE_ADMIN))
    dispatch_waiting()

    (told,) = OutgoingMail.objects.filter(kind="break_glass_decided")
    assert told.to_person_id == scene.people["Alice"].id
    assert words in " ".join(told.body.split())
    assert str(glass.id) in told.body
    assert "shared 1" not in told.body


def test_mail_says_the_moment_by_the_clocks_of_its_reader_and_names_them(scene, pair, talks):
    Institution.objects.filter(id=scene.institution.id).update(timezone="America/Chicago")
    glass = opened(scene, pair, talks[0])
    at = datetime(2026, 11, 28, 3, 44, tzinfo=UTC)
    BreakGlass.objects.filter(id=glass.id).update(decided_at=at)

    with scope(scene.institution.id):
        dispatch_waiting()

    told = OutgoingMail.objects.filter(kind="break_glass_told")
    assert told.count() == 2
    for one in told:
        assert "from Fri 27 Nov, 9:44 PM (Chicago time, UTC−6)" in one.body


def home_of(scene, name):
    client = Client()
    client.force_login(scene.people[name].user)
    return client.get(reverse("home", kwargs={"institution": scene.institution.slug}))


def test_home_of_who_may_agree_and_of_who_asked_says_it_first(scene, pair, talks):
    glass = ask(scene, pair, talks[0])
    link = reverse("safeguards:detail", kwargs={"institution": scene.institution.slug, "glass_id": glass.id})

    waiting = home_of(scene, "Sam")
    assert waiting.context["watch"].groups[0].rows[0].href == link
    assert "Nothing waits for you" not in waiting.text
    assert link not in home_of(scene, "Alice").text

    decide_emergency(glass=glass, is_agreed=True, by=sam(scene))
    assert link not in home_of(scene, "Sam").text
    assert home_of(scene, "Alice").context["office"].groups[0].rows[0].href == link

    with time_machine.travel(now() + timedelta(minutes=61), tick=False):
        assert link not in home_of(scene, "Alice").text


def test_home_drops_a_question_that_is_too_old_to_be_agreed(scene, pair, talks):
    ask(scene, pair, talks[0])

    BreakGlass.objects.update(asked_at=now() - timedelta(hours=25))

    assert not home_of(scene, "Sam").context["watch"].groups


def test_delay_takes_counsel_is_at_most_thirty_days_and_is_said(scene, pair, talks):
    with pytest.raises(DomainError, match="counsel"):
        ask(scene, pair, talks[0], days=5)
    with pytest.raises(DomainError, match="30 days"):
        ask(scene, pair, talks[0], days=31, counsel="R. Ortiz")
    glass = opened(scene, pair, talks[0], days=30, counsel="R. Ortiz")
    dispatch_waiting()
    assert tell_who_waits() == 0
    assert not OutgoingMail.objects.filter(kind="break_glass_told").exists()
    assert not AuditEvent.objects.filter(about_person_id=pair.mentee_id, action__startswith="break").exists()

    with time_machine.travel(now() + timedelta(days=30), tick=False):
        assert tell_who_waits() == 1
        assert tell_who_waits() == 0
        dispatch_waiting()

    told = OutgoingMail.objects.filter(kind="break_glass_told")
    assert told.count() == 2
    assert all("later than at once" in one.body for one in told)
    assert glass.tell_on == institution_today() + timedelta(days=30)


def test_what_can_be_asked_for_says_nothing_of_what_is_written(scene, pair):
    log(pair, scene.cleo, ago=5)
    before = [one.label for one in openables_of(pair)]

    Note.objects.all().delete()
    talk = log(pair, scene.cleo, ago=3, note="private", audience="private")
    log(pair, scene.cleo, ago=2, note="shared", audience="pair")

    assert len(before) == 1
    assert len({one.label.split(" of ")[0] for one in openables_of(pair)}) == 1
    with pytest.raises(DomainError, match="things of the list"):
        ask_to_open(pair=pair, emergency=Emergency(thing=f"private:{talk.id}", reason="No"), by=scene.alice)


def test_question_is_over_after_a_day_and_is_decided_once(scene, pair, talks):
    glass = ask(scene, pair, talks[0])

    with (
        time_machine.travel(now() + timedelta(hours=25), tick=False),
        pytest.raises(OutOfOrder, match="more than a day"),
    ):
        decide_emergency(glass=glass, is_agreed=True, by=sam(scene))
    decide_emergency(glass=glass, is_agreed=False, by=sam(scene))
    with pytest.raises(OutOfOrder, match="decided already"):
        decide_emergency(glass=glass, is_agreed=True, by=sam(scene))


def test_second_person_who_is_one_of_the_two_learns_nothing_here(scene, pair, talks):
    ask(scene, pair, talks[0])
    bob = Viewer(
        scene.institution.id,
        scene.bob.user_id,
        scene.bob.person_id,
        "Bob",
        frozenset({Grant(Role.SITE_ADMIN)}),
    )

    assert list(emergencies_known_to(bob)) == []
    assert emergencies_known_to(sam(scene)).count() == 1
