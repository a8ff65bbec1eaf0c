"""What pages of an anonymous wave do otherwise: a key that this browser alone has, and answers all of one length.

The log of a proxy keeps how long each answer was; a page that shows a comment again would tell its length.
"""

import base64
from hashlib import sha256

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from rounds.surveys.box.sealing import KEY_BYTES, new_draft_key
from rounds.surveys.enums import Mode
from rounds.surveys.models import Request as Asked

DAYS = 30
STEP = 32 * 1024
OPENS, CLOSES = b"<!-- ", b" -->"


def is_blind(asked: Asked) -> bool:
    """Tell whether answers to a request are locked into a box."""
    return bool(asked.wave.mode == Mode.ANONYMOUS)


def key_of(request: HttpRequest, asked: Asked) -> bytes:
    """Return the key of the drafts of a request in this browser, a new one where there is none; empty where none is needed.

    Each request has a cookie of its own: the next person at a shared computer, with a link of theirs, opens nothing of it.
    """
    if not is_blind(asked):
        return b""
    try:
        key = base64.urlsafe_b64decode(request.COOKIES.get(_name(asked), ""))
    except ValueError:
        key = b""
    return key if len(key) == KEY_BYTES else new_draft_key()


def finished(response: HttpResponse, asked: Asked, key: bytes) -> HttpResponse:
    """Return an answer with its key for the browser, as long as any other and kept by nobody."""
    if not is_blind(asked):
        return response
    response.set_cookie(
        _name(asked),
        base64.urlsafe_b64encode(key).decode(),
        max_age=DAYS * 86_400,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    response.headers["Cache-Control"] = "no-store"
    if response.status_code == 200:
        _even_out(response)
    return response


def _name(asked: Asked) -> str:
    return "rounds_answers_" + sha256(asked.id.bytes).hexdigest()[:16]


def _even_out(response: HttpResponse) -> None:
    """Fill a page up to the next step, and let it not be compressed: its length says nothing of what is in it."""
    whole = len(response.content) + len(OPENS) + len(CLOSES)
    response.content += OPENS + b"." * (-whole % STEP) + CLOSES
    response.headers["Content-Encoding"] = "identity"
