"""How often a code may be tried: counted by account over all its browsers, or by the owner's remembered device."""

from allauth.core.internal import ratelimit
from django.http import HttpRequest

from rounds.web.account.sign_in.device import is_known_device_of

APP = "allauth.account"


def may_try_code(request: HttpRequest, email: str) -> ratelimit.RateLimitUsage | None:
    """Count one try of a mailed code for an address; None when its tries are used up, and the code is not looked at.

    Tries from a device that the owner had remembered are counted apart: strangers can't use them up.
    """
    device = is_known_device_of(request, email)
    key = f"device:{device.id}" if device else f"address:{email.strip().lower()}"
    return ratelimit.consume(request, app=APP, action="code_tries", key=key)


def may_confirm_code(request: HttpRequest, about: str) -> ratelimit.RateLimitUsage | None:
    """Count one try of a code that a session waits for, by the account and by the address that it proves."""
    usage = ratelimit.consume(request, app=APP, action="code_tries", key=f"account:{request.user.pk}")
    if not usage or not ratelimit.consume(
        request, app=APP, action="code_tries", key=f"proof:{about.lower()}"
    ):
        return None
    return usage
