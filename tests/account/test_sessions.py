"""How long sessions last, and how they end."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth import SESSION_KEY
from django.http import HttpResponse
from django.test import Client, RequestFactory

from rounds.core.access import Grant, Viewer
from rounds.core.enums import Role
from rounds.core.models import Institution, KnownDevice, User
from rounds.web.account.sign_in import confirm, sessions

from .test_sign_in import (
    PASSWORD,
    bob,
    cleo,
    is_signed_in,
    mailed_code,
    set_up_app,
    sign_in_by_code,
    sign_in_by_password,
)

__all__ = ["bob", "cleo"]


@pytest.fixture
def later(time_machine):
    start = datetime.now(UTC)
    time_machine.move_to(start)
    return lambda **passed: time_machine.move_to(start + timedelta(**passed))


def test_session_ends_after_half_an_hour_without_a_request(client, cleo, later):
    sign_in_by_code(client, "cleo@example.org")

    later(minutes=29)
    assert is_signed_in(client)
    later(minutes=58)
    assert is_signed_in(client)
    later(minutes=89)

    assert not is_signed_in(client)


def test_session_ends_after_twelve_hours(client, cleo, later):
    sign_in_by_code(client, "cleo@example.org")

    for minutes in range(20, 12 * 60, 20):
        later(minutes=minutes)
        assert is_signed_in(client)
    later(minutes=12 * 60 + 1)

    assert not is_signed_in(client)


def test_staff_session_ends_after_a_quarter_of_an_hour(client, bob, later):
    sign_in_by_password(client, "bob@example.org")
    session = client.session
    session[sessions.IS_STAFF] = True
    session.save()

    later(minutes=16)

    assert not is_signed_in(client)


def test_sign_in_gives_a_new_session_id(client, cleo):
    client.get("/sign-in/")
    client.post("/sign-in/", {"email": "cleo@example.org"})
    before = client.session.session_key

    client.post("/sign-in/code/", {"code": mailed_code()})

    assert client.session.session_key != before
    assert len(client.session.session_key) == 32  # of 36 characters: 165 bits


def test_sign_out_ends_the_session_on_the_server(client, cleo):
    sign_in_by_code(client, "cleo@example.org", remember="on")
    stolen = Client()
    stolen.cookies["rounds_session"] = client.cookies["rounds_session"].value
    assert is_signed_in(stolen)

    answer = client.post("/accounts/sign-out/")

    assert not is_signed_in(stolen)
    assert not KnownDevice.objects.exists()
    assert answer["Clear-Site-Data"] == '"cache", "storage"'


def test_sign_out_link_only_asks(client, cleo):
    sign_in_by_code(client, "cleo@example.org")

    client.get("/accounts/sign-out/")

    assert is_signed_in(client)


def test_new_password_ends_other_sessions_and_devices(client, bob):
    other = Client()
    sign_in_by_code(other, "bob@example.org", remember="on")
    sign_in_by_password(client, "bob@example.org")

    client.post("/accounts/password/", {"password": "another four words 8"})

    assert is_signed_in(client)
    assert not is_signed_in(other)


def test_new_second_factor_ends_other_sessions_and_devices(client, bob):
    other = Client()
    sign_in_by_code(other, "bob@example.org", remember="on")
    sign_in_by_password(client, "bob@example.org")

    set_up_app(client)

    assert is_signed_in(client)
    assert not is_signed_in(other)


def test_closing_an_account_ends_its_sessions(client, cleo):
    sign_in_by_code(client, "cleo@example.org", remember="on")

    User.objects.filter(pk=cleo.pk).update(is_active=False)

    assert not is_signed_in(client)


def close_account(user, clock):
    User.objects.filter(pk=user.pk).update(is_active=False)


def wait_too_long(user, clock):
    clock.shift(timedelta(hours=13))


def choose_another_password(user, clock):
    elsewhere = Client()
    sign_in_by_password(elsewhere, "bob@example.org")
    elsewhere.post("/accounts/password/", {"password": "another four words 8"})


def end_from_the_list(user, clock):
    elsewhere = Client()
    sign_in_by_password(elsewhere, "bob@example.org")
    page = elsewhere.get("/accounts/")
    theirs = next(entry["row"] for entry in page.context["sessions"] if not entry["is_this"])
    elsewhere.post(f"/accounts/sessions/{theirs.id}/end/")


@pytest.mark.parametrize("end", [close_account, wait_too_long, choose_another_password, end_from_the_list])
def test_browser_whose_session_ended_forgets_what_it_kept(client, bob, clock, end):
    sign_in_by_password(client, "bob@example.org")
    before = client.get("/accounts/")

    end(bob, clock)
    after = client.get("/accounts/")
    later = client.get("/accounts/")

    assert "Clear-Site-Data" not in before
    assert after["Location"].startswith("/sign-in/")
    assert after["Clear-Site-Data"] == '"cache", "storage"'
    assert after.cookies["rounds_session"].value == ""
    assert "Clear-Site-Data" not in later


def test_own_session_is_ended_from_the_list(client, bob):
    other = Client()
    sign_in_by_password(other, "bob@example.org")
    sign_in_by_password(client, "bob@example.org")
    page = client.get("/accounts/")
    theirs = next(entry["row"] for entry in page.context["sessions"] if not entry["is_this"])

    client.post(f"/accounts/sessions/{theirs.id}/end/")

    assert is_signed_in(client)
    assert not is_signed_in(other)


def test_session_of_somebody_else_is_not_ended(client, bob, cleo):
    sign_in_by_password(client, "bob@example.org")
    other = Client()
    sign_in_by_code(other, "cleo@example.org", remember="on")
    theirs = other.get("/accounts/").context["sessions"][0]["row"]
    device = KnownDevice.objects.get()

    answers = [
        client.post(f"/accounts/sessions/{theirs.id}/end/"),
        client.post(f"/accounts/devices/{device.id}/forget/"),
    ]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert is_signed_in(other)
    assert KnownDevice.objects.exists()


# remembered devices


@pytest.fixture
def remembered(cleo, client):
    """Return a client that holds nothing but a remembered device's cookie."""
    sign_in_by_code(client, "cleo@example.org", remember="on")
    fresh = Client(enforce_csrf_checks=True)
    fresh.cookies["rounds_device"] = client.cookies["rounds_device"].value
    return fresh


def test_remembered_device_signs_in_without_a_code(remembered):
    assert is_signed_in(remembered)


def test_device_token_is_stored_hashed(remembered):
    token = remembered.cookies["rounds_device"].value

    stored = KnownDevice.objects.get().token_hash

    assert token not in stored
    assert len(token) >= 43  # 256 bits


def test_remembered_device_is_forgotten_after_thirty_days(remembered, later):
    later(days=31)

    assert not is_signed_in(remembered)


def test_form_sent_after_the_session_ended_is_not_lost_on_a_remembered_device(remembered, later):
    page = remembered.get("/accounts/sign-out/")
    token = page.context["csrf_token"]

    later(hours=2)
    answer = remembered.post("/accounts/sign-out/", {"csrfmiddlewaretoken": str(token)})

    assert answer.status_code == 200


def test_notes_ask_for_a_code_on_a_remembered_device(remembered):
    remembered.get("/accounts/")
    request = RequestFactory().get("/st-brigid/notes/")
    request.session = remembered.session
    request.user = User.objects.get(pk=request.session[SESSION_KEY])
    notes = confirm.recheck(lambda request: HttpResponse("notes"))

    before = notes(request)
    page = remembered.get(before["Location"])
    token = str(page.context["csrf_token"])
    remembered.post(before["Location"], {"send": "1", "csrfmiddlewaretoken": token})
    answer = remembered.post(before["Location"], {"code": mailed_code(), "csrfmiddlewaretoken": token})
    request.session = remembered.session

    assert before["Location"] == "/accounts/confirm/?next=%2Fst-brigid%2Fnotes%2F"
    assert answer["Location"] == "/st-brigid/notes/"
    assert notes(request).content == b"notes"


def test_notes_do_not_ask_in_a_session_that_began_with_a_code(client, cleo):
    sign_in_by_code(client, "cleo@example.org")
    request = RequestFactory().get("/st-brigid/notes/")
    request.session, request.user = client.session, cleo

    answer = confirm.recheck(lambda request: HttpResponse("notes"))(request)

    assert answer.content == b"notes"


def test_changing_how_one_signs_in_asks_again_after_ten_minutes(client, bob, later):
    sign_in_by_password(client, "bob@example.org")

    assert client.get("/accounts/password/").status_code == 200
    later(minutes=11)
    answer = client.get("/accounts/password/")
    assert answer["Location"] == "/accounts/confirm/?next=%2Faccounts%2Fpassword%2F"
    wrong = client.post(answer["Location"], {"password": "not it"})
    right = client.post(answer["Location"], {"password": PASSWORD})

    assert "That is not the password" in wrong.text
    assert right["Location"] == "/accounts/password/"
    assert client.get("/accounts/password/").status_code == 200


# what staff need


def staff_step(client, user, settings, required=True):
    settings.SECOND_FACTOR_REQUIRED = required
    request = RequestFactory().get("/st-brigid/people/")
    request.session, request.user = client.session, User.objects.get(pk=user.pk)
    request.institution = Institution(slug="st-brigid")
    request.viewer = Viewer(user.pk, user.pk, user.pk, "Alice", frozenset({Grant(Role.COORDINATOR)}))
    answer = sessions.StaffMiddleware(lambda request: HttpResponse()).process_view(request, None, (), {})
    return answer["Location"].split("?")[0] if answer else None


def test_staff_without_password_are_led_to_choose_one(client, cleo, settings):
    sign_in_by_code(client, "cleo@example.org")

    assert staff_step(client, cleo, settings) == "/accounts/password/"


def test_staff_without_second_factor_are_led_to_set_it_up(client, bob, settings):
    sign_in_by_password(client, "bob@example.org")

    assert staff_step(client, bob, settings) == "/accounts/second-factor/"


def test_staff_who_came_by_code_are_asked_for_the_password(client, bob, settings):
    sign_in_by_password(client, "bob@example.org")
    set_up_app(client)
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa", "at": 0}]
    session.save()

    assert staff_step(client, bob, settings) == "/accounts/confirm/"


def test_staff_with_both_go_on(client, bob, settings):
    sign_in_by_password(client, "bob@example.org")
    set_up_app(client)

    assert staff_step(client, bob, settings) is None


def test_staff_go_on_in_the_demo(client, cleo, settings):
    sign_in_by_code(client, "cleo@example.org")

    assert staff_step(client, cleo, settings, required=False) is None
