"""A connection that is not on: it is called otherwise, or deleted."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from rounds.core.access import Request, allow
from rounds.core.errors import DomainError, OutOfOrder
from rounds.integrations.connections import services
from rounds.integrations.connections.forms import RenameForm
from rounds.integrations.connections.models import Connection
from rounds.integrations.connections.rules import can_enter_connection
from rounds.integrations.connections.selectors import connection_for
from rounds.integrations.credentials.selectors import alive_of
from rounds.web.addresses import address
from rounds.web.frame.ask import ask_first
from rounds.web.frame.errors import put_error, show_form
from rounds.web.toasts import add_toast


@allow(can_enter_connection, load=connection_for)
@require_http_methods(["GET", "POST"])
def rename(request: Request, connection: Connection) -> HttpResponse:
    """Call a connection otherwise before anybody has switched it on."""
    form = RenameForm(request.POST or None, initial={"name": connection.name})
    if request.method == "POST" and form.is_valid():
        try:
            services.rename_connection(
                connection=connection, name=form.cleaned_data["name"], by=request.viewer
            )
        except DomainError as error:
            put_error(form, error)
        else:
            add_toast(request, _("Renamed."))
            return redirect(address(request, "connections:detail", connection_id=connection.id))
    return show_form(request, "coordinator/connections/rename.html", form, connection=connection)


@allow(can_enter_connection, load=connection_for)
@require_http_methods(["GET", "POST"])
def delete(request: Request, connection: Connection) -> HttpResponse:
    """Ask, and delete a connection that nobody has switched on."""
    if request.method == "POST":
        services.delete_connection(connection=connection, by=request.viewer)
        add_toast(request, _("“%(name)s” is deleted.") % {"name": connection.name})
        return redirect(address(request, "connections:list"))
    if problem := services.why_not_delete(connection):
        raise OutOfOrder(problem)
    return ask_first(
        request,
        title=_("Delete “%(name)s”?") % {"name": connection.name},
        words=[_gone(connection), _("It can't be brought back.")],
        verb=_("Delete it"),
        back=address(request, "connections:detail", connection_id=connection.id),
    )


def _gone(connection: Connection) -> str:
    """Return in a sentence what goes with it."""
    if connection.is_monitor:
        alive = alive_of(connection).count()
        words = ngettext(
            "What it may read goes, and %(count)s credential of it ends.",
            "What it may read goes, and %(count)s credentials of it end.",
            alive,
        )
        return words % {"count": alive}
    runs = connection.runs.count()
    words = ngettext(
        "What was entered goes, with %(count)s line of what it did. The platform may still list Rounds as a tool.",
        "What was entered goes, with %(count)s lines of what it did. The platform may still list Rounds as a tool.",
        runs,
    )
    return words % {"count": runs}
