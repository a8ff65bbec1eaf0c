"""Joining once: a code is mailed to the address on record, and whoever types it is that person on this platform from then on."""

from __future__ import annotations

from typing import Any, cast

from allauth.core.internal import ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from rounds.core.errors import DomainError
from rounds.web.account.sign_in.adapter import send_account_mail
from rounds.web.account.sign_in.codes import awaited, issue_code, redeem_code
from rounds.web.account.sign_in.forms import ProveAddressForm
from rounds.web.account.sign_in.limits import APP, may_try_code
from rounds.web.frame.errors import put_error, show_form
from rounds.web.participant.lti.entering import JOINING, Visitor, for_visitors, onward
from rounds.web.participant.lti.forms import WorkAddressForm

# in a session: the code was tried too often, which the next page says once
USED_UP = "lti_code_used_up"


def _join(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Ask for the work address; whether it is on record is told to nobody."""
    if visitor.person is not None:
        return onward(request, visitor)
    form = WorkAddressForm(request.POST or None)
    is_used_up = bool(request.session.pop(USED_UP, False))
    if request.method == "POST" and form.is_valid():
        wanted = form.cleaned_data["email"].strip().lower()
        if not _may_mail(request, wanted, visitor):
            form.add_error("email", _("Too many codes in a short time. Wait a few minutes, then ask again."))
        else:
            _mail(request, wanted)
            return redirect(reverse("lti_prove"))
    return show_form(
        request, "participant/lti/join.html", form, organization=visitor.institution, is_used_up=is_used_up
    )


def _mail(request: HttpRequest, wanted: str) -> None:
    """Mail a code to an address that is on record; a code waits in the session either way."""
    from rounds.integrations.lti.selectors import person_of_address

    code, person = issue_code(request, JOINING, about=wanted), person_of_address(wanted)
    if person is not None:
        send_account_mail(request, "account/email/platform_join", person.email, {"code": code})


def _may_mail(request: HttpRequest, wanted: str, visitor: Visitor) -> bool:
    """Count one mail by who asks and by where it goes, so that nobody's mailbox is filled from here."""
    keys = (f"lti:{visitor.connection.id}:{visitor.subject}", f"lti:{wanted}")
    counted = (ratelimit.consume(request, app=APP, action="confirm", key=key) for key in keys)
    return all(cast(Any, one) for one in counted)


def _prove(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Take the code, join the account of the platform, and go on."""
    from rounds.integrations.lti.selectors import person_of_address
    from rounds.integrations.lti.services.joining import join

    if visitor.person is not None:
        return onward(request, visitor)
    wanted = awaited(request, JOINING)
    if wanted is None:
        return redirect(reverse("lti_join"))
    form = ProveAddressForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        proven = redeem_code(request, JOINING, form.cleaned_data["code"], count=may_try_code)
        person = person_of_address(proven) if proven else None
        if person is None and awaited(request, JOINING) is None:
            request.session[USED_UP] = True
            return redirect(reverse("lti_join"))
        if person is None:
            form.add_error("code", _("That is not the code in our latest mail. Check the six digits."))
        else:
            try:
                join(connection=visitor.connection, subject=visitor.subject, person=person, by_number=False)
            except DomainError as error:
                put_error(form, error)
            else:
                return onward(request, Visitor(**{**vars(visitor), "person": person}))
    context = {"wanted": wanted, "organization": visitor.institution}
    return show_form(request, "participant/lti/prove.html", form, **context)


join = require_http_methods(["GET", "HEAD", "POST"])(for_visitors(_join))
prove = require_http_methods(["GET", "HEAD", "POST"])(for_visitors(_prove))
