"""Ask again who somebody is: before notes on a remembered device, before changing how one signs in."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.core import ratelimit
from allauth.mfa.base.internal.flows import post_authentication
from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from rounds.core.access import signed_in, way_back
from rounds.core.clock import now
from rounds.web.account.sign_in.adapter import note_authentication, send_account_mail
from rounds.web.account.sign_in.codes import awaited, issue_code
from rounds.web.account.sign_in.device import current_device, owner
from rounds.web.account.sign_in.forms import ConfirmCodeForm, ConfirmPasswordForm, SecondFactorForm
from rounds.web.account.sign_in.places import is_own_address
from rounds.web.account.sign_in.sessions import (
    DEVICE_PROVED,
    FROM_DEVICE,
    IS_STAFF,
    ORGANIZATION,
    has_second_factor,
    proofs,
    renew,
)

FRESH_SECONDS = 10 * 60
DEVICE_SECONDS = 24 * 60 * 60
PURPOSE = "confirm"

View = Callable[..., HttpResponse]


def hides_notes(request: HttpRequest) -> bool:
    """Tell whether private notes are hidden: on a remembered device whose owner has proven no more for a day."""
    if FROM_DEVICE not in request.session or proofs(request):
        return False
    return time.time() - request.session.get(DEVICE_PROVED, 0) >= DEVICE_SECONDS


def recheck(view: View) -> View:
    """Ask for a code, password or second factor where private notes are hidden.

    For pages that show them; comes below `allow`, so that strangers get their 404 first. What is sent to such a page is
    taken: the device's owner may have typed it before the session ended.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        is_shown = request.method == "POST" or not hides_notes(request)
        return view(request, *args, **kwargs) if is_shown else to_confirm(request)

    return guarded


def fresh(view: View) -> View:
    """Ask again if the last proof is older than ten minutes; for changes of how one signs in.

    An organization's sign-in is no such proof: it may be that of one institution only, or just what is changed.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        given = proofs(request)
        weak = {ORGANIZATION, "code"} if has_second_factor(owner(request)) else {ORGANIZATION}
        wanted = given.keys() - weak
        latest = max((given[method] for method in wanted), default=0)
        return view(request, *args, **kwargs) if time.time() - latest < FRESH_SECONDS else to_confirm(request)

    return guarded


def to_confirm(request: HttpRequest) -> HttpResponse:
    """Lead to the page that asks, and back afterward."""
    return redirect(confirm_address(request))


def confirm_address(request: HttpRequest) -> str:
    """Return the address of the page that asks, which leads back here."""
    return f"{reverse('account_confirm')}?{urlencode({'next': way_back(request)})}"


def method_for(request: HttpRequest) -> str:
    """Return what to ask for: second factor before password before mailed code.

    A staff session that has given the second factor and still lacks the password is asked for that.
    """
    user = owner(request)
    asks_both = settings.SECOND_FACTOR_REQUIRED and request.session.get(IS_STAFF)
    if asks_both and user.has_usable_password() and "password" not in proofs(request):
        return "password"
    if has_second_factor(user):
        return "mfa"
    if user.has_usable_password() and request.GET.get("by") != "code":
        return "password"
    return "code"


@signed_in
def confirm(request: HttpRequest) -> HttpResponse:
    """Ask for one proof, then lead back."""
    method = method_for(request)
    onward = request.GET.get("next", "/")
    if request.method == "POST" and method == "code" and "send" in request.POST:
        _send_code(request)
        return redirect(request.get_full_path())
    form = _form(request, method)
    if request.method == "POST" and form.is_valid():
        if isinstance(form, SecondFactorForm):
            post_authentication(request, form.authenticator, reauthenticated=True)
        else:
            note_authentication(request, method)
        renew(request)
        _note_device(request)
        return redirect(onward if is_own_address(onward) else "/")
    is_waiting = method != "code" or awaited(request, PURPOSE) is not None
    context = {"form": form, "method": method, "is_waiting": is_waiting, "onward": onward}
    return render(request, "account/confirm.html", context)


def _note_device(request: HttpRequest) -> None:
    """Note that the owner of this remembered device has proven more, which counts in its sessions of a day."""
    device = current_device(request)
    if device is not None and device.user_id == owner(request).pk:
        device.proved_at = now()
        device.save(update_fields=["proved_at"])


def _form(request: HttpRequest, method: str) -> forms.Form:
    data = request.POST if request.method == "POST" else None
    if method == "mfa":
        return SecondFactorForm(data, user=request.user)
    return (ConfirmPasswordForm if method == "password" else ConfirmCodeForm)(data, request=request)


def _send_code(request: HttpRequest) -> None:
    email = owner(request).email
    if not ratelimit.consume(request, action="confirm", key=f"code:{request.user.pk}"):
        messages.error(request, _("Too many codes in a short time. Wait a few minutes, then ask again."))
        return
    code = issue_code(request, PURPOSE, about=email)
    send_account_mail(request, "account/email/login_code", email, {"code": code})
