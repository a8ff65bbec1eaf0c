"""A personal address that outlives the hospital's: kept once its owner has typed the code that was mailed there."""

from typing import Any, cast

from allauth.core.internal import ratelimit
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from rounds.core.access import Request, allow, is_member
from rounds.core.errors import DomainError
from rounds.people import services
from rounds.people.models import Person
from rounds.people.selectors import person_for
from rounds.web.account.sign_in.adapter import send_account_mail
from rounds.web.account.sign_in.codes import awaited, issue_code, redeem_code
from rounds.web.account.sign_in.forms import PersonalAddressForm, ProveAddressForm
from rounds.web.addresses import address
from rounds.web.frame.errors import put_error, show_form
from rounds.web.toasts import add_toast

PURPOSE = "personal_address"


def _own(request: Request) -> Person:
    return person_for(request.viewer, request.viewer.own_id)


@require_http_methods(["GET", "POST"])
@allow(is_member)
def ask(request: Request) -> HttpResponse:
    """Ask for the address and mail a code there; what is on record stays until the code is typed."""
    person = _own(request)
    first = {"address": awaited(request, PURPOSE) or person.personal_email}
    form = PersonalAddressForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        wanted = form.cleaned_data["address"].strip().lower()
        if wanted == person.email.strip().lower():
            form.add_error("address", _("This is your work address: it may end with your work here."))
        elif not _may_mail(request, wanted):
            form.add_error(
                "address", _("Too many codes in a short time. Wait a few minutes, then ask again.")
            )
        else:
            code = issue_code(request, PURPOSE, about=wanted)
            send_account_mail(request, "account/email/personal_address", wanted, {"code": code})
            return redirect(address(request, "record:prove_address"))
    return show_form(request, "account/personal_address.html", form, person=person)


def _may_mail(request: Request, wanted: str) -> bool:
    """Count one mail by who asks and by where it goes, so that nobody's mailbox is filled from here."""
    keys = (f"personal:{request.user.pk}", f"personal:{wanted}")
    counted = (ratelimit.consume(request, app="allauth.account", action="confirm", key=key) for key in keys)
    return all(cast(Any, one) for one in counted)


@require_http_methods(["GET", "POST"])
@allow(is_member)
def prove(request: Request) -> HttpResponse:
    """Take the code from the personal mailbox, and keep the address."""
    wanted = awaited(request, PURPOSE)
    if wanted is None:
        add_toast(request, _("No code waits any more: it is too old, or was tried too often. Ask for one."))
        return redirect(address(request, "record:address"))
    form = ProveAddressForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if redeem_code(request, PURPOSE, form.cleaned_data["code"]) is None:
            form.add_error("code", _("That is not the code in our latest mail. Check the six digits."))
        else:
            return _kept(request, wanted)
    return show_form(request, "account/prove_personal_address.html", form, wanted=wanted)


def _kept(request: Request, wanted: str) -> HttpResponse:
    try:
        services.confirm_personal_address(person=_own(request), address=wanted, by=request.viewer)
    except DomainError as error:
        form = PersonalAddressForm(None, initial={"address": wanted})
        put_error(form, error)
        return show_form(request, "account/personal_address.html", form, person=_own(request))
    add_toast(request, _("Confirmed: %(address)s is yours and on your record.") % {"address": wanted})
    return redirect(address(request, "record:mine"))


@require_POST
@allow(is_member)
def remove(request: Request) -> HttpResponse:
    """Take the personal address off one's record."""
    services.update_person(person=_own(request), by=request.viewer, personal_email="")
    add_toast(request, _("Taken off your record. Nothing is sent there any more."))
    return redirect(address(request, "record:address"))
