"""Changes of access that take two people: asked for here, looked at and decided here."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from rounds.accounts.forms import AskAddressForm, AskRoleForm, PersonForm
from rounds.accounts.models import PendingChange
from rounds.accounts.selectors import why_not_two
from rounds.accounts.services import access_changes as services
from rounds.accounts.services.asking import MAY_ASK
from rounds.core.access import Request, allow, holds, is_member
from rounds.core.errors import DomainError, OutOfOrder
from rounds.core.reading import read_search
from rounds.web.account.changes.mail import may_switch_mail
from rounds.web.account.changes.notices import what_of, what_of_each
from rounds.web.account.sign_in.confirm import fresh
from rounds.web.addresses import address
from rounds.web.frame.errors import put_error, show_form
from rounds.web.toasts import add_toast

may_ask = holds(*MAY_ASK)


@require_GET
@allow(may_ask)
def list_changes(request: Request) -> HttpResponse:
    """List what waits for a second person."""
    viewer = request.viewer
    changes = services.list_changes(viewer)
    rows = [
        {"change": change, "what": what, "is_mine": change.asked_by_id == viewer.person_id}
        for change, what in zip(changes, what_of_each(changes), strict=True)
    ]
    return render(
        request, "account/access.html", {"rows": rows, "may_switch_mail": may_switch_mail.test(viewer)}
    )


@require_http_methods(["GET", "POST"])
@allow(may_ask)
def ask_role(request: Request) -> HttpResponse:
    """Ask for a role for somebody."""
    return _ask(request, AskRoleForm, services.request_role, _("Ask for a role"))


@require_http_methods(["GET", "POST"])
@allow(may_ask)
def ask_address(request: Request) -> HttpResponse:
    """Ask for another sign-in address for somebody."""
    return _ask(
        request, AskAddressForm, services.request_address_change, _("Ask for another sign-in address")
    )


def _ask(
    request: Request, form_class: type[PersonForm], service: Callable[..., Any], title: str
) -> HttpResponse:
    words = read_search(request.GET.get("find"))
    form = form_class(request.POST or None, words=words)
    if request.method == "POST" and form.is_valid():
        try:
            service(by=request.viewer, **form.cleaned_data)
        except DomainError as error:
            put_error(form, error)
        else:
            add_toast(request, _("Asked. It counts once its owner or a second person has confirmed it."))
            return redirect(address(request, "access:list"))
    return show_form(
        request, "account/access_ask.html", form, title=title, find=words, hits=form.offers_somebody
    )


@require_http_methods(["GET", "POST"])
@allow(is_member, load=services.change_for)
@fresh
def decide(request: Request, change: PendingChange) -> HttpResponse:
    """Show one change; confirm or refuse it."""
    viewer = request.viewer
    if request.method == "POST":
        if "confirm" in request.POST:
            services.confirm_change(change=change, by=viewer)
            add_toast(request, _("Confirmed. It counts from now on."))
        elif "refuse" in request.POST:
            services.refuse_change(change=change, by=viewer)
            add_toast(request, _("Refused. Nothing has changed."))
        else:
            raise OutOfOrder(_("Choose to confirm or to refuse."))
        return redirect(address(request, "access:list" if may_ask.test(viewer, None) else "home"))
    context = {
        "change": change,
        "what": what_of(change),
        "can_decide": services.can_decide(viewer, change),
        "problem": why_not_two(change.asked_by_id, viewer.person_id),
    }
    return render(request, "account/access_decide.html", context)
