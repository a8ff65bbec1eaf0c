"""How long a session lasts, what the office's sessions need, and the ways in which sessions end.

Limits are kept by the server: 12 hours in all, 30 minutes without a request, 15 for staff. A device
that a participant asked to be remembered starts a new session by itself.
"""

import time
from collections.abc import Callable
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.signals import user_logged_in
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import SESSION_KEY, login, logout, update_session_auth_hash
from django.contrib.auth.signals import user_logged_in as any_sign_in
from django.contrib.auth.views import redirect_to_login
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from rounds.core.access import ScopedRequest, way_back
from rounds.core.access.devices import forget_devices
from rounds.core.enums import STAFF
from rounds.core.models import Institution, User
from rounds.web.account.organization.oidc import institutions_of_organization
from rounds.web.account.sign_in.device import current_device, owner

BEGAN, SEEN, IS_STAFF, FROM_DEVICE = "began_at", "seen_at", "is_staff", "from_device"
DEVICE_PROVED = "device_proved_at"
# The moment of the last request is written at most once a minute.
SEEN_EVERY = 60
ORGANIZATION = "socialaccount"
PROOFS = frozenset({"password", "code", "mfa", ORGANIZATION})

Next = Callable[[HttpRequest], HttpResponse]


class SessionMiddleware:
    """End sessions whose time is over; start one for a remembered device.

    However a session ended, here or elsewhere, the browser is told to forget what it kept of it.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        had_session = bool(request.COOKIES.get(settings.SESSION_COOKIE_NAME))
        if request.user.is_authenticated and is_over(request):
            logout(request)
        elif not request.user.is_authenticated and SESSION_KEY in request.session:
            request.session.flush()  # its account was closed
        elif request.user.is_authenticated and time.time() - request.session[SEEN] >= SEEN_EVERY:
            request.session[SEEN] = time.time()
        if not request.user.is_authenticated:
            start_from_device(request)
        response = self.get_response(request)
        if had_session and not request.user.is_authenticated and request.session.is_empty():
            response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response


def is_over(request: HttpRequest) -> bool:
    """Tell whether a session has been idle too long or has reached its greatest age."""
    now, session = time.time(), request.session
    idle = settings.SESSION_IDLE_SECONDS_STAFF if session.get(IS_STAFF) else settings.SESSION_IDLE_SECONDS
    return now - session.get(BEGAN, 0) > settings.SESSION_COOKIE_AGE or now - session.get(SEEN, 0) > idle


def start_from_device(request: HttpRequest) -> None:
    """Sign in the owner of a remembered device, keeping the form token: what was typed is not lost."""
    device = current_device(request)
    if device is None:
        return
    token = request.META.get("CSRF_COOKIE")
    login(request, device.user, backend=settings.AUTHENTICATION_BACKENDS[0])
    request.session[FROM_DEVICE] = str(device.id)
    request.session[DEVICE_PROVED] = device.proved_at.timestamp() if device.proved_at else 0
    if token:
        request.META["CSRF_COOKIE"] = token
    UserSession.objects.create_from_request(request)
    device.used_at = device.user.last_login or device.used_at
    device.save(update_fields=["used_at"])


@receiver(any_sign_in)
def begin(sender: object, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Start the clock of a new session."""
    request.session[BEGAN] = request.session[SEEN] = time.time()


class StaffMiddleware:
    """Ask of those who see other people's records: password and second factor, or their organization's sign-in."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: ScopedRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        viewer, institution = request.viewer, request.institution
        if viewer is None or institution is None:
            return None
        if not opens(request, institution):
            return redirect(f"{reverse('account_confirm')}?{urlencode({'next': way_back(request)})}")
        if not viewer.has_anywhere(*STAFF):
            return None
        if not request.session.get(IS_STAFF):
            request.session[IS_STAFF] = True
            if is_over(request):
                logout(request)
                return redirect_to_login(way_back(request))
        step = missing_step(request, institution)
        if step:
            return redirect(f"{reverse(step)}?{urlencode({'next': way_back(request)})}")
        return None


def proofs(request: HttpRequest) -> dict[str, float]:
    """Return how this session's owner has proven who they are, and when last (seconds since 1970)."""
    records = get_authentication_records(request, request.user)
    return {record["method"]: record["at"] for record in records if record["method"] in PROOFS}


def organizations_given(request: HttpRequest) -> set[str]:
    """Return the organizations whose sign-in this session's owner came with."""
    records = get_authentication_records(request, request.user)
    return {record["provider"] for record in records if record["method"] == ORGANIZATION}


def is_vouched_for(request: HttpRequest, institution: Institution) -> bool:
    """Tell whether the session came with the sign-in of an organization that counts for this institution."""
    return any(
        institution.slug in institutions_of_organization(name) for name in organizations_given(request)
    )


def opens(request: HttpRequest, institution: Institution) -> bool:
    """Tell whether a session may show an institution: one organization never signs in for another's people."""
    given = proofs(request).keys()
    return given != {ORGANIZATION} or is_vouched_for(request, institution)


def missing_step(request: HttpRequest, institution: Institution) -> str | None:
    """Return the name of the page where staff set up or give what their session lacks."""
    if not settings.SECOND_FACTOR_REQUIRED or is_vouched_for(request, institution):
        return None
    given = proofs(request)
    if not owner(request).has_usable_password():
        return "account_password"
    if not has_second_factor(owner(request)):
        return "mfa_activate_totp"
    return None if {"password", "mfa"} <= given.keys() else "account_confirm"


def has_second_factor(user: User) -> bool:
    """Tell whether an authenticator app is set up."""
    return bool(Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists())


def renew(request: HttpRequest) -> None:
    """Give a session a new id after a proof, so that an id seen before is worth nothing."""
    old = request.session.session_key
    request.session.cycle_key()
    UserSession.objects.filter(session_key=old).update(session_key=request.session.session_key)


# ways in which sessions end


def end_sessions(user: User, *, but: str | None = None) -> int:
    """End a user's sessions, except the one with this key; return how many ended."""
    ended = 0
    for session in UserSession.objects.filter(user=user).exclude(session_key=but or ""):
        session.end()
        ended += 1
    return ended


@receiver([authenticator_added, authenticator_removed, authenticator_reset])
def second_factor_changed(sender: object, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """End the other sessions and forget remembered devices."""
    end_sessions(user, but=request.session.session_key)
    forget_devices(user)


@receiver(user_logged_in)
def signed_in_for_real(sender: object, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Forget that a session came from a remembered device once its owner has proven more."""
    request.session.pop(FROM_DEVICE, None)


def change_password(request: HttpRequest, password: str) -> None:
    """Set the password, end the other sessions, forget devices, tell the owner."""
    user = owner(request)
    user.set_password(password)
    user.save(update_fields=["password"])
    forget_devices(user)
    end_sessions(user, but=request.session.session_key)
    update_session_auth_hash(request, user)
    UserSession.objects.create_from_request(request)
    get_adapter(request).send_notification_mail("account/email/password_changed", user)
