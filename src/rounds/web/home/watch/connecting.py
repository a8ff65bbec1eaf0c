"""Connections to other systems that wait for the reader: to be switched on by a second person, or to be looked at."""

from collections.abc import Iterable

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rounds.core.access import Request
from rounds.integrations.connections.enums import ConnectionState
from rounds.integrations.connections.models import Connection
from rounds.integrations.connections.selectors import waiting_for
from rounds.integrations.connections.services import why_not_confirm
from rounds.web.addresses import address
from rounds.web.home.parts import Group, Row


def connection_groups(request: Request) -> Iterable[Group]:
    """Yield the connections that are broken, and those that the reader may be the second person of."""
    found = list(waiting_for(request.viewer))
    yield from _broken(request, [one for one in found if one.state == ConnectionState.BROKEN])
    unconfirmed = [one for one in found if one.confirmed_at is None]
    yield from _to_confirm(request, [one for one in unconfirmed if not why_not_confirm(one, request.viewer)])


def _broken(request: Request, rows: list[Connection]) -> Iterable[Group]:
    if not rows:
        return
    title = ngettext("%(count)s connection has stopped", "%(count)s connections have stopped", len(rows)) % {
        "count": len(rows)
    }
    yield Group(
        key="connections-broken",
        icon="diagram-3",
        tone="act",
        title=title,
        text=_("Nobody comes in by it, and nothing is tried again until somebody has looked."),
        rows=[_row(request, one, _("stopped"), _("See why")) for one in rows],
    )


def _to_confirm(request: Request, rows: list[Connection]) -> Iterable[Group]:
    if not rows:
        return
    title = ngettext(
        "%(count)s connection waits to be switched on",
        "%(count)s connections wait to be switched on",
        len(rows),
    ) % {"count": len(rows)}
    by = _("entered by %(name)s")
    gone = _("somebody who is gone")
    yield Group(
        key="connections-waiting",
        icon="diagram-3",
        tone="wait",
        title=title,
        text=_("It takes a second person. Its page says what it reads and writes."),
        rows=[
            _row(
                request,
                one,
                by % {"name": one.entered_by.display_name if one.entered_by else gone},
                _("Look and decide"),
            )
            for one in rows
        ],
    )


def _row(request: Request, one: Connection, what: str, link: str) -> Row:
    return Row(
        name=one.name,
        what=what,
        when=date_format(localtime(one.state_at), "j M Y"),
        link=link,
        href=address(request, "connections:detail", connection_id=one.id),
    )
