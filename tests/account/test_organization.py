"""Signing in with one's organization: a real provider, and everything that must be refused."""

import base64
import html
import json
import re
import time
from datetime import UTC, datetime, timedelta

import jwt
import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from django.core import mail
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from environs import Env

from rounds.accounts.services.organizations import connect_identity
from rounds.config.organizations import read_organizations
from rounds.core.audit.log import AuditEvent
from rounds.core.database.scope import scope
from rounds.core.models import User
from rounds.people.models import Person, RoleAssignment

from .provider import DROP, Provider, new_key, serving
from .test_invitations import invite, user_of
from .test_sign_in import PASSWORD, is_signed_in, sign_in_by_code, sign_in_by_password

EMAIL = "cleo@st-brigid.example"


@pytest.fixture(scope="module")
def _mercy():
    with serving(Provider()) as provider:
        yield provider


@pytest.fixture(scope="module")
def _other():
    with serving(Provider("rounds-there")) as provider:
        yield provider


@pytest.fixture
def organizations(_mercy, _other, settings):
    """Mercy signs in for St. Brigid, Northern for Elsewhere."""
    for provider in (_mercy, _other):
        provider.no_lies()
        provider.keys, provider.person = [provider.public], {"sub": "subject-1"}
    apps = [
        describe(_mercy, "mercy", "Mercy Health", "st-brigid"),
        describe(_other, "northern", "Northern", "elsewhere"),
    ]
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {**settings.SOCIALACCOUNT_PROVIDERS["openid_connect"], "APPS": apps}
    }
    return _mercy, _other


@pytest.fixture
def mercy(organizations):
    return organizations[0]


@pytest.fixture
def northern(organizations):
    return organizations[1]


def describe(provider, name, words, *institutions):
    return {
        "provider_id": name,
        "name": words,
        "client_id": provider.client_id,
        "secret": provider.secret,
        "settings": {"server_url": provider.url, "institutions": list(institutions)},
    }


@pytest.fixture
def cleo(hospital):
    return member(hospital, EMAIL)


def member(institution, email):
    user = User.objects.create_user(email, PASSWORD)
    with scope(institution.id):
        Person.objects.create(user=user, given_name="Cleo", family_name="Marsh", email=email)
    return user


def connect(user, provider, name="mercy", subject="subject-1"):
    connect_identity(user=user, provider=name, issuer=provider.url, subject=subject)


def place_of(page):
    assert page.status_code == 200, page.text
    return html.unescape(re.search(r'content="0; url=([^"]+)"', page.text).group(1))


def at_provider(place):
    """Sign in there, and return where the provider sends the browser."""
    back = requests.get(place, allow_redirects=False, timeout=5).headers["Location"]
    assert back.startswith("http://testserver/sign-in/with/")
    return back.removeprefix("http://testserver")


def go(client, name="mercy", **extra):
    return client.get(at_provider(place_of(client.post(f"/sign-in/with/{name}/", extra))))


# the way that works


def test_sign_in_page_names_the_organizations(client, db, mercy):
    for page in ("/sign-in/", "/sign-in/password/"):
        shown = client.get(page).text

        assert "Sign in with Mercy Health" in shown
        assert "Sign in with Northern" in shown


def test_without_organizations_the_page_has_no_button(client, db):
    assert "Sign in with " not in client.get("/sign-in/").text.replace("Sign in with a password", "")


def test_connected_person_signs_in_and_is_led_back(client, cleo, mercy):
    connect(cleo, mercy)

    answer = go(client, next="/st-brigid/me/")

    assert answer["Location"] == "/st-brigid/me/"
    assert client.session["_auth_user_id"] == str(cleo.pk)
    assert client.get("/st-brigid/").status_code == 200


def test_request_has_state_nonce_and_pkce(client, db, mercy):
    place = place_of(client.post("/sign-in/with/mercy/"))

    given = dict(re.findall(r"[?&]([a-z_]+)=([^&]+)", place))

    assert min(len(given[name]) for name in ("state", "nonce", "code_challenge")) >= 43
    assert (given["response_type"], given["code_challenge_method"]) == ("code", "S256")
    assert "secret" not in place


def test_session_gets_a_new_id(client, cleo, mercy):
    connect(cleo, mercy)
    place = place_of(client.post("/sign-in/with/mercy/"))
    before = client.session.session_key

    client.get(at_provider(place))

    assert client.session.session_key != before


def test_link_alone_begins_nothing(client, db, mercy):
    assert client.get("/sign-in/with/mercy/").status_code == 405
    assert client.post("/sign-in/with/nobody/").status_code == 404
    assert client.get("/sign-in/with/nobody/callback/").status_code == 404


def test_verified_address_accepts_its_open_invitation(client, hospital, mercy):
    person, _token = invite(hospital)
    mercy.person = {"sub": "new", "email": "Cleo@St-Brigid.example", "email_verified": True}

    go(client)

    user = user_of(person)
    assert user.email == EMAIL
    assert client.session["_auth_user_id"] == str(user.pk)
    assert not user.has_usable_password()
    assert SocialAccount.objects.get(user=user).uid == "new"
    assert AuditEvent.objects.filter(action="sign_in.connected", by_user_id=user.pk).count() == 1


def test_staff_need_no_second_factor_beside_their_organization(client, hospital, cleo, mercy, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    with scope(hospital.id):
        RoleAssignment.objects.create(person=Person.objects.get(), role="coordinator", from_on="2020-01-01")
    connect(cleo, mercy)

    go(client)
    with_organization = client.get("/st-brigid/people/").status_code
    other = Client()
    sign_in_by_password(other, EMAIL)

    assert with_organization == 200
    assert other.get("/st-brigid/people/")["Location"].startswith("/accounts/second-factor/")


def test_nothing_of_the_token_is_kept(client, cleo, mercy):
    mercy.person = {"sub": "subject-1", "email": EMAIL, "email_verified": True}
    connect(cleo, mercy)

    go(client)

    assert SocialAccount.objects.get().extra_data == {"issuer": mercy.url}


# the account page


def test_owner_connects_and_disconnects(client, cleo, mercy):
    sign_in_by_password(client, EMAIL)
    page = client.get("/accounts/with/mercy/")
    assert "Connect Mercy Health" in page.text

    client.get(at_provider(place_of(client.post("/accounts/with/mercy/"))))
    connected = SocialAccount.objects.filter(user=cleo, provider="mercy", uid="subject-1").exists()
    shown = client.get("/accounts/").text
    client.post("/accounts/with/mercy/")

    assert connected
    assert "signs you in" in shown
    assert not SocialAccount.objects.exists()
    assert [len(mail.outbox), mail.outbox[0].to] == [2, [EMAIL]]
    assert not is_signed_in_with(Client(), "mercy")


def is_signed_in_with(client, name):
    go(client, name)
    return is_signed_in(client)


def test_connecting_asks_again_after_ten_minutes(client, cleo, mercy, time_machine):
    sign_in_by_password(client, EMAIL)
    time_machine.move_to(datetime.now(UTC) + timedelta(minutes=11))

    answers = [client.get("/accounts/with/mercy/"), client.post("/accounts/with/mercy/")]

    assert [answer["Location"].split("?")[0] for answer in answers] == ["/accounts/confirm/"] * 2


def test_organization_alone_is_no_proof_for_changes(client, cleo, mercy):
    connect(cleo, mercy)
    go(client)

    for page in ("/accounts/password/", "/accounts/with/mercy/", "/accounts/second-factor/"):
        assert client.get(page)["Location"].startswith("/accounts/confirm/"), page


def test_disconnecting_ends_other_sessions(cleo, mercy):
    connect(cleo, mercy)
    other, mine = Client(), Client()
    go(other)
    sign_in_by_password(mine, EMAIL)

    mine.post("/accounts/with/mercy/")

    assert not is_signed_in(other)
    assert is_signed_in(mine)


def test_organization_of_another_institution_can_not_be_connected(client, cleo, northern):
    sign_in_by_password(client, EMAIL)

    assert client.get("/accounts/with/northern/").status_code == 404
    assert client.post("/accounts/with/northern/").status_code == 404
    assert "Northern" not in client.get("/accounts/").text


def test_identity_opens_one_account(client, hospital, cleo, mercy):
    connect(cleo, mercy)
    member(hospital, "bob@st-brigid.example")
    sign_in_by_password(client, "bob@st-brigid.example")

    answer = client.get(at_provider(place_of(client.post("/accounts/with/mercy/"))))

    assert answer.status_code == 409
    assert "another account" in answer.text
    assert SocialAccount.objects.get().user == cleo


def test_connection_ends_in_the_session_that_began_it(hospital, cleo, mercy):
    member(hospital, "bob@st-brigid.example")
    bob, victim = Client(), Client()
    sign_in_by_password(bob, "bob@st-brigid.example")
    sign_in_by_password(victim, EMAIL)
    back = at_provider(place_of(bob.post("/accounts/with/mercy/")))

    answer = victim.get(back)

    assert answer.status_code == 409
    assert not SocialAccount.objects.exists()


# what is refused: each case begins as the way that works, for a person who is connected


def forged_with_public_key(provider):
    """Sign with HS256 and the published key as secret."""
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    pem = provider.key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)

    def sign(claims):
        import hashlib
        import hmac

        parts = [b64({"alg": "HS256", "kid": "key-1"}), b64(claims)]
        mac = hmac.new(pem, ".".join(parts).encode(), hashlib.sha256).digest()
        return ".".join([*parts, base64.urlsafe_b64encode(mac).rstrip(b"=").decode()])

    return sign


def b64(value):
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def unsigned(claims, word="none"):
    return f"{b64({'alg': word, 'kid': 'key-1'})}.{b64(claims)}."


def signed_then_changed(provider):
    def sign(claims):
        head, _body, mac = jwt.encode(
            {**claims, "sub": "somebody-else"}, provider.key, algorithm="RS256", headers={"kid": "key-1"}
        ).split(".")
        return f"{head}.{b64(claims)}.{mac}"

    return sign


def own_key(kid="key-1"):
    key, _public = new_key(kid)
    return key


def key_in_header(provider):
    key, public = new_key("key-1")
    provider.signer, provider.header = key, {"jwk": public}


def key_by_address(provider):
    provider.signer, provider.header = own_key(), {"jku": f"{provider.url}/other-keys", "kid": "key-2"}


def weak_key(provider):
    key, public = new_key("key-1", 1024)
    provider.signer, provider.keys = key, [public]


def twin_keys(provider):
    provider.keys = [provider.public, new_key("key-1")[1]]


def key_for_encryption(provider):
    provider.keys = [{**provider.public, "use": "enc"}]


def secret_published(provider):
    provider.keys = [{"kty": "oct", "kid": "key-1", "k": "c2VjcmV0", "use": "sig"}]


def signed_with_published_secret(provider):
    provider.keys = [{"kty": "oct", "kid": "key-1", "k": b64text("secret" * 8), "use": "sig"}]
    provider.token = lambda claims: jwt.encode(claims, "secret" * 8, headers={"kid": "key-1"})


def b64text(text):
    return base64.urlsafe_b64encode(text.encode()).rstrip(b"=").decode()


def now(shift):
    return lambda: int(time.time()) + shift


LIES = {
    "nonce missing": lambda p: p.claims.update(nonce=DROP),
    "nonce of somebody else": lambda p: p.claims.update(nonce="x" * 43),
    "nonce no text": lambda p: p.claims.update(nonce=0),
    "nonce empty": lambda p: p.claims.update(nonce=""),
    "issuer wrong": lambda p: p.claims.update(iss="https://evil.example"),
    "issuer with a slash more": lambda p: p.claims.update(iss=p.url + "/"),
    "issuer missing": lambda p: p.claims.update(iss=DROP),
    "audience wrong": lambda p: p.claims.update(aud="another-client"),
    "audience missing": lambda p: p.claims.update(aud=DROP),
    "audience and another": lambda p: p.claims.update(aud=["rounds", "another-client"]),
    "audience a part of ours": lambda p: p.claims.update(aud="round"),
    "authorized party wrong": lambda p: p.claims.update(azp="another-client"),
    "algorithm none": lambda p: setattr(p, "token", unsigned),
    "algorithm None": lambda p: setattr(p, "token", lambda claims: unsigned(claims, "None")),
    "algorithm empty": lambda p: setattr(p, "token", lambda claims: unsigned(claims, "")),
    "HS256 with the public key": lambda p: setattr(p, "token", forged_with_public_key(p)),
    "HS256 with the client's secret": lambda p: setattr(
        p, "token", lambda claims: jwt.encode(claims, p.secret * 5, headers={"kid": "key-1"})
    ),
    "signed by another key": lambda p: setattr(p, "signer", own_key()),
    "changed after signing": lambda p: setattr(p, "token", signed_then_changed(p)),
    "key unknown": lambda p: p.header.update(kid="key-9"),
    "key not named": lambda p: p.header.update(kid=""),
    "key in the header": key_in_header,
    "key at another address": key_by_address,
    "key too small": weak_key,
    "two keys of one name": twin_keys,
    "key for encryption": key_for_encryption,
    "secret among the keys": secret_published,
    "HS256 with a secret among the keys": signed_with_published_secret,
    "no keys": lambda p: setattr(p, "keys", []),
    "critical header unknown": lambda p: p.header.update(crit=["exp2"], exp2=1),
    "expired": lambda p: p.claims.update(exp=now(-120)()),
    "expiry missing": lambda p: p.claims.update(exp=DROP),
    "expiry no number": lambda p: p.claims.update(exp="soon"),
    "not valid yet": lambda p: p.claims.update(nbf=now(600)()),
    "made in the future": lambda p: p.claims.update(iat=now(600)()),
    "made long ago": lambda p: p.claims.update(iat=now(-3600)()),
    "moment missing": lambda p: p.claims.update(iat=DROP),
    "subject missing": lambda p: p.claims.update(sub=DROP),
    "subject empty": lambda p: p.claims.update(sub=""),
    "subject no text": lambda p: p.claims.update(sub=["subject-1"]),
    "subject too long": lambda p: p.claims.update(sub="s" * 400),
    "access token of another": lambda p: p.answer.update(access_token="another"),
    "no ID token": lambda p: p.answer.update(id_token=DROP),
    "ID token no text": lambda p: p.answer.update(id_token=["a"]),
    "ID token garbage": lambda p: p.answer.update(id_token="a.b.c"),
    "no access token": lambda p: p.answer.update(access_token=DROP),
    "answer of another server": lambda p: p.response.update(iss="https://evil.example"),
    "answer without its server": lambda p: p.response.update(iss=DROP),
    "state wrong": lambda p: p.response.update(state="x" * 43),
    "state missing": lambda p: p.response.update(state=DROP),
    "state empty": lambda p: p.response.update(state=""),
    "code wrong": lambda p: p.response.update(code="guessed"),
    "code missing": lambda p: p.response.update(code=DROP),
    "somebody said no": lambda p: p.response.update(error="access_denied", code=DROP),
    "another person": lambda p: p.claims.update(sub="subject-2"),
    "the same in capitals": lambda p: p.claims.update(sub="SUBJECT-1"),
    "address alone": lambda p: p.claims.update(sub="subject-2", email=EMAIL, email_verified=True),
}


# Whom these would sign in, were they believed; of the long one, what a database might keep.
SUBJECTS = {"subject empty": "", "subject too long": "s" * 191}


def test_there_are_enough_lies():
    assert len(LIES) >= 25


@pytest.mark.filterwarnings("ignore:The RSA key")  # PyJWT only warns of a small key
@pytest.mark.parametrize("lie", LIES)
def test_lie_is_refused(client, cleo, mercy, lie):
    connect(cleo, mercy, subject=SUBJECTS.get(lie, "subject-1"))
    LIES[lie](mercy)

    answer = go(client)

    assert answer.status_code == 409
    assert "Not signed in with Mercy Health" in answer.text
    assert not is_signed_in(client)
    assert SocialAccount.objects.count() == 1


@pytest.mark.parametrize(
    "config",
    [
        {"issuer": "https://evil.example"},
        {"issuer": DROP},
        {"token_endpoint": "file:///etc/passwd"},
        {"jwks_uri": DROP},
        {"authorization_endpoint": "javascript:alert(1)"},
    ],
)
def test_strange_configuration_is_refused(client, db, mercy, config):
    mercy.config = config

    answer = client.post("/sign-in/with/mercy/")

    assert answer.status_code == 409
    assert "does not answer" in answer.text


def test_server_that_is_down_is_said_in_words(client, db, mercy, settings):
    settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]["settings"]["server_url"] = (
        "http://127.0.0.1:9"
    )

    assert "does not answer" in client.post("/sign-in/with/mercy/").text


def test_code_and_state_count_once(client, cleo, mercy):
    connect(cleo, mercy)
    back = at_provider(place_of(client.post("/sign-in/with/mercy/")))
    client.get(back)
    client.post("/accounts/sign-out/")

    answer = client.get(back)

    assert answer.status_code == 409
    assert not is_signed_in(client)


def test_used_code_opens_no_second_session(client, cleo, mercy):
    connect(cleo, mercy)
    back = at_provider(place_of(client.post("/sign-in/with/mercy/")))
    client.get(back)
    code = re.search(r"code=([^&]+)", back).group(1)
    thief = Client()
    theirs = at_provider(place_of(thief.post("/sign-in/with/mercy/")))

    answer = thief.get(re.sub(r"code=[^&]+", f"code={code}", theirs))

    assert answer.status_code == 409
    assert not is_signed_in(thief)


def test_stolen_unused_code_fails_without_its_verifier(cleo, mercy):
    connect(cleo, mercy)
    victim, thief = Client(), Client()
    code = re.search(r"code=([^&]+)", at_provider(place_of(victim.post("/sign-in/with/mercy/")))).group(1)
    theirs = at_provider(place_of(thief.post("/sign-in/with/mercy/")))

    thief.get(re.sub(r"code=[^&]+", f"code={code}", theirs))

    assert not is_signed_in(thief)


def test_answer_in_another_browser_is_refused(client, cleo, mercy):
    connect(cleo, mercy)
    back = at_provider(place_of(client.post("/sign-in/with/mercy/")))
    victim = Client()

    assert victim.get(back).status_code == 409
    assert not is_signed_in(victim)


def test_answer_after_ten_minutes_is_refused(client, cleo, mercy, time_machine):
    connect(cleo, mercy)
    back = at_provider(place_of(client.post("/sign-in/with/mercy/")))

    time_machine.move_to(datetime.now(UTC) + timedelta(minutes=11))

    assert client.get(back).status_code == 409


def test_answer_of_one_organization_counts_for_no_other(cleo, mercy, northern):
    """Mix-up: begun with one, answered at the address of the other, in both directions."""
    connect(cleo, mercy)
    for begun, answered in (("mercy", "northern"), ("northern", "mercy")):
        client = Client()
        back = at_provider(place_of(client.post(f"/sign-in/with/{begun}/")))

        answer = client.get(back.replace(f"/{begun}/", f"/{answered}/"))

        assert answer.status_code == 409
        assert not is_signed_in(client)


def test_token_of_one_organization_counts_for_no_other(client, cleo, mercy, northern):
    connect(cleo, mercy)
    northern.token = lambda claims: mercy.id_token({"nonce": claims["nonce"], "sub": "subject-1"}, "x")

    go(client, "northern")

    assert not is_signed_in(client)


def test_name_that_stands_for_another_server_opens_nothing(client, cleo, mercy):
    connect_identity(user=cleo, provider="mercy", issuer="https://before.example", subject="subject-1")

    assert go(client).status_code == 409
    assert not is_signed_in(client)


def test_closed_account_and_leaver_stay_out(client, hospital, cleo, mercy):
    connect(cleo, mercy)
    with scope(hospital.id):
        Person.objects.update(left_on="2026-01-01")
    left = go(client)
    with scope(hospital.id):
        Person.objects.update(left_on=None)
    User.objects.update(is_active=False)

    closed = go(client)

    assert left.status_code == 409
    assert closed["Location"] == "/accounts/inactive/"
    assert not is_signed_in(client)


@pytest.mark.parametrize("verified", [False, None, "true", 1, DROP])
def test_address_that_nobody_verified_accepts_no_invitation(client, hospital, mercy, verified):
    person, _token = invite(hospital)
    mercy.person = {"sub": "new"}
    mercy.claims = {"email": EMAIL, "email_verified": verified}

    answer = go(client)

    assert answer.status_code == 409
    assert user_of(person) is None


def test_organization_accepts_no_invitation_of_another_institution(
    client, hospital, other_hospital, northern
):
    person, _token = invite(hospital)
    northern.person = {"sub": "new", "email": EMAIL, "email_verified": True}

    go(client, "northern")

    assert user_of(person) is None
    assert not User.objects.exists()


def test_without_invitation_nobody_joins(client, hospital, mercy):
    mercy.person = {"sub": "new", "email": "stranger@st-brigid.example", "email_verified": True}

    answer = go(client)

    assert answer.status_code == 409
    assert not User.objects.exists()


def test_stranger_and_known_address_read_the_same(client, cleo, mercy):
    mercy.person = {"sub": "new", "email": EMAIL, "email_verified": True}
    known = go(client).text
    mercy.person = {"sub": "new", "email": "stranger@st-brigid.example", "email_verified": True}
    unknown = go(client).text

    assert known == unknown


def test_twenty_logins_with_one_address_link_nothing(hospital, other_hospital, mercy, northern):
    """Come with the same verified address from two organizations, with and without an open invitation."""
    links = 0
    for number in range(20):
        email = f"person{number}@st-brigid.example"
        victim = member(hospital if number % 4 else other_hospital, email)
        if number % 3 == 0:
            invite(other_hospital if number % 4 else hospital, email=email)
        if number % 2:
            connect(victim, mercy, "mercy" if number % 4 else "northern", subject=f"real-{number}")
        for name, provider in (("mercy", mercy), ("northern", northern)):
            provider.person = {"sub": f"attacker-{number}", "email": email, "email_verified": True}
            client = Client()

            go(client, name)

            links += is_signed_in(client)
            links += SocialAccount.objects.filter(uid=f"attacker-{number}").count()

    assert links == 0


# one login that is somebody in two institutions


@pytest.fixture
def in_both(hospital, other_hospital):
    user = member(hospital, EMAIL)
    with scope(other_hospital.id):
        person = Person.objects.create(user=user, family_name="Marsh", email=EMAIL)
        RoleAssignment.objects.create(person=person, role="coordinator", from_on="2020-01-01")
    return user


def test_organization_opens_only_its_own_institution(client, in_both, mercy):
    connect(in_both, mercy)

    go(client)

    assert client.get("/st-brigid/").status_code == 200
    for page in ("/elsewhere/", "/elsewhere/people/", "/elsewhere/me/", "/elsewhere/find/"):
        assert client.get(page)["Location"].startswith("/accounts/confirm/"), page


def test_organization_is_no_second_factor_elsewhere(client, in_both, mercy, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    connect(in_both, mercy)
    sign_in_by_code(client, EMAIL)
    go(client)

    answer = client.get("/elsewhere/people/")

    assert answer["Location"].startswith("/accounts/second-factor/")


# settings


GOOD = {
    "ROUNDS_OIDC": "mercy-health",
    "ROUNDS_OIDC_MERCY_HEALTH_NAME": "Mercy Health",
    "ROUNDS_OIDC_MERCY_HEALTH_SERVER": "https://login.mercy.example/",
    "ROUNDS_OIDC_MERCY_HEALTH_CLIENT_ID": "rounds",
    "ROUNDS_OIDC_MERCY_HEALTH_CLIENT_SECRET": "secret",
    "ROUNDS_OIDC_MERCY_HEALTH_INSTITUTIONS": "st-brigid, elsewhere",
}


def read(monkeypatch, **changes):
    for name, value in {**GOOD, **changes}.items():
        monkeypatch.setenv(name, value)
    return read_organizations(Env(), only_https=True)


def test_organizations_are_read_from_the_environment(monkeypatch):
    (found,) = read(monkeypatch)

    assert found["provider_id"] == "mercy-health"
    assert found["settings"] == {
        "server_url": "https://login.mercy.example",
        "institutions": ["st-brigid", "elsewhere"],
    }


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"ROUNDS_OIDC": "mercy-health,mercy-health"}, "twice"),
        ({"ROUNDS_OIDC": "Mercy Health"}, "small letters"),
        ({"ROUNDS_OIDC": "mercy-health,other"}, "ROUNDS_OIDC_OTHER_NAME"),
        ({"ROUNDS_OIDC_MERCY_HEALTH_CLIENT_SECRET": ""}, "CLIENT_SECRET is not set"),
        ({"ROUNDS_OIDC_MERCY_HEALTH_INSTITUTIONS": ""}, "INSTITUTIONS is not set"),
        ({"ROUNDS_OIDC_MERCY_HEALTH_SERVER": "http://login.mercy.example"}, "https"),
    ],
)
def test_incomplete_organization_stops_the_start(monkeypatch, changes, words):
    with pytest.raises(ImproperlyConfigured, match=words):
        read(monkeypatch, **changes)
