"""A link for the owner of an account whose codes a stranger has used up: by mail, for an hour, once."""

import secrets

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.core.internal import ratelimit
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from rounds.core.access import public
from rounds.core.access.devices import hash_token
from rounds.core.models import User
from rounds.web.account.sign_in.adapter import send_account_mail
from rounds.web.account.sign_in.limits import APP

SECONDS = 60 * 60
TOKEN_BYTES = 32
TOKEN = "sign_in_link"  # noqa: S105  # the name of a session's entry


def send_owner_link(request: HttpRequest, email: str, user: User | None) -> None:
    """Mail the link to the owner, once an hour; an address without an account is written to as for a code."""
    if not ratelimit.consume(request, app=APP, action="sign_in_link", key=email.lower()):
        return
    if user is None:
        send_account_mail(request, "account/email/unknown_account", email, {})
        return
    token = secrets.token_urlsafe(TOKEN_BYTES)
    cache.set(_key(token), [str(user.pk), user.email], timeout=SECONDS)
    link = settings.BASE_URL.rstrip("/") + reverse("account_open_sign_in_link", kwargs={"token": token})
    send_account_mail(request, "account/email/sign_in_link", email, {"link": link})


@public
@require_GET
def open_link(request: HttpRequest, token: str) -> HttpResponse:
    """Take the token out of the address; programs that open the links of mails use up nothing."""
    if not ratelimit.consume(request, app=APP, action="invitation", limit_get=True):
        return ratelimit.respond_429(request)
    request.session[TOKEN] = token
    return redirect("account_sign_in_link")


@public
def sign_in(request: HttpRequest) -> HttpResponse:
    """Show whose account it is; the button signs in, a second factor follows where one is set up."""
    token = request.session.get(TOKEN, "")
    user = _owner_of(token)
    if user is not None and request.method == "POST":
        request.session.pop(TOKEN)
        if cache.delete(_key(token)):  # whoever deletes it has used it: two at once are one
            record_authentication(request, user, method="code", email=user.email)
            return perform_login(request, Login(user=user, email=user.email))
        user = None
    if user is None:
        return render(request, "account/sign_in_link_over.html", status=404)
    return render(request, "account/sign_in_link.html", {"email": user.email})


def _key(token: str) -> str:
    return f"sign-in-link:{hash_token(token)}"


def _owner_of(token: str) -> User | None:
    """Return whose link it is; none whose address was changed since."""
    user_id, email = cache.get(_key(token)) or ("", "")
    return User.objects.filter(id=user_id, email=email).first() if user_id else None
