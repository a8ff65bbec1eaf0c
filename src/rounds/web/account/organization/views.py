"""Sign in with one's organization (OpenID Connect), and connect or disconnect it on the account page."""

import logging
from typing import Any

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.core.internal import ratelimit
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from rounds.accounts.services import organizations as services
from rounds.core.access import public, signed_in
from rounds.core.errors import DomainError, OutOfOrder
from rounds.integrations.signed_tokens import Refused
from rounds.web.account.organization import oidc
from rounds.web.account.sign_in.adapter import send_notice
from rounds.web.account.sign_in.confirm import fresh
from rounds.web.account.sign_in.device import owner
from rounds.web.account.sign_in.places import is_own_address
from rounds.web.account.sign_in.sessions import ORGANIZATION, end_sessions
from rounds.web.toasts import add_toast

log = logging.getLogger(__name__)

SIGN_IN, CONNECT = "login", "connect"


@public
@require_POST
def sign_in(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Go to the organization's sign-in."""
    organization = _organization(provider_id)
    if not ratelimit.consume(request, app="allauth.account", action="organization"):
        return ratelimit.respond_429(request)
    return _leave(request, organization, process=SIGN_IN, onward=request.POST.get("next", ""))


@public
@require_GET
def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Take what comes back from the organization: sign in, or connect it if that was begun."""
    organization = _organization(provider_id)
    if not ratelimit.consume(request, app="allauth.account", action="organization", limit_get=True):
        return ratelimit.respond_429(request)
    try:
        identity, state = oidc.finish(request, provider_id)
        if state["process"] == CONNECT:
            return _connect(request, organization, identity, state)
        return _sign_in(request, organization, identity, state)
    except OAuth2Error:
        return _say(request, organization, _("The sign-in was not finished. You can begin again."))
    except Refused as error:
        log.warning("sign-in with %s was refused: %s", provider_id, error.reason)
        text = _(
            "What came back can't be trusted, or is too old. Begin again; if it happens twice, tell your office."
        )
        return _say(request, organization, text)
    except oidc.Unreachable as error:
        return _unreachable(request, organization, error)
    except DomainError as error:
        return _say(request, organization, error.message)


@signed_in
@fresh
def connection(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Connect the organization's sign-in with one's account, or disconnect it."""
    organization, user = _organization(provider_id), owner(request)
    is_connected = SocialAccount.objects.filter(user=user, provider=provider_id).exists()
    if not is_connected and not services.is_person_in(user, organization["settings"]["institutions"]):
        raise Http404
    if request.method == "POST" and not is_connected:
        return _leave(request, organization, process=CONNECT, onward="")
    if request.method == "POST":
        services.disconnect_identity(user=user, provider=provider_id)
        end_sessions(user, but=request.session.session_key)
        what = _("The sign-in with %(name)s was disconnected from your account.")
        send_notice(request, user, what % {"name": organization["name"]})
        add_toast(request, _("Disconnected %(name)s.") % {"name": organization["name"]})
        return redirect("account")
    context = {"organization": organization, "is_connected": is_connected}
    return render(request, "account/organization.html", context)


def connections_of(user: Any) -> list[dict[str, Any]]:
    """Return the organizations that somebody may connect, and whether they have, for the account page."""
    connected = set(SocialAccount.objects.filter(user=user).values_list("provider", flat=True))
    return [
        {"id": one["provider_id"], "name": one["name"], "is_connected": one["provider_id"] in connected}
        for one in oidc.organizations()
        if one["provider_id"] in connected or services.is_person_in(user, one["settings"]["institutions"])
    ]


def _organization(provider_id: str) -> dict[str, Any]:
    found = oidc.organization_for(provider_id)
    if found is None:
        raise Http404
    return found


def _leave(request: HttpRequest, organization: dict[str, Any], *, process: str, onward: str) -> HttpResponse:
    """Lead to the organization by a page: our policy lets a form be answered by nobody but ourselves."""
    try:
        place = oidc.begin(
            request,
            organization["provider_id"],
            process=process,
            onward=onward if is_own_address(onward) else "",
        )
    except Refused as error:
        log.error("sign-in with %s is not set up rightly: %s", organization["provider_id"], error.reason)
        return _unreachable(request, organization, error)
    except oidc.Unreachable as error:
        return _unreachable(request, organization, error)
    return render(request, "account/organization_leave.html", {"organization": organization, "place": place})


def _sign_in(
    request: HttpRequest, organization: dict[str, Any], identity: oidc.Identity, state: dict[str, Any]
) -> HttpResponse:
    institutions = organization["settings"]["institutions"]
    key = {"provider": identity.provider, "issuer": identity.issuer, "subject": identity.subject}
    user = services.owner_of_identity(**key) or services.join_by_invitation(
        **key, verified_email=identity.verified_email, institutions=institutions
    )
    if user is None or not services.is_person_in(user, institutions):
        # One sentence for strangers, for known addresses and for those who have left.
        raise OutOfOrder(
            _(
                "No account here is connected with this sign-in. New here? Open the link of your invitation. Been here"
                " before? Sign in with a mailed code, then connect it on your account page."
            )
        )
    if request.user.is_authenticated and request.user != user:
        raise OutOfOrder(_("You are signed in as somebody else in this browser. Sign out first."))
    record_authentication(request, user, ORGANIZATION, provider=identity.provider)
    onward = state.get("next") or ""
    login = Login(user=user, redirect_url=onward if is_own_address(onward) else None)
    return perform_login(request, login)


def _connect(
    request: HttpRequest, organization: dict[str, Any], identity: oidc.Identity, state: dict[str, Any]
) -> HttpResponse:
    if not request.user.is_authenticated or str(request.user.pk) != state.get("user"):
        raise OutOfOrder(_("Your session ended meanwhile. Sign in, then connect again."))
    user = owner(request)
    services.connect_identity(
        user=user, provider=identity.provider, issuer=identity.issuer, subject=identity.subject
    )
    what = _("From now on %(name)s signs you in to your account.") % {"name": organization["name"]}
    send_notice(request, user, what)
    add_toast(request, _("Connected %(name)s.") % {"name": organization["name"]})
    return redirect("account")


def _unreachable(request: HttpRequest, organization: dict[str, Any], error: Exception) -> HttpResponse:
    log.warning(
        "sign-in of %s does not answer: %s", organization["provider_id"], type(error.__cause__).__name__
    )
    text = _("The sign-in of %(name)s does not answer. Try again in a minute, or sign in with a mailed code.")
    return _say(request, organization, text % {"name": organization["name"]})


def _say(request: HttpRequest, organization: dict[str, Any], text: str) -> HttpResponse:
    context = {"organization": organization, "text": text}
    return render(request, "account/organization_over.html", context, status=409)
