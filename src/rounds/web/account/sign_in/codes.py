"""Six-digit codes by mail: hashed where they wait, ten minutes, five tries a session, thirty a day an account."""

import secrets
import time
from collections.abc import Callable

from allauth.core.internal import ratelimit
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare, salted_hmac

from rounds.core.reading import read_digits
from rounds.web.account.sign_in.limits import may_confirm_code

Counter = Callable[[HttpRequest, str], ratelimit.RateLimitUsage | None]

SECONDS = 10 * 60
TRIES = 5
SESSION_KEY = "mailed_codes"


def new_code() -> str:
    """Return six random digits."""
    return f"{secrets.randbelow(10**6):06d}"


def hash_code(code: str) -> str:
    """Return what may be stored of a code: keyed, because six digits are soon tried out."""
    return salted_hmac("rounds.mailed-code", code, algorithm="sha256").hexdigest()


def is_code(typed: str, hashed: str) -> bool:
    """Tell whether the typed digits are the code; spaces and dashes don't count."""
    digits = read_digits(typed)
    return bool(hashed) and constant_time_compare(hash_code(digits), hashed)


def issue_code(request: HttpRequest, purpose: str, *, about: str) -> str:
    """Start waiting for a code in this session and return it for the mail; `about` is what it proves."""
    code = new_code()
    waiting = request.session.get(SESSION_KEY, {})
    waiting[purpose] = {"hash": hash_code(code), "about": about, "until": time.time() + SECONDS, "tries": 0}
    request.session[SESSION_KEY] = waiting
    return code


def awaited(request: HttpRequest, purpose: str) -> str | None:
    """Return what a waiting code is about, None when none is waiting any more."""
    entry = request.session.get(SESSION_KEY, {}).get(purpose)
    return entry["about"] if entry and entry["until"] > time.time() and entry["tries"] < TRIES else None


def forget_code(request: HttpRequest, purpose: str) -> None:
    """Wait for a code no more: somebody else sits at this browser now."""
    waiting = request.session.get(SESSION_KEY, {})
    if waiting.pop(purpose, None):
        request.session[SESSION_KEY] = waiting


def redeem_code(
    request: HttpRequest, purpose: str, typed: str, *, count: Counter = may_confirm_code
) -> str | None:
    """Return what the code was about if it is right, and forget it; count a wrong try, by account and session.

    `count` says by whom tries are counted besides, where nobody is signed in.
    """
    waiting = request.session.get(SESSION_KEY, {})
    about = awaited(request, purpose)
    usage = count(request, about) if about is not None else None
    if about is None or usage is None:
        return None
    if is_code(typed, waiting[purpose]["hash"]):
        del waiting[purpose]
        usage.rollback()
    else:
        waiting[purpose]["tries"] += 1
        about = None
    request.session[SESSION_KEY] = waiting
    return about
