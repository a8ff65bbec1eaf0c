"""The pages of sign-in."""

from typing import Any, cast
from uuid import UUID

from allauth.account.internal.flows.logout import logout
from allauth.account.views import ConfirmLoginCodeView, LoginView, RequestLoginCodeView
from allauth.mfa.base.views import AuthenticateView
from allauth.usersessions.models import UserSession
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from rounds.accounts.services.logins import INVITATION_DAYS, token_to
from rounds.core.access import public, system
from rounds.core.database.scope import scope
from rounds.people.models import Person
from rounds.programs.selectors.awaited import people_awaited_at
from rounds.web.account.organization.oidc import organizations
from rounds.web.account.sign_in import device
from rounds.web.account.sign_in.adapter import send_account_mail
from rounds.web.account.sign_in.came_for import came_for
from rounds.web.account.sign_in.limits import may_try_code
from rounds.web.account.sign_in.owner_link import send_owner_link
from rounds.web.mail.invitations import way_in


class WithOrganizations:
    """Shows the organizations that one can sign in with, and what kind of page one came for."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        onward = context.get("redirect_field_value")
        return {**context, "organizations": organizations(), "came_for": came_for(onward)}


class PasswordSignIn(WithOrganizations, LoginView):  # type: ignore[misc]
    """Sign in with a password."""


class RequestCode(WithOrganizations, RequestLoginCodeView):  # type: ignore[misc]
    """Mail a code; an unknown address gets a mail too, so that neither page nor time tells it apart."""

    def form_invalid(self, form: Any) -> HttpResponse:
        if form.used_up is not None:
            send_owner_link(self.request, form.used_up, form._user)
            return render(self.request, "account/tries_used_up.html", {"email": form.used_up}, status=429)
        return super().form_invalid(form)

    def form_valid(self, form: Any) -> HttpResponse:
        if form._user is None:
            send_unknown(self.request, form.cleaned_data["email"])
        return super().form_valid(form)


def send_unknown(request: HttpRequest, email: str) -> None:
    """Write to an address without an account that somebody asked for a code with it.

    Who is awaited there gets the way in again. Only the owner of the address reads which of the two it is.
    """
    ways = [(person.institution.name, way_in_again(person)) for person in people_awaited_at(email)]
    if ways:
        send_account_mail(request, "account/email/way_in", email, {"ways": ways, "days": INVITATION_DAYS})
    else:
        send_account_mail(request, "account/email/unknown_account", email, {})


def way_in_again(person: Person) -> str:
    """Return the address at which somebody without a login comes in."""
    institution_id = cast(UUID, person.institution_id)
    with scope(institution_id):
        return way_in(token_to(person=person, by=system(institution_id)))


class ConfirmCode(ConfirmLoginCodeView):  # type: ignore[misc]
    """Take the mailed code, and remember the device if asked to. Tries count by account, whatever the browser."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self._action == "resend":
            return super().post(request, *args, **kwargs)
        email = self._process.state["email"]
        self._usage = may_try_code(request, email)
        if self._usage is None:
            send_owner_link(request, email, self._process.user)
            self._process.abort()
            return render(request, "account/tries_used_up.html", {"email": email}, status=429)
        return super().post(request, *args, **kwargs)

    def _resend_form_valid(self, form: Any) -> HttpResponse:
        if self._process.user is None:
            send_unknown(self.request, self._process.state["email"])
        return super()._resend_form_valid(form)

    def _verify_form_valid(self, form: Any) -> HttpResponse:
        if self._usage:
            self._usage.rollback()  # what was right counts for nothing
        response = super()._verify_form_valid(form)
        if form.cleaned_data["remember"] and self.request.user.is_authenticated:
            device.remember(self.request, response, self.request.user)
        return response


request_code = public(RequestCode.as_view())
confirm_code = public(ConfirmCode.as_view())
password_sign_in = public(PasswordSignIn.as_view())
second_factor = public(AuthenticateView.as_view())


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
