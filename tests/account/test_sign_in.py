"""Signing in: codes, passwords, second factor, what strangers learn."""

import re
import time
from datetime import UTC, datetime, timedelta
from urllib.parse import urljoin, urlsplit

import pytest
import time_machine
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client, TestCase

from rounds.core.models import User
from rounds.web.account.sign_in import sessions
from rounds.web.account.sign_in.places import is_own_address

PASSWORD = "four unrelated words 7"


@pytest.fixture
def bob(db):
    return User.objects.create_user("bob@example.org", PASSWORD)


@pytest.fixture
def cleo(db):
    return User.objects.create_user("cleo@example.org")


def mailed_code():
    return re.search(r"\b(\d{6})\b", mail.outbox[-1].body).group(1)


def ask_for_code(client, email, **extra):
    return client.post("/sign-in/", {"email": email, **extra})


def sign_in_by_code(client, email, **extra):
    ask_for_code(client, email, **{key: value for key, value in extra.items() if key == "next"})
    return client.post("/sign-in/code/", {"code": mailed_code(), **extra})


def sign_in_by_password(client, email, password=PASSWORD, **extra):
    return client.post("/sign-in/password/", {"login": email, "password": password, **extra})


def is_signed_in(client):
    return client.get("/accounts/").status_code == 200


def app_code(secret, steps=0):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def set_up_app(client):
    page = client.get("/accounts/second-factor/")
    secret = page.context["form"].secret
    # the clock is stopped: a code of the last half minute is not to grow a minute old on its way
    with time_machine.travel(datetime.now(UTC), tick=False), TestCase.captureOnCommitCallbacks(execute=True):
        answer = client.post("/accounts/second-factor/", {"code": app_code(secret, -1)})
    assert answer.status_code == 302, answer.content
    return secret


def test_code_signs_in_and_leads_back(client, cleo):
    answer = ask_for_code(client, "cleo@example.org", next="/accounts/password/")
    assert answer["Location"] == "/sign-in/code/?next=%2Faccounts%2Fpassword%2F"

    answer = client.post(answer["Location"], {"code": mailed_code()})

    assert answer["Location"] == "/accounts/password/"
    assert is_signed_in(client)


@pytest.mark.parametrize("space", [" ", "\u00a0", "\u202f", "\u200b", "-"])
def test_code_with_spaces_counts(client, cleo, space):
    ask_for_code(client, "Cleo@Example.org")
    code = mailed_code()

    client.post("/sign-in/code/", {"code": f"{space}{code[:3]}{space}{code[3:]}{space}"})

    assert is_signed_in(client)


def test_code_works_once_and_only_in_its_browser(client, cleo):
    ask_for_code(client, "cleo@example.org")
    code = mailed_code()
    other = Client()

    other.post("/sign-in/code/", {"code": code})
    client.post("/sign-in/code/", {"code": code})
    client.post("/accounts/sign-out/")
    client.post("/sign-in/code/", {"code": code})

    assert not is_signed_in(other)
    assert not is_signed_in(client)


def test_code_is_not_readable_in_the_database(client, cleo):
    ask_for_code(client, "cleo@example.org")

    stored = "".join(str(session.get_decoded()) for session in Session.objects.all())

    assert mailed_code() not in stored


def test_code_expires_after_ten_minutes(client, cleo, time_machine):
    ask_for_code(client, "cleo@example.org")
    code = mailed_code()

    time_machine.move_to(datetime.now(UTC) + timedelta(seconds=601))
    client.post("/sign-in/code/", {"code": code})

    assert not is_signed_in(client)


def test_five_wrong_codes_end_the_try(client, cleo):
    ask_for_code(client, "cleo@example.org")
    code = mailed_code()
    wrong = "000000" if code != "000000" else "111111"

    for _ in range(5):
        client.post("/sign-in/code/", {"code": wrong})
    client.post("/sign-in/code/", {"code": code})

    assert not is_signed_in(client)


def test_unknown_address_gets_the_same_pages(client, cleo):
    stranger = Client()

    answers = [ask_for_code(client, "cleo@example.org"), ask_for_code(stranger, "nobody@example.org")]
    pages = [
        re.sub(r'value="[^"]{64}"', "", one.get("/sign-in/code/").text.replace(email, "…"))
        for one, email in ((client, "cleo@example.org"), (stranger, "nobody@example.org"))
    ]

    assert [answer["Location"] for answer in answers] == ["/sign-in/code/"] * 2
    assert pages[0] == pages[1]
    assert len(mail.outbox) == 2
    assert not re.search(r"\d{6}", mail.outbox[1].body)


def test_wrong_password_looks_the_same_for_unknown_address(client, bob):
    pages = [
        re.sub(r'value="[^"]*"', "", sign_in_by_password(client, email, "not the password").text)
        for email in ("bob@example.org", "nobody@example.org")
    ]

    assert pages[0] == pages[1]
    assert "not right" in pages[0]


def test_password_signs_in(client, bob):
    answer = sign_in_by_password(client, "bob@example.org", next="/accounts/")

    assert answer["Location"] == "/accounts/"
    assert is_signed_in(client)


def test_second_factor_is_asked_and_counts_once(client, bob):
    sign_in_by_password(client, "bob@example.org")
    secret = set_up_app(client)
    other, third = Client(), Client()

    answer = sign_in_by_password(other, "bob@example.org")
    assert answer["Location"] == "/sign-in/second-factor/"
    assert not is_signed_in(other)
    code = app_code(secret, 1)
    other.post("/sign-in/second-factor/", {"code": code})
    sign_in_by_password(third, "bob@example.org")
    third.post("/sign-in/second-factor/", {"code": code})

    assert is_signed_in(other)
    assert not is_signed_in(third)


def test_mailed_code_does_not_skip_the_second_factor(client, bob):
    sign_in_by_password(client, "bob@example.org")
    set_up_app(client)
    other = Client()

    answer = sign_in_by_code(other, "bob@example.org")

    assert answer["Location"] == "/sign-in/second-factor/"
    assert not is_signed_in(other)


def test_recovery_codes_are_shown_once_and_work_once(client, bob):
    sign_in_by_password(client, "bob@example.org")
    set_up_app(client)
    first = client.get("/accounts/second-factor/codes/")
    again = client.get("/accounts/second-factor/codes/")
    codes = first.context["codes"]
    signed_in = []
    for _ in range(2):
        other = Client()
        sign_in_by_password(other, "bob@example.org")
        other.post("/sign-in/second-factor/", {"code": codes[0]})
        signed_in.append(is_signed_in(other))

    assert len(codes) == 10
    assert codes[0] not in again.text
    assert signed_in == [True, False]


def test_app_secret_is_sealed_in_the_database(client, bob):
    from allauth.mfa.models import Authenticator

    sign_in_by_password(client, "bob@example.org")
    secret = set_up_app(client)

    assert secret not in str(list(Authenticator.objects.values_list("data", flat=True)))


def test_closed_account_can_not_sign_in(client, cleo):
    User.objects.filter(pk=cleo.pk).update(is_active=False)

    ask_for_code(client, "cleo@example.org")

    assert not re.search(r"\d{6}", mail.outbox[-1].body)


def test_nobody_signs_up(client, db):
    for path in ("/accounts/signup/", "/sign-in/signup/", "/accounts/email/", "/accounts/password/reset/"):
        assert client.get(path).status_code == 404, path


# limits


def test_many_wrong_passwords_are_not_tried(client, bob, monkeypatch):
    tried = []
    monkeypatch.setattr(User, "check_password", lambda self, password: bool(tried.append(password)))

    for number in range(100):
        sign_in_by_password(client, "bob@example.org", f"wrong {number}")

    assert len(tried) <= 20


def test_strangers_can_not_lock_out_a_remembered_device(client, bob, monkeypatch):
    sign_in_by_code(client, "bob@example.org", remember="on")
    device = client.cookies["rounds_device"].value
    stranger = Client(REMOTE_ADDR="192.0.2.7")
    for number in range(25):
        sign_in_by_password(stranger, "bob@example.org", f"wrong {number}")
        ask_for_code(Client(REMOTE_ADDR="192.0.2.7"), "bob@example.org")
    owner, unknown = Client(), Client()
    owner.cookies["rounds_device"] = device

    before = len(mail.outbox)

    ask_for_code(unknown, "bob@example.org")
    locked = len(mail.outbox) == before
    monkeypatch.setattr(sessions, "start_from_device", lambda request: None)
    sign_in_by_password(owner, "bob@example.org")

    assert locked
    assert is_signed_in(owner)


# where sign-in leads


STRANGE_ADDRESSES = """
https://evil.example
http://evil.example
//evil.example
///evil.example
////evil.example
/\\evil.example
\\/evil.example
\\\\evil.example
/\\/evil.example
https:evil.example
https:/evil.example
https:///evil.example
http:evil.example
HTTPS://EVIL.EXAMPLE
javascript:alert(1)
JavaScript:alert(1)
java\tscript:alert(1)
data:text/html,hi
vbscript:msgbox(1)
ftp://evil.example
file:///etc/passwd
mailto:a@evil.example
tel:123
blob:https://evil.example/1
about:blank
evil.example
www.evil.example
.evil.example
@evil.example
:80
?next=https://evil.example
#https://evil.example
//evil.example/%2e%2e
//evil.example@testserver/
//testserver@evil.example/
https://testserver@evil.example
https://testserver.evil.example
http://testserver:80@evil.example/
//%65vil.example
/\tevil.example
/\t/evil.example
/\n/evil.example
/\r\n/evil.example
\t//evil.example
 //evil.example
 https://evil.example
\x01//evil.example
/\x01/evil.example
/\x0b/evil.example
//\x1fevil.example
／／evil.example
/／evil.example\\
⁄⁄evil.example
https：//evil.example
〱evil.example
//evil。example
//[::1]
//127.0.0.1
http://2130706433/
//google.com/%2F..
/%5c/evil.example\\@x
http://testserver\\@evil.example
""".strip("\n").split("\n")


def test_there_are_sixty_strange_addresses():
    assert len(STRANGE_ADDRESSES) >= 60


@pytest.mark.parametrize("strange", STRANGE_ADDRESSES)
def test_sign_in_never_leads_elsewhere(client, cleo, strange):
    strange = strange.encode().decode("unicode_escape") if "\\x" in strange or "\\t" in strange else strange

    answer = sign_in_by_code(client, "cleo@example.org", next=strange)
    target = urlsplit(urljoin("http://testserver/sign-in/", answer["Location"].replace("\\", "/")))

    assert target.scheme == "http"
    assert target.netloc == "testserver"


@pytest.mark.parametrize("own", ["/", "/st-brigid/people/?q=a&page=2", "/accounts/"])
def test_own_addresses_are_led_to(own):
    assert is_own_address(own)
