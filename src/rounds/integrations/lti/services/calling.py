"""Asking a platform for something as ourselves: a token for a minute, then the call; refused credentials break a connection."""

import json
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from rounds.integrations.connections.models import Connection
from rounds.integrations.lti.services.own_key import sign
from rounds.integrations.lti.values.platform import Platform
from rounds.integrations.outgoing import Answer, NoAnswer, ask

ASSERTION_SECONDS = 60
FORM = "application/x-www-form-urlencoded"
BEARER = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


class NotTrusted(Exception):
    """The platform does not take our word for who we are: nothing is tried again until somebody has looked."""


class Caller:
    """Calls of one connection with one token for some scopes."""

    def __init__(self, connection: Connection, *scopes: str) -> None:
        self.connection, self.platform = connection, Platform.of(connection.settings)
        self.scopes = scopes
        self._token = ""

    def call(
        self, address: str, *, method: str = "GET", accept: str = "", kind: str = "", body: Any = None
    ) -> Answer:
        """Return what an address of the platform answers; NoAnswer, NotAllowed or NotTrusted where nothing does."""
        headers = {"Authorization": f"Bearer {self._token_of()}"}
        headers |= {"Accept": accept} if accept else {}
        headers |= {"Content-Type": kind} if kind else {}
        sent = json.dumps(body).encode() if body is not None else None
        return ask(address, method=method, headers=headers, body=sent)

    def ask_token(self) -> None:
        """Ask for a token and no more; NoAnswer, NotAllowed or NotTrusted where none is given."""
        self._token_of()

    def _token_of(self) -> str:
        if not self._token:
            self._token = self._asked()
        return self._token

    def _asked(self) -> str:
        if not self.connection.sealed:
            raise NoAnswer("own_key")
        moment = int(time.time())
        claims = {
            "iss": self.platform.client_id,
            "sub": self.platform.client_id,
            "aud": self.platform.token_url,
            "iat": moment,
            "exp": moment + ASSERTION_SECONDS,
            "jti": str(uuid4()),
        }
        form = {
            "grant_type": "client_credentials",
            "client_assertion_type": BEARER,
            "client_assertion": sign(self.connection, claims),
            "scope": " ".join(self.scopes),
        }
        answer = ask(
            self.platform.token_url,
            method="POST",
            headers={"Content-Type": FORM, "Accept": "application/json"},
            body=urlencode(form).encode(),
        )
        if answer.status in (400, 401, 403):
            raise NotTrusted
        token = read_json(answer).get("access_token") if answer.status in (200, 201) else None
        # what goes into a header is printed characters only
        if not isinstance(token, str) or not token.isascii() or not token.isprintable() or not token:
            raise NoAnswer("token")
        return token


def read_json(answer: Answer) -> Mapping[str, Any]:
    """Return an answer's object; NoAnswer for anything else."""
    try:
        found = json.loads(answer.body)
    except (ValueError, RecursionError) as error:
        raise NoAnswer("json") from error
    if not isinstance(found, dict):
        raise NoAnswer("json")
    return found
