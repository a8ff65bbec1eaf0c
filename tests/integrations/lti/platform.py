"""A learning platform that signs launches, and can lie. Its keys are made once; nothing goes over a line."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from functools import cache
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from rounds.integrations.lti.values.launches import CLAIM
from rounds.integrations.outgoing import Answer
from tests.account.provider import new_key
from tests.worlds.year_surveys.connections import PLATFORM

COOKIE = "__Host-rounds_lti"
DROP = object()


@cache
def key_named(kid, number=0):
    """Return a private key and what is published of it; the same each time."""
    return new_key(kid)


class Learn:
    """One platform, with what it would send for one person; a test changes a part of it and sends."""

    def __init__(self, client, connection, *, slug="st-brigid", subject="subject-1", number=""):
        self.client, self.connection, self.slug = client, connection, slug
        self.base = f"http://127.0.0.1:8000/lti/{slug}/{connection.id}"
        self.path = f"/lti/{slug}/{connection.id}"
        self.key, public = key_named("key-1")
        self.keys, self.kid, self.header = [public], "key-1", {}
        self.claims = {
            "iss": PLATFORM["issuer"],
            "aud": PLATFORM["client_id"],
            "sub": subject,
            CLAIM + "deployment_id": "1",
            CLAIM + "version": "1.3.0",
            CLAIM + "message_type": "LtiResourceLinkRequest",
            CLAIM + "target_link_uri": f"{self.base}/launch/",
            CLAIM + "resource_link": {"id": "link-1"},
            CLAIM + "roles": ["http://purl.imsglobal.org/vocab/lis/v2/membership#Learner"],
            CLAIM + "lis": {"person_sourcedid": number},
        }
        self.hints = {}
        self.token = None  # or a function of the claims
        self.posted = {}
        self.before = lambda: None  # between login and launch
        self.asked = []
        self.keys_answer = None

    def answer_for_keys(self, address, **_more):
        """Stand where the one way out is."""
        self.asked.append(address)
        if isinstance(self.keys_answer, Exception):
            raise self.keys_answer
        return self.keys_answer or Answer(200, {}, json.dumps({"keys": self.keys}).encode())

    def login(self, method="post", **more):
        given = {
            "iss": PLATFORM["issuer"],
            "client_id": PLATFORM["client_id"],
            "login_hint": "user 7",
            "lti_message_hint": "link 3",
            "target_link_uri": f"{self.base}/launch/",
            **self.hints,
            **more,
        }
        given = {name: value for name, value in given.items() if value is not DROP}
        return getattr(self.client, method)(f"{self.path}/login/", given)

    def begun(self):
        """Return what the platform is asked after a login."""
        place = self.login()["Location"]
        return {name: values[0] for name, values in parse_qs(urlsplit(place).query).items()}

    def signed(self, asked):
        claims = {
            "nonce": asked["nonce"],
            "iat": int(time.time()),
            "exp": int(time.time()) + 300,
            **self.claims,
        }
        claims = {name: value for name, value in claims.items() if value is not DROP}
        if self.token:
            return self.token(claims)
        return jwt.encode(claims, self.key, algorithm="RS256", headers={"kid": self.kid, **self.header})

    def launch(self, asked=None, **posted):
        asked = asked or self.begun()
        self.before()
        sent = {"state": asked["state"], "id_token": self.signed(asked), **self.posted, **posted}
        return self.client.post(f"{self.path}/launch/", {k: v for k, v in sent.items() if v is not DROP})


def b64(value):
    raw = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def unsigned(claims):
    return f"{b64({'alg': 'none', 'kid': 'key-1'})}.{b64(claims)}."


def forged_with_public_key(claims):
    """Sign with HS256 and the published key as secret."""
    pem = key_named("key-1")[0].public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    parts = f"{b64({'alg': 'HS256', 'kid': 'key-1'})}.{b64(claims)}"
    return f"{parts}.{b64(hmac.new(pem, parts.encode(), hashlib.sha256).digest())}"


def key_in_header(claims):
    key, public = key_named("key-1", 1)
    return jwt.encode(claims, key, algorithm="RS256", headers={"kid": "key-1", "jwk": public})
