"""Invitations: used once, by their owner, and never a way into an account that exists."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from rounds.accounts.models import Invitation
from rounds.accounts.services.logins import invite_person
from rounds.core.access import system
from rounds.core.database.scope import scope
from rounds.core.models import User
from rounds.people.models import Person

from .test_sign_in import PASSWORD, is_signed_in, sign_in_by_code, sign_in_by_password

VICTIM = "victim@st-brigid.example"


def invite(hospital, email="cleo@st-brigid.example", name="Marsh"):
    with scope(hospital.id):
        person = Person.objects.create(given_name="Cleo", family_name=name, email=email)
        token = invite_person(person=person, by=system(hospital.id))
    return person, token


def press(client, token, /, **fields):
    client.get(f"/accounts/invitation/{token}/")
    return client.post("/accounts/invitation/", fields)


def user_of(person):
    return Person.everywhere.get(id=person.id).user


def test_invitation_is_accepted_by_its_button(client, hospital):
    person, token = invite(hospital)

    page = client.get(f"/accounts/invitation/{token}/", follow=True)
    assert user_of(person) is None
    answer = client.post("/accounts/invitation/")

    assert page.redirect_chain == [("/accounts/invitation/", 302)]
    assert token not in page.text
    assert answer["Location"] == "/st-brigid/"
    assert user_of(person).email == "cleo@st-brigid.example"
    assert is_signed_in(client)


def test_opening_the_link_many_times_accepts_nothing(hospital):
    person, token = invite(hospital)

    for _ in range(5):
        Client().get(f"/accounts/invitation/{token}/", follow=True)

    assert user_of(person) is None
    assert User.objects.count() == 0


def test_invitation_works_once(client, hospital):
    _person, token = invite(hospital)
    press(client, token)
    again = Client()

    answer = press(again, token)

    assert answer.status_code == 404
    assert not is_signed_in(again)


def test_token_is_stored_hashed_and_long(hospital):
    _person, token = invite(hospital)

    assert len(token) >= 43
    assert token not in Invitation.everywhere.get().token_hash


def test_wrong_used_and_expired_look_alike(hospital):
    _person, used = invite(hospital)
    press(Client(), used)
    _other, expired = invite(hospital, email="dora@st-brigid.example", name="Kim")
    Invitation.everywhere.filter(used_at=None).update(expires_at=timezone.now() - timedelta(seconds=1))

    answers = [press(Client(), token) for token in (used, expired, "a-guess", "A" * 43)]

    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1


def test_guesses_are_limited(hospital):
    client = Client()

    answers = [client.get(f"/accounts/invitation/{number:043d}/").status_code for number in range(610)]

    assert answers.count(302) == 600  # a hospital opens its mail at once, behind one address
    assert answers[-1] == 429


# nobody gets into an account that exists: each case tries with one address, one token, one form

TWINS = [
    VICTIM,
    VICTIM.upper(),
    "Victim@St-Brigid.Example",
    "victim@ST-BRIGID.example",
    "vıctım@st-brigid.example",  # dotless i
    "ｖictim@st-brigid.example",  # full-width v
    "victim@st-brigid.exampﬂe",  # a ligature
    "vi\u0307ctim@st-brigid.example",  # combining dot
    "vict\u0456m@st-brigid.example",  # Cyrillic i
    "victim\u200b@st-brigid.example",  # zero width space
    "victim+1@st-brigid.example",
    "v.ictim@st-brigid.example",
    "victim@st-brigid.example.evil.example",
]
HIDDEN = [
    {"email": VICTIM},
    {"user": "1", "user_id": "1"},
    {"password": "taken over now 1", "password1": "taken over now 1", "password2": "taken over now 1"},
    {"person": "1", "person_id": "1", "institution": "elsewhere", "institution_id": "1"},
    {"token": "another", "invitation": "1", "is_active": "on", "is_staff": "on", "next": "//evil.example"},
]
STALE = ["used", "expired", "revoked", "left", "merged", "address corrected", "joined"]
SESSIONS = ["none", "attacker", "attacker on a remembered device"]
CASES = (
    [("open", twin, {}, "none") for twin in TWINS]
    + [("open", twin, HIDDEN[2], "attacker") for twin in TWINS]
    + [("open", VICTIM, fields, session) for fields in HIDDEN for session in SESSIONS]
    + [(state, VICTIM, {}, "none") for state in STALE]
    + [("other institution", VICTIM, HIDDEN[0], session) for session in SESSIONS]
)


def test_there_are_fifty_cases():
    assert len(CASES) >= 50


@pytest.mark.parametrize(("state", "email", "fields", "session"), CASES)
def test_invitation_takes_over_no_account(hospital, other_hospital, state, email, fields, session):
    victim = User.objects.create_user(VICTIM, PASSWORD)
    User.objects.create_user("attacker@st-brigid.example", PASSWORD)
    person, token = invite(other_hospital if state == "other institution" else hospital, email=email)
    make_stale(person, state)
    client = Client()
    if session == "attacker":
        sign_in_by_password(client, "attacker@st-brigid.example")
    elif session != "none":
        sign_in_by_code(client, "attacker@st-brigid.example", remember="on")

    press(client, token, **fields)

    now = User.objects.get(pk=victim.pk)
    assert (now.email, now.password, now.is_active) == (victim.email, victim.password, True)
    assert client.session.get("_auth_user_id") != str(victim.pk)
    assert user_of(person) is None or user_of(person).pk != victim.pk


def make_stale(person, state):
    changes = {
        "left": {"left_on": date(2026, 1, 1)},
        "address corrected": {"email": "right@st-brigid.example"},
        "joined": {"user": User.objects.get(email="attacker@st-brigid.example")},
    }
    rows = {
        "used": {"used_at": timezone.now()},
        "expired": {"expires_at": timezone.now()},
        "revoked": {"revoked_at": timezone.now()},
    }
    Person.everywhere.filter(id=person.id).update(**changes.get(state, {}) or {"title": ""})
    Invitation.everywhere.filter(person=person).update(
        **rows.get(state, {}) or {"email": person.email.lower()}
    )
    if state == "merged":
        other = Person.everywhere.create(institution=person.institution, family_name="Other")
        Person.everywhere.filter(id=person.id).update(merged_into=other)


def test_owner_of_the_address_signs_in_and_then_accepts(client, hospital):
    User.objects.create_user("cleo@st-brigid.example", PASSWORD)
    person, token = invite(hospital)

    answer = press(client, token)
    assert answer["Location"] == "/sign-in/?next=/accounts/invitation/"
    sign_in_by_code(client, "cleo@st-brigid.example", next="/accounts/invitation/")
    answer = client.post("/accounts/invitation/")

    assert answer["Location"] == "/st-brigid/"
    assert user_of(person).email == "cleo@st-brigid.example"
    assert user_of(person).check_password(PASSWORD)


def test_somebody_else_who_is_signed_in_is_told_so(client, hospital):
    User.objects.create_user("bob@st-brigid.example", PASSWORD)
    person, token = invite(hospital)
    sign_in_by_password(client, "bob@st-brigid.example")

    answer = press(client, token)

    assert answer.status_code == 409
    assert "Sign out first" in answer.text
    assert user_of(person) is None


def test_login_that_is_somebody_here_already_reads_so(client, hospital):
    with scope(hospital.id):
        user = User.objects.create_user("cleo@st-brigid.example")
        Person.objects.create(given_name="Cleo", family_name="Marsh", user=user)
    other, token = invite(hospital, name="Moor")
    client.force_login(user)

    answer = press(client, token)

    assert answer.status_code == 409
    assert "belongs to somebody else of this institution" in answer.text
    assert user_of(other) is None
