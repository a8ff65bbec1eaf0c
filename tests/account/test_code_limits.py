"""Guesses are counted by account, however many browsers they come from; hospitals behind one address come in."""

import re
import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test import Client

from rounds.core.models import User
from rounds.web.account.sign_in import codes, forms

from .test_sign_in import (
    PASSWORD,
    ask_for_code,
    is_signed_in,
    mailed_code,
    set_up_app,
    sign_in_by_code,
    sign_in_by_password,
)

# counts of tests that commit outlive them: these tests have addresses of their own
CLEO, AT_ONCE = "cleo@limits.example", "at-once@limits.example"
IN_15_MINUTES, A_DAY = 10, 30


@pytest.fixture
def cleo(db):
    return User.objects.create_user(CLEO)


@pytest.fixture
def looked_at(monkeypatch):
    """Count the codes that are compared, wherever they are typed."""
    seen = []
    for place in (forms, codes):
        monkeypatch.setattr(place, "is_code", lambda typed, hashed: bool(seen.append(typed)))
    return seen


def guess(client, times=1):
    return [client.post("/sign-in/code/", {"code": f"{number:06d}"}) for number in range(times)]


def use_up(email=CLEO):
    """Guess as a stranger until no more is looked at."""
    for _session in range(3):
        stranger = Client(REMOTE_ADDR="192.0.2.7")
        ask_for_code(stranger, email)
        guess(stranger, 5)


def mailed_link():
    links = re.findall(r"http\S+(/sign-in/link/\S+/)", "".join(sent.body for sent in mail.outbox))
    return links[-1]


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite answers one after another")
def test_sixty_guesses_at_once_are_looked_at_as_often_as_allowed(looked_at):
    User.objects.create_user(AT_ONCE)
    browsers = [Client() for _ in range(3)]
    for browser in browsers:
        ask_for_code(browser, AT_ONCE)
    start, statuses = threading.Barrier(60, timeout=60), []

    def try_one(number):
        twin = Client(raise_request_exception=False)
        twin.cookies = browsers[number % 3].cookies.copy()
        start.wait()
        try:
            statuses.append(twin.post("/sign-in/code/", {"code": f"{number:06d}"}).status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=try_one, args=(number,)) for number in range(60)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(statuses) == 60
    assert max(statuses) < 500
    assert 0 < len(looked_at) <= IN_15_MINUTES


def test_guesses_of_many_browsers_are_counted_together(cleo, looked_at):
    use_up()

    assert len(looked_at) == IN_15_MINUTES


def test_a_day_has_thirty_guesses(cleo, looked_at, time_machine):
    begin = datetime.now(UTC)
    for round_number in range(12):
        time_machine.move_to(begin + timedelta(minutes=90 * round_number))
        stranger = Client()
        ask_for_code(stranger, CLEO)
        guess(stranger, 4)

    assert len(looked_at) == A_DAY


def test_right_codes_count_for_nothing(cleo, time_machine):
    begin = datetime.now(UTC)
    for number in range(7):
        time_machine.move_to(begin + timedelta(seconds=100 * number))
        client = Client()
        sign_in_by_code(client, CLEO)
        assert is_signed_in(client)
    time_machine.move_to(begin + timedelta(seconds=800))

    answers = []
    for _session in range(2):
        stranger = Client()
        ask_for_code(stranger, CLEO)
        answers += guess(stranger, 5)

    assert 429 not in [answer.status_code for answer in answers]


def test_owner_who_is_locked_out_comes_in_by_a_link_once(client, cleo):
    use_up()
    link = mailed_link()

    shown = client.get(link, follow=True)
    again = Client()
    again.get(link)
    client.post("/sign-in/link/")
    second = again.post("/sign-in/link/")

    assert CLEO in shown.text
    assert link.split("/")[-2] not in shown.request["PATH_INFO"]
    assert is_signed_in(client)
    assert second.status_code == 404
    assert not is_signed_in(again)


def test_link_is_mailed_once_an_hour_and_lasts_one(client, cleo, time_machine):
    begin = datetime.now(UTC)
    time_machine.move_to(begin)
    use_up()
    use_up()
    link = mailed_link()
    links = sum("/sign-in/link/" in sent.body for sent in mail.outbox)

    time_machine.move_to(begin + timedelta(minutes=61))
    over = client.get(link, follow=True)

    assert links == 1
    assert over.status_code == 404


def test_link_does_not_skip_the_second_factor(client, db):
    User.objects.create_user("bob@limits.example", PASSWORD)
    sign_in_by_password(client, "bob@limits.example")
    set_up_app(client)
    use_up("bob@limits.example")
    other = Client()

    other.get(mailed_link())
    answer = other.post("/sign-in/link/")

    assert answer["Location"].startswith("/sign-in/second-factor/")
    assert not is_signed_in(other)


def test_link_to_an_address_that_was_changed_opens_nothing(client, cleo):
    use_up()
    User.objects.filter(pk=cleo.pk).update(email="new@example.org")

    answer = client.get(mailed_link(), follow=True)

    assert answer.status_code == 404


def test_unknown_address_is_told_nothing_else(cleo):
    pages = {}
    for email in (CLEO, "nobody@limits.example"):
        pages[email] = []
        for _session in range(3):
            stranger = Client()
            ask_for_code(stranger, email)
            pages[email] += [answer.status_code for answer in guess(stranger, 5)]

    assert pages[CLEO] == pages["nobody@limits.example"]
    assert 429 in pages[CLEO]
    assert sum("nobody@limits.example" in sent.to for sent in mail.outbox) == sum(
        CLEO in sent.to for sent in mail.outbox
    )


def test_remembered_device_is_not_locked_out(cleo, monkeypatch):
    own = Client()
    sign_in_by_code(own, CLEO, remember="on")
    device = own.cookies["rounds_device"].value
    use_up()
    owner = Client()
    owner.cookies["rounds_device"] = device
    monkeypatch.setattr("rounds.web.account.sign_in.sessions.start_from_device", lambda request: None)

    ask_for_code(owner, CLEO)
    owner.post("/sign-in/code/", {"code": mailed_code()})

    assert is_signed_in(owner)


def test_code_that_proves_an_address_is_counted_over_sessions(client, cleo, monkeypatch):
    sign_in_by_code(client, CLEO)
    seen = []
    monkeypatch.setattr(codes, "is_code", lambda typed, hashed: bool(seen.append(typed)))

    for _code in range(4):
        client.post("/accounts/address/", {"new_address": "another@example.org"})
        for number in range(5):
            client.post("/accounts/address/code/", {"code": f"{number:06d}"})

    assert len(seen) == IN_15_MINUTES


# a hospital behind one address


def test_a_hundred_people_sign_in_within_a_minute_behind_one_address(db):
    people = [User.objects.create_user(f"p{number}@example.org").email for number in range(100)]

    inside = []
    for email in people:
        browser = Client()
        sign_in_by_code(browser, email)
        inside.append(is_signed_in(browser))

    assert all(inside)


def test_forty_wrong_passwords_of_others_lock_nobody_out(client, db):
    User.objects.create_user("bob@limits.example", PASSWORD)
    for number in range(40):
        sign_in_by_password(Client(), f"p{number}@example.org", "wrong")

    sign_in_by_password(client, "bob@limits.example")

    assert is_signed_in(client)


def test_wrong_passwords_from_elsewhere_do_not_lock_out_the_owner(client, db):
    User.objects.create_user("bob@limits.example", PASSWORD)
    for number in range(30):
        sign_in_by_password(Client(REMOTE_ADDR="192.0.2.7"), "bob@limits.example", f"wrong {number}")

    sign_in_by_password(client, "bob@limits.example")

    assert is_signed_in(client)


def test_many_addresses_together_try_sixty_passwords(db, monkeypatch):
    User.objects.create_user("bob@limits.example", PASSWORD)
    tried = []
    monkeypatch.setattr(User, "check_password", lambda self, password: bool(tried.append(password)))

    for number in range(100):
        sign_in_by_password(Client(REMOTE_ADDR=f"192.0.2.{number}"), "bob@limits.example", f"wrong {number}")

    assert len(tried) == 60
