"""Change one's own sign-in address: proven by a code mailed to the new one, told to the old one."""

from allauth.core.internal import ratelimit
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from rounds.accounts.services.logins import change_own_address, free_address
from rounds.core.access import signed_in
from rounds.core.errors import DomainError
from rounds.web.account.sign_in.adapter import send_account_mail
from rounds.web.account.sign_in.codes import awaited, issue_code, redeem_code
from rounds.web.account.sign_in.confirm import fresh
from rounds.web.account.sign_in.device import owner
from rounds.web.account.sign_in.forms import NewAddressForm, ProveAddressForm
from rounds.web.account.sign_in.sessions import end_sessions
from rounds.web.frame.errors import put_error, show_form
from rounds.web.toasts import add_toast

PURPOSE = "new_address"


@signed_in
@fresh
def change(request: HttpRequest) -> HttpResponse:
    """Ask for the new address and mail a code there."""
    form = NewAddressForm(request.POST or None, initial={"new_address": awaited(request, PURPOSE)})
    if request.method == "POST" and form.is_valid():
        try:
            address = free_address(form.cleaned_data["new_address"])
        except DomainError as error:
            put_error(form, error)
        else:
            if _mail_code(request, address):
                return redirect("account_prove_address")
    return show_form(request, "account/address.html", form)


@signed_in
@fresh
def prove(request: HttpRequest) -> HttpResponse:
    """Take the code from the new mailbox, and change the address."""
    address = awaited(request, PURPOSE)
    if address is None:
        messages.error(request, _("That code is too old, or was tried too often. Ask for a new one."))
        return redirect("account_address")
    form = ProveAddressForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if redeem_code(request, PURPOSE, form.cleaned_data["code"]) is None:
            form.add_error("code", _("That is not the code in our latest mail. Check the six digits."))
        else:
            return _change(request, address)
    return show_form(request, "account/prove_address.html", form, address=address)


def _mail_code(request: HttpRequest, address: str) -> bool:
    if not ratelimit.consume(
        request, app="allauth.account", action="confirm", key=f"address:{request.user.pk}"
    ):
        messages.error(request, _("Too many codes in a short time. Wait a few minutes, then ask again."))
        return False
    code = issue_code(request, PURPOSE, about=address)
    send_account_mail(request, "account/email/new_address", address, {"code": code})
    return True


def _change(request: HttpRequest, address: str) -> HttpResponse:
    user, before = owner(request), owner(request).email
    try:
        change_own_address(user=user, new_address=address)
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("account_address")
    end_sessions(user, but=request.session.session_key)
    update_session_auth_hash(request, user)
    UserSession.objects.create_from_request(request)
    what = _("The sign-in address was changed to %(address)s. This old address opens nothing any more.")
    send_account_mail(request, "account/email/notice", before, {"what": what % {"address": address}})
    add_toast(request, _("From now on you sign in with %(address)s.") % {"address": address})
    return redirect("account")
