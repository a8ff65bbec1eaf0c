"""Inviting: a program, a list or those ticked; the letter is shown, asked about, and can be stopped."""

from datetime import UTC, datetime

import pytest

from rounds.accounts.models import Invitation
from rounds.core.database.scope import scope
from rounds.core.models import Institution, OutgoingMail, User
from rounds.people.models import CareerStage, Person, RoleAssignment, Site
from rounds.programs.models import Cohort, Enrollment
from tests.access.matrix import client_of

LIST, SEND = "/st-brigid/access/invite/", "/st-brigid/access/invite/send/"


@pytest.fixture
def world(own_world):
    Institution.objects.filter(id=own_world.here.id).update(mail_is_live=True)
    with scope(own_world.here.id):
        yield own_world


def without_account(count, word="nia"):
    return [
        Person.objects.create(
            given_name=word.title(), family_name=f"New {number:02}", email=f"{word}{number}@x.example"
        )
        for number in range(count)
    ]


def enrolled(people, program="Ladder"):
    cohort = Cohort.objects.filter(cycle__program__name=program).order_by("name").first()
    for person in people:
        Enrollment.objects.create(
            cohort=cohort, person=person, side="mentee", state="enrolled", how="by_program"
        )
    return cohort.cycle.program


def letters():
    return OutgoingMail.objects.filter(kind="invitation")


def test_page_of_a_person_asks_before_it_invites(world):
    (nia,) = without_account(1)
    alice = client_of(world.actors["alice"])
    question = f"{SEND}?person={nia.id}"

    shown = alice.get(f"/st-brigid/people/{nia.id}/").text
    asked = alice.get(question).text
    assert not letters().exists()
    alice.post(question)

    assert question in shown
    assert "Invite 1 person?" in asked
    assert nia.display_name in asked
    assert letters().get().to_person_id == nia.id


def test_page_of_a_person_with_an_account_invites_nobody(world):
    cleo = world.actors["cleo"].person

    assert SEND not in client_of(world.actors["alice"]).get(f"/st-brigid/people/{cleo.id}/").text


def test_nobody_is_ticked_or_invited_without_a_choice(world):
    without_account(3)
    alice = client_of(world.actors["alice"])

    page = alice.get(LIST).text
    alice.post(SEND)

    assert " checked" not in page
    assert "Invite 3 people" not in page
    assert not letters().exists()


def test_program_chosen_is_what_button_count_names_and_letters_are_about(world):
    people = without_account(3)
    others = without_account(2, word="other")
    program = enrolled(people)
    alice = client_of(world.actors["alice"])

    page = alice.get(f"{LIST}?program={program.id}").text
    asked = alice.get(f"{SEND}?program={program.id}").text
    said = alice.post(f"{SEND}?program={program.id}", follow=True).text

    assert "Invite 3 people…" in page
    assert "Invite 3 people?" in asked
    assert f"Your invitation to {program.name}" in asked
    assert all(one.display_name in asked for one in people)
    assert all(one.display_name not in asked for one in others)
    assert {mail.to_address for mail in letters()} == {one.email for one in people}
    assert {(mail.subject, mail.from_name) for mail in letters()} == {
        (f"Your invitation to {program.name}", program.name)
    }
    assert "3 invitations leave in 15 minutes." in said


def test_letters_can_be_stopped_and_their_invitations_count_no_more(world):
    program = enrolled(without_account(2))
    alice = client_of(world.actors["alice"])
    alice.post(f"{SEND}?program={program.id}")
    batch = letters().first().batch_id

    alice.post(f"/st-brigid/sent/batches/{batch}/stop/")

    assert {(mail.state, mail.body) for mail in letters()} == {("stopped", "")}
    assert not Invitation.objects.filter(revoked_at=None).exists()
    assert "Invite 2 people…" in alice.get(f"{LIST}?program={program.id}").text


def test_second_press_adds_no_letter_while_the_first_waits(world):
    people = without_account(2)
    alice = client_of(world.actors["alice"])
    chosen = f"{SEND}?person={people[0].id}&person={people[1].id}"

    alice.post(chosen)
    again = alice.get(chosen).text
    alice.post(chosen)

    assert letters().count() == 2
    assert Invitation.objects.filter(revoked_at=None).count() == 2
    assert "about to leave" in again


def test_those_ticked_are_invited_and_others_named(world):
    people = without_account(3)
    gone = Person.objects.create(family_name="Gone", email="gone@x.example", left_on="2020-01-01")
    bare = Person.objects.create(given_name="Nora", family_name="Bare")
    bad = Person.objects.create(given_name="Siobhan", family_name="Bad", email="a.@x.example")
    shut = Person.objects.create(
        family_name="Shut", email="shut@x.example", user=User.objects.create_user("shut@x.example")
    )
    User.objects.filter(id=shut.user_id).update(is_active=False)
    nursing = enrolled([people[2]], "Nursing")
    alice = client_of(world.actors["alice"])
    chosen = [
        people[0],
        people[2],
        gone,
        bare,
        bad,
        shut,
        world.actors["cleo"].person,
        world.actors["dina"].person,
    ]
    query = "&".join(f"person={one}" for one in [*(one.id for one in chosen), "garbage"])

    asked = alice.get(f"{SEND}?{query}").text
    alice.post(f"{SEND}?{query}")

    invited = set(Invitation.objects.values_list("person_id", flat=True))
    assert invited == {people[0].id, people[2].id}
    assert f"{people[2].display_name} ({nursing.name})" in " ".join(asked.split())
    assert all(one.display_name in asked for one in (bare, bad, shut))
    assert gone.display_name not in asked


def test_program_of_others_is_not_found(world):
    from rounds.programs.models import Program

    nursing = Program.objects.get(name="Nursing")
    alice = client_of(world.actors["alice"])

    answers = [alice.get(f"{page}?program={nursing.id}").status_code for page in (LIST, SEND)]

    assert answers == [404, 404]


def test_in_rehearsal_invitations_reach_the_office_alone_and_nobody_in_its_place(world):
    Institution.objects.filter(id=world.here.id).update(mail_is_live=False)
    people = without_account(2)
    RoleAssignment.objects.create(person=people[1], role="auditor", from_on="2020-01-01")
    alice = client_of(world.actors["alice"])
    query = "&".join(f"person={one.id}" for one in people)

    asked = alice.get(f"{SEND}?{query}").text
    alice.post(f"{SEND}?{query}")

    assert "Invite 1 person?" in asked
    assert f"{people[0].display_name}</a>: mail is in rehearsal" in " ".join(asked.split())
    assert [mail.to_address for mail in letters()] == [people[1].email]


def test_list_of_those_to_invite_takes_the_same_queries_for_one_and_many(
    world, django_assert_max_num_queries
):
    alice = client_of(world.actors["alice"])
    program = enrolled(without_account(1))
    pages = [f"{LIST}?show=new", f"{SEND}?program={program.id}"]
    for page in pages:
        alice.get(page)
    counts = []
    for more in (0, 30):
        enrolled(without_account(more, word="more"))
        for page in pages:
            with django_assert_max_num_queries(20) as queries:
                alice.get(page)
            counts.append(len(queries))

    assert counts[:2] == counts[2:]


# in whose zone times are shown


@pytest.mark.parametrize(
    ("site_zone", "shown"),
    [("America/Los_Angeles", "5:00 AM"), ("", "8:00 AM"), (None, "8:00 AM")],
)
def test_times_are_shown_in_the_zone_of_the_reader(world, site_zone, shown, monkeypatch):
    from django.http import HttpResponse
    from django.utils import timezone

    from rounds.web.home import views

    cleo = world.actors["cleo"].person
    Institution.objects.filter(slug="st-brigid").update(timezone="America/New_York")
    CareerStage.objects.filter(person=cleo).delete()
    if site_zone is not None:
        site = Site.objects.create(name="West campus", timezone=site_zone)
        CareerStage.objects.create(person=cleo, tier="resident", from_on="2020-01-01", site=site)
    moment = datetime(2026, 1, 15, 13, 0, tzinfo=UTC)
    monkeypatch.setattr(
        views, "render", lambda *args: HttpResponse(f"{timezone.localtime(moment):%-I:%M %p}"), raising=True
    )

    answer = client_of(world.actors["cleo"]).get("/st-brigid/", follow=True)

    assert shown in answer.text
