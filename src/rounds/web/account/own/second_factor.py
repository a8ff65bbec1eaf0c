"""The second factor of one's own account: the authenticator app and recovery codes."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.recovery_codes.internal.flows import generate_recovery_codes
from allauth.mfa.totp.internal.flows import deactivate_totp
from allauth.mfa.totp.views import ActivateTOTPView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from rounds.core.access import signed_in
from rounds.web.account.sign_in import device
from rounds.web.account.sign_in.adapter import note_authentication
from rounds.web.account.sign_in.confirm import fresh
from rounds.web.account.sign_in.places import is_own_address
from rounds.web.account.sign_in.sessions import has_second_factor, renew

NEW_CODES = "new_recovery_codes"


class Activate(ActivateTOTPView):  # type: ignore[misc]
    """Set up an authenticator app; its recovery codes are shown once, on the next page."""

    def get_success_url(self) -> str:
        note_authentication(self.request, "mfa")
        renew(self.request)
        self.request.session[NEW_CODES] = True
        next_page = self.request.GET.get("next", "")
        return reverse("account_recovery_codes") + (f"?next={next_page}" if is_own_address(next_page) else "")


activate = signed_in(fresh(Activate.as_view()))


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
        "left": codes_left(device.owner(request)),
        "onward": onward if is_own_address(onward) else "",
    }
    return render(request, "account/recovery_codes.html", context)


def _recovery_codes(user: Any) -> RecoveryCodes | None:
    row = Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).first()
    return row.wrap() if row else None


def codes_left(user: Any) -> int:
    codes = _recovery_codes(user)
    return len(codes.get_unused_codes()) if codes else 0
