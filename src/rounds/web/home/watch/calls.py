"""Wishes to be called, on the home of who is asked to call."""

from collections import Counter
from collections.abc import Iterable, Sequence
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rounds.core.access import Request, Viewer
from rounds.programs.models import Program
from rounds.surveys.calling.selectors import open_calls_for
from rounds.surveys.enums import CallTo
from rounds.surveys.models import CallRequest
from rounds.web.addresses import address
from rounds.web.home.parts import Group, Row

SHOWN = 3


def calls_of_office(request: Request, program: Program) -> Iterable[Group]:
    """Return the people of a program who asked its office to call."""
    calls = open_calls_for(request.viewer)
    return _group(request, [one for one in calls if one.scope_id == program.id and one.to == CallTo.OFFICE])


def count_calls_of_office(viewer: Viewer) -> Counter[UUID]:
    """Count who asked the office to call, by program."""
    return Counter(one.scope_id for one in open_calls_for(viewer) if one.to == CallTo.OFFICE)


def calls_of_developers(request: Request) -> Iterable[Group]:
    """Return the people who asked a faculty developer to call."""
    return _group(request, [one for one in open_calls_for(request.viewer) if one.to == CallTo.DEVELOPER])


def _group(request: Request, calls: Sequence[CallRequest]) -> Iterable[Group]:
    if not calls:
        return
    page = address(request, "surveys:calls")
    title = ngettext("%(count)s person asks to be called", "%(count)s people ask to be called", len(calls))
    yield Group(
        key="calls",
        icon="chat-left-dots",
        tone="act",
        title=title % {"count": len(calls)},
        text=_("They chose you. Call them, then note that you did: they read it."),
        action=_("See the numbers"),
        href=page,
        rows=[
            Row(
                one.person.full_name,
                _("by %(day)s") % {"day": date_format(one.due_on, "l, M j")},
                "",
                _("Open"),
                page,
            )
            for one in calls[:SHOWN]
        ],
    )
