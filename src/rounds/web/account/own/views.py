"""The page of one's own account: sessions, devices, password."""

from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from rounds.core.access import signed_in
from rounds.core.models import KnownDevice
from rounds.web.account.organization.views import connections_of
from rounds.web.account.own.second_factor import codes_left
from rounds.web.account.sign_in import device
from rounds.web.account.sign_in.confirm import fresh
from rounds.web.account.sign_in.forms import NewPasswordForm
from rounds.web.account.sign_in.places import is_own_address
from rounds.web.account.sign_in.sessions import change_password, has_second_factor


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
        "codes_left": codes_left(user),
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
