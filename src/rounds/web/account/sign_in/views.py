"""The pages of sign-in and of one's own account."""

from typing import Any

from allauth.account.internal.flows.logout import logout
from allauth.account.views import ConfirmLoginCodeView, LoginView, RequestLoginCodeView
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.recovery_codes.internal.flows import generate_recovery_codes
from allauth.mfa.totp.internal.flows import deactivate_totp
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from rounds.core.access import public, signed_in
from rounds.core.models import KnownDevice
from rounds.web.account.organization.oidc import organizations
from rounds.web.account.organization.views import connections_of
from rounds.web.account.sign_in import device
from rounds.web.account.sign_in.adapter import note_authentication, send_account_mail
from rounds.web.account.sign_in.confirm import fresh
from rounds.web.account.sign_in.forms import NewPasswordForm
from rounds.web.account.sign_in.places import is_own_address
from rounds.web.account.sign_in.sessions import change_password, has_second_factor, renew

NEW_CODES = "new_recovery_codes"


class WithOrganizations:
    """Shows the organizations that one can sign in with."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        return {**context, "organizations": organizations()}


class PasswordSignIn(WithOrganizations, LoginView):  # type: ignore[misc]
    """Sign in with a password."""


class RequestCode(WithOrganizations, RequestLoginCodeView):  # type: ignore[misc]
    """Mail a code; an unknown address gets a mail too, so that neither page nor time tells it apart."""

    def form_valid(self, form: Any) -> HttpResponse:
        if form._user is None:
            send_unknown(self.request, form.cleaned_data["email"])
        return super().form_valid(form)


def send_unknown(request: HttpRequest, email: str) -> None:
    """Write to an address without an account that somebody asked for a code with it."""
    send_account_mail(request, "account/email/unknown_account", email, {})


class ConfirmCode(ConfirmLoginCodeView):  # type: ignore[misc]
    """Take the mailed code, and remember the device if asked to."""

    def _resend_form_valid(self, form: Any) -> HttpResponse:
        if self._process.user is None:
            send_unknown(self.request, self._process.state["email"])
        return super()._resend_form_valid(form)

    def _verify_form_valid(self, form: Any) -> HttpResponse:
        response = super()._verify_form_valid(form)
        if form.cleaned_data["remember"] and self.request.user.is_authenticated:
            device.remember(self.request, response, self.request.user)
        return response


class Activate(ActivateTOTPView):  # type: ignore[misc]
    """Set up an authenticator app; its recovery codes are shown once, on the next page."""

    def get_success_url(self) -> str:
        note_authentication(self.request, "mfa")
        renew(self.request)
        self.request.session[NEW_CODES] = True
        next_page = self.request.GET.get("next", "")
        return reverse("account_recovery_codes") + (f"?next={next_page}" if is_own_address(next_page) else "")


request_code = public(RequestCode.as_view())
confirm_code = public(ConfirmCode.as_view())
password_sign_in = public(PasswordSignIn.as_view())
second_factor = public(AuthenticateView.as_view())
activate = signed_in(fresh(Activate.as_view()))


@public
@require_GET
def inactive(request: HttpRequest) -> HttpResponse:
    """Say that an account is closed; only its owner comes here, after having proven who they are."""
    return render(request, "account/inactive.html", status=403)


@public
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session and forget the device; a link alone (GET) only asks."""
    if request.method != "POST":
        return render(request, "account/sign_out.html")
    ended = request.session.session_key
    logout(request)
    UserSession.objects.filter(session_key=ended).delete()
    response = render(request, "account/signed_out.html")
    device.forget_this(request, response)
    return response


@signed_in
@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """Show how one signs in, on which devices, and what can be changed."""
    user = device.owner(request)
    sessions = UserSession.objects.purge_and_list(user)
    context = {
        "sessions": [
            {"row": row, "name": device.describe(row.user_agent), "is_this": row.is_current()}
            for row in sorted(sessions, key=lambda row: row.created_at, reverse=True)
        ],
        "devices": KnownDevice.objects.filter(user=user).order_by("-used_at"),
        "has_second_factor": has_second_factor(user),
        "codes_left": _codes_left(user),
        "organizations": connections_of(user),
        "demo": settings.DEMO,
    }
    return render(request, "account/overview.html", context)


@signed_in
@require_POST
def end_session(request: HttpRequest, session_id: int) -> HttpResponse:
    """End one of one's own sessions."""
    get_object_or_404(UserSession, id=session_id, user=device.owner(request)).end()
    return redirect("account")


@signed_in
@require_POST
def forget_device(request: HttpRequest, device_id: Any) -> HttpResponse:
    """Make one of one's own remembered devices unknown."""
    get_object_or_404(KnownDevice, id=device_id, user=device.owner(request)).delete()
    return redirect("account")


@signed_in
@fresh
def password(request: HttpRequest) -> HttpResponse:
    """Choose a password; other sessions and remembered devices end."""
    form = NewPasswordForm(request.POST or None, user=device.owner(request))
    if request.method == "POST" and form.is_valid():
        change_password(request, form.cleaned_data["password"])
        onward = request.GET.get("next", "")
        return redirect(onward if is_own_address(onward) else "account")
    return render(request, "account/password.html", {"form": form})


@signed_in
@fresh
def deactivate(request: HttpRequest) -> HttpResponse:
    """Remove the authenticator app; recovery codes go with it."""
    app = get_object_or_404(Authenticator, user=request.user, type=Authenticator.Type.TOTP)
    if request.method == "POST":
        deactivate_totp(request, app)
        return redirect("account")
    return render(request, "account/deactivate.html")


@signed_in
@fresh
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """Show recovery codes once, right after they were made; make new ones."""
    if not has_second_factor(device.owner(request)):
        return redirect("mfa_activate_totp")
    if request.method == "POST":
        generate_recovery_codes(request)
        request.session[NEW_CODES] = True
        return redirect(request.get_full_path())
    codes = _recovery_codes(device.owner(request))
    shown = codes.get_unused_codes() if codes and request.session.pop(NEW_CODES, False) else []
    onward = request.GET.get("next", "")
    context = {
        "codes": shown,
        "left": _codes_left(device.owner(request)),
        "onward": onward if is_own_address(onward) else "",
    }
    return render(request, "account/recovery_codes.html", context)


def _recovery_codes(user: Any) -> RecoveryCodes | None:
    row = Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).first()
    return row.wrap() if row else None


def _codes_left(user: Any) -> int:
    codes = _recovery_codes(user)
    return len(codes.get_unused_codes()) if codes else 0
