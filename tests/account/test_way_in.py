"""Whoever is published can come in, tried for every person: the first message carries the way in, and so does asking for a code."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail as outbox
from django.test import Client
from django.urls import reverse

from rounds.accounts.models import Invitation
from rounds.core.clock import now
from rounds.core.events import dispatch_waiting
from rounds.core.mail import send_waiting, stop_batch
from rounds.core.models import Institution, OutgoingMail, User
from rounds.matching.models import MatchRun
from rounds.matching.publishing.services.approval import publish_run
from rounds.matching.runs.selectors import result_of
from rounds.matching.runs.services.runs import start_run
from rounds.mentorships.models import Mentorship
from rounds.people.models import Person
from rounds.programs.models import Enrollment, Intake
from rounds.programs.selectors.chase import list_chase, to_remind
from rounds.programs.selectors.inviting import list_invitable, programs_of_people
from rounds.web.account.sign_in.came_for import came_for
from rounds.web.mail.intake import remind
from rounds.web.mail.invitations import invite
from tests.browser.conftest import sign_in_client
from tests.matching.scenes import add_crowd, add_person, make_scene, solve_now

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(in_hospital):
    made = make_scene(in_hospital)
    add_crowd(made, 19, 11)
    Person.objects.exclude(given_name="Alice").update(user=None)
    Institution.objects.update(mail_is_live=True)
    for person in Person.objects.filter(user=None):
        Person.objects.filter(id=person.id).update(email=f"p{person.id.hex}@brigid.example")
    return made


def publish(scene):
    run = solve_now(start_run(cohort=scene.cohort, by=scene.alice))
    publish_run(run_id=run.id, by=scene.alice)
    return run


def deliver():
    """Let all that waits leave, and return the letters by address."""
    early = now() - timedelta(minutes=1)
    Mentorship.objects.update(shown_from_at=early)
    MatchRun.objects.filter(state="published").update(mail_leaves_at=early)
    dispatch_waiting()
    OutgoingMail.everywhere.filter(state="waiting").update(send_after=early)
    outbox.outbox.clear()
    while send_waiting():
        pass
    return {letter.to[0]: letter.body for letter in outbox.outbox}


def link_in(body):
    (found,) = re.findall(r"https?://\S+/invitation/\S+", body)
    return found


def follow(link):
    client = Client()
    client.get(link, follow=True)
    client.post(reverse("account_invitation"), follow=True)
    return client


def test_everybody_who_is_published_follows_the_mail_and_is_in(scene):
    publish(scene)
    let_in = set()

    mentors = deliver()
    for pair in Mentorship.objects.select_related("mentor"):
        if pair.mentor_id not in let_in:
            client = follow(link_in(mentors[pair.mentor.email]))
            let_in.add(pair.mentor_id)
        page = reverse("pairs:pair", kwargs={"institution": scene.institution.slug, "mentorship_id": pair.id})
        owner = Client()
        sign_in_client(owner, Person.objects.get(id=pair.mentor_id).user)
        assert owner.post(page, {"go": "accept"}).status_code == 302
    mentees = deliver()
    for pair in Mentorship.objects.select_related("mentee"):
        client = follow(link_in(mentees[pair.mentee.email]))
        page = reverse("pairs:pair", kwargs={"institution": scene.institution.slug, "mentorship_id": pair.id})
        assert client.post(page, {"go": "agree"}).status_code == 302

    pairs = Mentorship.objects.all()
    assert {one.state for one in pairs} == {"active"}
    assert pairs.count() == 20
    assert not Person.objects.filter(id__in=pairs.values("mentor_id"), user=None).exists()
    assert not Person.objects.filter(id__in=pairs.values("mentee_id"), user=None).exists()


def test_no_token_waits_in_the_queue_and_none_is_kept(scene):
    publish(scene)
    dispatch_waiting()
    waiting = [one.body for one in OutgoingMail.everywhere.all()]

    letters = deliver()

    kept = "\n".join([*waiting, *(one.body for one in OutgoingMail.everywhere.all())])
    tokens = [link_in(body).rstrip("/").rpartition("/")[2] for body in letters.values()]
    assert waiting
    assert tokens
    assert not [token for token in tokens if token in kept]
    assert not Invitation.everywhere.filter(token_hash__in=tokens).exists()


def test_links_of_two_messages_are_the_same_until_one_is_used(scene):
    publish(scene)
    first = deliver()
    OutgoingMail.everywhere.update(state="waiting")

    again = deliver()

    address = next(iter(first))
    assert link_in(first[address]) == link_in(again[address])
    follow(link_in(first[address]))
    OutgoingMail.everywhere.update(state="waiting")
    assert "/invitation/" not in deliver()[address]


@pytest.mark.parametrize("change", ["corrected", "left", "rehearsal"])
def test_way_in_goes_to_its_owner_or_to_nobody(scene, change):
    publish(scene)
    dispatch_waiting()
    person = Mentorship.objects.first().mentor
    if change == "corrected":
        Person.objects.filter(id=person.id).update(email="other@brigid.example")
    if change == "left":
        Person.objects.filter(id=person.id).update(left_on=now().date())
    if change == "rehearsal":
        OutgoingMail.everywhere.update(meant_for=person.email, to_address="alice@brigid.example")

    letters = deliver()

    theirs = letters["alice@brigid.example" if change == "rehearsal" else person.email]
    assert "/invitation/" not in theirs


def ask_for_code(email):
    outbox.outbox.clear()
    answer = Client().post(reverse("account_request_login_code"), {"email": email})
    (letter,) = outbox.outbox
    return answer, letter


def test_asking_for_a_code_brings_the_way_in_again_and_the_page_tells_nothing(scene):
    person = Person.objects.filter(user=None).first()
    known, _code = ask_for_code(scene.people["Alice"].user.email)
    awaited, letter = ask_for_code(person.email)
    unknown, other = ask_for_code("nobody@brigid.example")

    assert awaited.status_code == unknown.status_code == known.status_code == 302
    assert awaited.url == unknown.url == known.url
    assert letter.to == [person.email]
    follow(link_in(letter.body))
    assert User.objects.filter(email=person.email).exists()
    assert "/invitation/" not in other.body


def test_publishing_says_who_has_no_way_in_yet(scene):
    run = solve_now(start_run(cohort=scene.cohort, by=scene.alice))
    client = Client()
    sign_in_client(client, scene.people["Alice"].user)
    path = reverse("matching:publish", kwargs={"institution": scene.institution.slug, "run_id": run.id})

    page = " ".join(client.get(path).text.split())

    mentors = len({pair.mentor for pair in result_of(run).solution.pairs})
    assert f"{mentors} of {mentors} have no way in yet; their message carries an invitation." in page


@pytest.fixture
def imported(in_hospital):
    """Add three people whose answers were imported, and nobody of whom can sign in."""
    made = make_scene(in_hospital)
    Institution.objects.update(mail_is_live=True)
    for given in ("Ida", "Jon", "Kim"):
        person = add_person(made, given, tier="resident")
        enrollment = Enrollment.objects.create(
            cohort=made.cohort, person=person, side="mentee", state="enrolled", how="by_program"
        )
        Intake.objects.create(enrollment=enrollment, answers={"gaps": {"FIN": 3}})
    return made


def ask_everybody(scene):
    """Invite all who can't sign in, and ask them whether their answers are right."""
    program = scene.cohort.cycle.program
    rows = list_invitable(scene.alice, program=program)
    invite(rows, programs_of_people([row.person.id for row in rows]), by=scene.alice)
    asked = to_remind(list_chase(scene.cohort), show="confirm")
    batch, queued = remind(asked, program=program, by=scene.alice)
    assert queued == len(rows) == len(asked) == 3
    return asked, batch


def test_who_is_invited_and_asked_within_minutes_gets_one_message_with_the_way_in(imported):
    asked, _batch = ask_everybody(imported)

    letters = [*deliver_all(), *deliver_all()]

    assert sorted(letter.to[0] for letter in letters) == sorted(row.email for row in asked)
    assert all("answers right" in letter.subject and link_in(letter.body) for letter in letters)
    assert not OutgoingMail.everywhere.filter(state="waiting").exists()
    follow(link_in(letters[0].body))
    assert Person.objects.get(email=letters[0].to[0]).user_id


def test_invitation_leaves_by_itself_when_the_message_that_would_bring_it_is_stopped(imported):
    asked, batch = ask_everybody(imported)
    stop_batch(batch.id, by=imported.alice)

    letters = deliver_all()

    assert sorted(letter.to[0] for letter in letters) == sorted(row.email for row in asked)
    assert all("invitation" in letter.subject for letter in letters)


def deliver_all():
    deliver()
    return list(outbox.outbox)


def test_pages_show_the_message_with_its_way_in_and_count_the_letters_that_come_in_it(scene):
    rows = list_invitable(scene.alice, program=scene.cohort.cycle.program)
    invite(rows, {}, by=scene.alice)
    run = solve_now(start_run(cohort=scene.cohort, by=scene.alice))
    client = Client()
    sign_in_client(client, scene.people["Alice"].user)
    publishing = reverse("matching:publish", kwargs={"institution": scene.institution.slug, "run_id": run.id})
    inviting = reverse("access:invite_all", kwargs={"institution": scene.institution.slug})

    page = " ".join(client.get(publishing).text.split())
    people = " ".join(client.get(inviting).text.split())

    mentors = len({pair.mentor for pair in result_of(run).solution.pairs})
    assert f"{mentors} invitations that wait to leave come in it" in page
    assert page.count("(a link of their own)") == 3
    assert f'About to leave <span class="count">{len(rows)}</span>' in people
    assert 'Invited <span class="count">0</span>' in people
    assert "Invite those ticked" not in people


# what one came for is said by the kind of its address, whether it is there or not

CASES = [
    ("/{slug}/intake/", "Sign in to answer the questions of intake."),
    ("/{slug}/pairs/{id}/", "Sign in to open the page of a pair."),
    ("/{slug}/connections/{id}/place/", "Sign in to choose what a link in your course opens."),
    ("/{slug}/people/{id}/", ""),
    ("/{slug}/", ""),
    ("https://evil.example/{slug}/intake/", ""),
    ("//evil.example/{slug}/intake/", ""),
    ("/no/such/address/at/all/", ""),
    ("", ""),
]


@pytest.mark.parametrize(("onward", "words"), CASES)
def test_words_hang_on_the_kind_of_address_alone(onward, words):
    said = {
        str(came_for(onward.format(slug=slug, id=uuid4())))
        for slug in ("st-brigid", "nobody-here", "elsewhere")
    }

    assert len(said) == 1
    assert said.pop().startswith(words)
    assert words or not came_for(onward.format(slug="st-brigid", id=uuid4()))


@pytest.mark.parametrize("page", ["account_request_login_code", "account_login"])
def test_both_pages_of_sign_in_say_it(client, hospital, page):
    said = [
        client.get(reverse(page), {"next": f"/{hospital.slug}/{where}"}).content.decode()
        for where in ("intake/", "")
    ]

    assert ["Sign in to answer the questions of intake." in one for one in said] == [True, False]
