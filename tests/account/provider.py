"""A small OpenID provider that really speaks HTTP: discovery, keys, authorization with PKCE, tokens; and can lie."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

DROP = object()


def new_key(kid: str, bits: int = 2048) -> tuple[rsa.RSAPrivateKey, dict[str, Any]]:
    """Return a private key and what is published of it."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=bits)
    public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key()))
    return key, {**public, "kid": kid, "use": "sig", "alg": "RS256"}


class Provider:
    """One organization. Whoever is in `person` signs in at once; `lie` changes what is signed and sent."""

    def __init__(self, client_id: str = "rounds", secret: str = "a secret") -> None:
        self.client_id, self.secret = client_id, secret
        self.key, self.public = new_key("key-1")
        self.keys = [self.public]
        self.person: dict[str, Any] = {"sub": "subject-1"}
        self.codes: dict[str, dict[str, str]] = {}
        self.asked: list[str] = []
        self.no_lies()

    def no_lies(self) -> None:
        self.claims: dict[str, Any] = {}
        self.header: dict[str, Any] = {}
        self.config: dict[str, Any] = {}
        self.answer: dict[str, Any] = {}
        self.response: dict[str, str] = {}
        self.signer: Any = None
        self.token: Any = None

    # what the other side reads

    def discovery(self) -> dict[str, Any]:
        return changed(
            {
                "issuer": self.url,
                "authorization_endpoint": f"{self.url}/authorize",
                "token_endpoint": f"{self.url}/token",
                "jwks_uri": f"{self.url}/keys",
                "userinfo_endpoint": f"{self.url}/userinfo",
                "token_endpoint_auth_methods_supported": ["client_secret_post"],
                "authorization_response_iss_parameter_supported": True,
            },
            self.config,
        )

    def authorize(self, asked: dict[str, str]) -> str:
        """Return where the browser is sent back to."""
        code = secrets.token_urlsafe(16)
        self.codes[code] = {**asked, **self.person}
        values = changed({"code": code, "state": asked["state"], "iss": self.url}, self.response)
        return f"{asked['redirect_uri']}?{urlencode(values)}"

    def redeem(self, given: dict[str, str]) -> tuple[int, dict[str, Any]]:
        asked = self.codes.pop(given.get("code", ""), None)
        challenge = hashlib.sha256(given.get("code_verifier", "").encode()).digest()
        if (
            asked is None
            or (given.get("client_id"), given.get("client_secret")) != (self.client_id, self.secret)
            or given.get("redirect_uri") != asked["redirect_uri"]
            or base64.urlsafe_b64encode(challenge).rstrip(b"=").decode() != asked["code_challenge"]
        ):
            return 400, {"error": "invalid_grant"}
        answer = {"access_token": secrets.token_urlsafe(16), "token_type": "Bearer", "expires_in": 60}
        answer["id_token"] = self.id_token(asked, answer["access_token"])
        return 200, changed(answer, self.answer)

    def id_token(self, asked: dict[str, str], access_token: str) -> str:
        half = hashlib.sha256(access_token.encode()).digest()[:16]
        claims = {
            "iss": self.url,
            "aud": self.client_id,
            "iat": int(time.time()),
            "exp": int(time.time()) + 60,
            "nonce": asked["nonce"],
            "at_hash": base64.urlsafe_b64encode(half).rstrip(b"=").decode(),
            **{key: asked[key] for key in ("sub", "email", "email_verified") if key in asked},
        }
        claims = changed(claims, self.claims)
        if self.token:
            return str(self.token(claims))
        headers = changed({"kid": "key-1", "alg": "RS256"}, self.header)
        return jwt.encode(claims, self.signer or self.key, algorithm="RS256", headers=headers)


def changed(values: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    """Return values with some changed or dropped."""
    return {key: value for key, value in {**values, **changes}.items() if value is not DROP}


@contextmanager
def serving(provider: Provider) -> Iterator[Provider]:
    """Let a provider answer on a free port of this machine."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            place = urlsplit(self.path)
            provider.asked.append(place.path)
            if place.path == "/authorize":
                given = {key: values[0] for key, values in parse_qs(place.query).items()}
                self.send_response(302)
                self.send_header("Location", provider.authorize(given))
                self.send_header("Content-Length", "0")
                self.end_headers()
            elif place.path == "/.well-known/openid-configuration":
                self.reply(200, provider.discovery())
            else:
                self.reply(200, {"keys": provider.keys})

        def do_POST(self) -> None:
            provider.asked.append(self.path)
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self.reply(*provider.redeem({key: values[0] for key, values in parse_qs(body).items()}))

        def reply(self, status: int, value: Any) -> None:
            body = json.dumps(value).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    provider.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
