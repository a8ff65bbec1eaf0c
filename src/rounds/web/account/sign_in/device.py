"""The cookie by which a participant's own browser is known."""

from typing import cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from rounds.core.access import devices
from rounds.core.models import KnownDevice, User

BROWSERS = ("Edg", "Firefox", "Chrome", "Safari")
SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "Mac OS": "Mac",
    "Linux": "Linux",
}


def describe(user_agent: str) -> str:
    """Return a browser's name in words: "Firefox on Windows"."""
    browser = next((name for name in BROWSERS if name in user_agent), "")
    system = next((word for mark, word in SYSTEMS.items() if mark in user_agent), "")
    browser = {"Edg": "Edge"}.get(browser, browser)
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("Unknown browser")


def owner(request: HttpRequest) -> User:
    """Return whose session this is; for pages that only they reach."""
    return cast(User, request.user)


def remember(request: HttpRequest, response: HttpResponse, user: User) -> None:
    """Set the cookie that makes this browser known."""
    token = devices.remember_device(user, name=describe(request.headers.get("User-Agent", "")))
    response.set_cookie(
        settings.DEVICE_COOKIE_NAME,
        token,
        max_age=settings.DEVICE_DAYS * 24 * 60 * 60,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def forget_this(request: HttpRequest, response: HttpResponse) -> None:
    """Make this browser unknown again."""
    device = current_device(request)
    if device:
        device.delete()
    response.delete_cookie(settings.DEVICE_COOKIE_NAME, samesite="Lax")


def current_device(request: HttpRequest) -> KnownDevice | None:
    """Return the remembered device that a request comes from."""
    return devices.device_for(request.COOKIES.get(settings.DEVICE_COOKIE_NAME))


def is_known_device_of(request: HttpRequest, email: str) -> KnownDevice | None:
    """Return the device if it is remembered by the account of this address."""
    device = current_device(request)
    return device if device and device.user.email == email.strip().lower() else None
