"""The hospital's monitoring: what it may read, the credentials by which it asks, each shown once."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from rounds.core.access import Request, allow
from rounds.core.clock import institution_today
from rounds.core.errors import DomainError
from rounds.integrations.connections.enums import ConnectionState
from rounds.integrations.connections.models import Connection
from rounds.integrations.connections.rules import can_enter_connection, can_see_connections
from rounds.integrations.connections.selectors import may_confirm, may_enter, monitor_for
from rounds.integrations.connections.services import STOPPED, why_not_confirm, why_not_delete, why_not_resume
from rounds.integrations.credentials import services
from rounds.integrations.credentials.enums import Scope
from rounds.integrations.credentials.forms import ChosenScopesForm, CredentialForm
from rounds.integrations.credentials.models import SLOTS, MachineCredential
from rounds.integrations.credentials.selectors import alive_of, credential_for, ended_of
from rounds.web.addresses import address
from rounds.web.frame.ask import ask_first
from rounds.web.frame.errors import put_error, show_form
from rounds.web.toasts import add_toast


def switch_of(request: Request, connection: Connection) -> dict[str, Any]:
    """Return what every page of a connection says of its state, and what can be done about it now."""
    return {
        "connection": connection,
        "may_enter": may_enter(request.viewer),
        "may_confirm": may_confirm(request.viewer),
        "why_not": why_not_confirm(connection, request.viewer),
        "why_not_resume": why_not_resume(connection, request.viewer),
        "why_not_delete": why_not_delete(connection),
        "is_stopped": connection.state in STOPPED,
    }


def shown_monitor(request: Request, connection: Connection, *, token: str = "") -> HttpResponse:
    """Show the page of a monitoring; a token only in answer to the press that made it."""
    alive = list(alive_of(connection))
    context = {
        **switch_of(request, connection),
        "token": token,
        "address": _address_for(request.institution.slug),
        "scopes": [choice.label for choice in Scope if choice in connection.settings.get("scopes", ())],
        "alive": [(one, _labels(one)) for one in alive],
        "ended": ended_of(connection),
        "may_make": connection.state == ConnectionState.ON and len(alive) < len(SLOTS),
    }
    return render(request, "coordinator/connections/monitor.html", context)


def _labels(credential: MachineCredential) -> list[str]:
    return [str(choice.label) for choice in Scope if choice in credential.scopes]


def _address_for(slug: str) -> str:
    return settings.BASE_URL.rstrip("/") + reverse("api_connections", kwargs={"institution": slug})


@allow(can_enter_connection, load=monitor_for)
@require_http_methods(["GET", "POST"])
def choose(request: Request, connection: Connection) -> HttpResponse:
    """Choose what the monitoring may read; a second person switches it on."""
    held = connection.settings.get("scopes")
    form = ChosenScopesForm(request.POST or None, initial={"scopes": held} if held else None)
    if request.method == "POST" and form.is_valid():
        is_new = services.choose_scopes(
            connection=connection, scopes=form.cleaned_data["scopes"], by=request.viewer
        )
        kept = _("Kept. A coordinator of all programs switches it on.")
        add_toast(request, kept if is_new else _("Nothing was changed."))
        return redirect(_page_of(request, connection))
    return show_form(request, "coordinator/connections/reads.html", form, connection=connection)


@allow(can_enter_connection, load=monitor_for)
@require_http_methods(["GET", "POST"])
def make(request: Request, connection: Connection) -> HttpResponse:
    """Make a credential; its token is on the page that answers, once, and kept nowhere."""
    form = CredentialForm(
        request.POST or None, allowed=connection.settings.get("scopes", []), today=institution_today()
    )
    if request.method == "POST" and form.is_valid():
        try:
            token = services.make_credential(connection=connection, by=request.viewer, **form.cleaned_data)
        except DomainError as error:
            put_error(form, error)
        else:
            response = shown_monitor(request, connection, token=token)
            response.headers["Cache-Control"] = "no-store"
            return response
    return show_form(
        request,
        "coordinator/connections/credential.html",
        form,
        connection=connection,
        alive=alive_of(connection),
    )


@allow(can_see_connections, load=credential_for)
@require_http_methods(["GET", "POST"])
def end(request: Request, credential: MachineCredential) -> HttpResponse:
    """Ask, and end a credential at once."""
    connection = credential.connection
    if request.method == "POST":
        services.end_credential(credential=credential, by=request.viewer)
        add_toast(request, _("Ended. Whoever asks with it is refused from now on."))
        return redirect(_page_of(request, connection))
    others = [one for one in alive_of(connection) if one.id != credential.id]
    still = (
        _("Another one stays, until %(day)s.") % {"day": date_format(others[0].last_on, "j M Y")}
        if others
        else _("It is the only one: your IT’s monitoring hears nothing more until a new one is made.")
    )
    words = _("It was made on %(made)s, and would be good until %(last)s. Last used: %(used)s.") % {
        "made": date_format(credential.made_at, "j M Y"),
        "last": date_format(credential.last_on, "j M Y"),
        "used": date_format(credential.used_on, "j M Y") if credential.used_on else _("never"),
    }
    return ask_first(
        request,
        title=_("End this credential of “%(name)s” now?") % {"name": connection.name},
        words=[words, still, _("It can't be brought back; a new one can be made.")],
        verb=_("End it now"),
        back=_page_of(request, connection),
    )


def _page_of(request: Request, connection: Connection) -> str:
    return address(request, "connections:detail", connection_id=connection.id)
