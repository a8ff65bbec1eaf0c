"""Connections: a card each, what is entered, who confirmed it, what it did; try it, switch it on, pause it."""

from django.db.models import Max
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rounds.core.access import Request, allow
from rounds.core.errors import DomainError
from rounds.integrations.connections import services
from rounds.integrations.connections.enums import ConnectionKind
from rounds.integrations.connections.forms import ConnectionForm
from rounds.integrations.connections.models import Connection
from rounds.integrations.connections.rules import (
    can_confirm_connection,
    can_enter_connection,
    can_see_connections,
)
from rounds.integrations.connections.selectors import (
    connection_for,
    list_connections,
    may_confirm,
    may_enter,
    platform_for,
    runs_of,
)
from rounds.integrations.lti.forms import PlatformForm
from rounds.integrations.lti.selectors import courses_of, identities_of, is_offered, same_platform
from rounds.integrations.lti.values.platform import Platform
from rounds.web.addresses import address
from rounds.web.coordinator.connections.credentials import shown_monitor, switch_of
from rounds.web.frame.errors import put_error, show_form
from rounds.web.machines.platforms import ours_of, registration_address
from rounds.web.toasts import add_toast


@allow(can_see_connections)
@require_safe
def list_page(request: Request) -> HttpResponse:
    """List the connections, each with its state and how it fares."""
    context = {
        "rows": list_connections().annotate(asked_on=Max("credentials__used_on")),
        "may_enter": may_enter(request.viewer),
        "may_confirm": may_confirm(request.viewer),
    }
    return render(request, "coordinator/connections/list.html", context)


@allow(can_enter_connection)
@require_http_methods(["GET", "POST"])
def new(request: Request) -> HttpResponse:
    """Begin a connection."""
    form = ConnectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            row = services.enter_connection(
                kind=ConnectionKind(form.cleaned_data["kind"]),
                name=form.cleaned_data["name"],
                by=request.viewer,
            )
        except DomainError as error:
            put_error(form, error)
        else:
            return redirect(address(request, "connections:detail", connection_id=row.id))
    return show_form(request, "coordinator/connections/new.html", form)


@allow(can_see_connections, load=connection_for)
@require_safe
def detail(request: Request, connection: Connection) -> HttpResponse:
    """Show a connection: what it reads and writes, what was entered, what it did, and what can be done now."""
    return _shown(request, connection)


def _shown(request: Request, connection: Connection, *, registration: str = "") -> HttpResponse:
    if connection.is_monitor:
        return shown_monitor(request, connection)
    context = {
        **switch_of(request, connection),
        "registration": registration,
        "platform": Platform.of(connection.settings) if connection.settings else None,
        "runs": runs_of(connection),
        "is_offered": is_offered(connection),
        "ours": ours_of(request.institution.slug, connection.id),
        "courses": courses_of(connection),
        "identities": identities_of(connection),
    }
    return render(request, "coordinator/connections/detail.html", context)


@allow(can_enter_connection, load=platform_for)
@require_http_methods(["GET", "POST"])
def settings(request: Request, connection: Connection) -> HttpResponse:
    """Enter what the other side shows."""
    initial = PlatformForm.of(Platform.of(connection.settings)) if connection.settings else None
    form = PlatformForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        from rounds.integrations.lti.services.own_key import ensure_key

        other = same_platform(connection, form.platform())
        if other is None:
            ensure_key(connection)  # first: whatever is entered can be switched on, and then signs
            is_new = services.change_settings(
                connection=connection, settings=form.platform().as_settings(), by=request.viewer
            )
            kept = _("Kept. Try it; then a coordinator of all programs switches it on.")
            add_toast(request, kept if is_new else _("Nothing was changed."))
            return redirect(_back(request, connection))
        words = _("“%(name)s” has this issuer and client ID already. Each person would have to join twice.")
        form.add_error("client_id", words % {"name": other.name})
    return show_form(request, "coordinator/connections/settings.html", form, connection=connection)


@allow(can_enter_connection, load=platform_for)
@require_POST
def open_address(request: Request, connection: Connection) -> HttpResponse:
    """Make the one address to paste at the platform, or a new one: it is on this page once, and kept nowhere."""
    from rounds.integrations.lti.services.registering import open_registration

    code = open_registration(connection=connection, by=request.viewer)
    response = _shown(
        request, connection, registration=registration_address(request.institution.slug, connection.id, code)
    )
    response.headers["Cache-Control"] = "no-store"
    return response


@allow(can_enter_connection, load=platform_for)
@require_POST
def try_it(request: Request, connection: Connection) -> HttpResponse:
    """Ask the other side, writing nothing there, and say what came back."""
    from rounds.integrations.lti.services.trying import try_platform

    tried = try_platform(connection=connection, by=request.viewer)
    add_toast(request, tried.sentence, icon="check" if tried.is_good else "exclamation-triangle")
    return redirect(_back(request, connection))


@allow(can_confirm_connection, load=connection_for)
@require_POST
def confirm(request: Request, connection: Connection) -> HttpResponse:
    """Switch a connection on, as the second person."""
    services.confirm_connection(connection=connection, by=request.viewer)
    add_toast(request, _("%(name)s is on.") % {"name": connection.name})
    return redirect(_back(request, connection))


@allow(can_see_connections, load=connection_for)
@require_POST
def pause(request: Request, connection: Connection) -> HttpResponse:
    """Stop a connection, which can be taken back."""
    services.pause_connection(connection=connection, by=request.viewer)
    undo = address(request, "connections:resume", connection_id=connection.id)
    add_toast(request, _("%(name)s is paused: nobody comes in by it.") % {"name": connection.name}, undo=undo)
    return redirect(_back(request, connection))


@allow(can_see_connections, load=connection_for)
@require_POST
def resume(request: Request, connection: Connection) -> HttpResponse:
    """Let a connection go on."""
    services.resume_connection(connection=connection, by=request.viewer)
    add_toast(request, _("%(name)s is on.") % {"name": connection.name})
    return redirect(_back(request, connection))


def _back(request: Request, connection: Connection) -> str:
    return address(request, "connections:detail", connection_id=connection.id)
