"""Invitations: the mailed link shows a page, and only its button accepts."""

from allauth.core.internal import ratelimit
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from rounds.accounts.models import Invitation
from rounds.accounts.services import logins as account_services
from rounds.accounts.services.logins import NeedsSignIn
from rounds.core.access import public
from rounds.core.errors import NotFound, OutOfOrder
from rounds.web.account.sign_in.adapter import note_authentication
from rounds.web.account.sign_in.device import owner

TOKEN = "invitation_token"  # noqa: S105  # the name of a session's entry


@public
@require_GET
def open_invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Take the token out of the address: it waits in the session, and the address shown is clean."""
    if not ratelimit.consume(request, app="allauth.account", action="invitation", limit_get=True):
        return ratelimit.respond_429(request)
    request.session[TOKEN] = token
    return redirect("account_invitation")


@public
def invitation(request: HttpRequest) -> HttpResponse:
    """Show the invitation; accept it when its button is pressed."""
    token = request.session.get(TOKEN, "")
    try:
        found = account_services.invitation_for(token)
        if request.method == "POST":
            return _accept(request, token, found)
    except NeedsSignIn:
        return redirect(f"{reverse('account_request_login_code')}?next={reverse('account_invitation')}")
    except OutOfOrder as error:
        return render(
            request, "account/invitation.html", {"invitation": found, "problem": error.message}, status=409
        )
    except NotFound:
        return render(request, "account/invitation_over.html", status=404)
    return render(request, "account/invitation.html", {"invitation": found})


def _accept(request: HttpRequest, token: str, found: Invitation) -> HttpResponse:
    signed_in = owner(request) if request.user.is_authenticated else None
    user = account_services.accept_invitation(token=token, user=signed_in)
    request.session.pop(TOKEN)
    if signed_in is None:
        login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
        # The token came by mail to this address: as good as a mailed code.
        note_authentication(request, "code")
        UserSession.objects.create_from_request(request)
    return redirect("home", institution=found.institution.slug)
