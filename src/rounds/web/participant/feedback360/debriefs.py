"""The debrief: whoever leads it books it, reads a day before, and opens the report as it begins."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.formats import date_format
from django.utils.timezone import get_current_timezone_name, localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from rounds.core.access import Request, allow, is_member
from rounds.core.clock import now
from rounds.core.errors import DomainError
from rounds.core.fields import MomentField
from rounds.surveys.enums import RoundState
from rounds.surveys.feedback360.selectors.reading import may_read
from rounds.surveys.feedback360.selectors.rounds import debrief_for, progress_of, release_of
from rounds.surveys.feedback360.services.releasing import begin_debrief, book_debrief
from rounds.surveys.feedback360.values.limits import BEGINS_BEFORE, HANDED_OVER_AFTER
from rounds.surveys.models import Round360
from rounds.web.addresses import address
from rounds.web.frame.errors import put_error, show_form
from rounds.web.frame.presses import pressed
from rounds.web.toasts import add_toast


class BookForm(forms.Form):
    """When the two meet."""

    at = MomentField(
        label=gettext_lazy("When the two of you meet"),
        error_messages={"required": gettext_lazy("Choose day and time of the debrief.")},
    )


@require_http_methods(["GET", "POST"])
@allow(is_member, load=debrief_for)
def debrief(request: Request, found: Round360) -> HttpResponse:
    """Show where a round stands that one debriefs; book the debrief, or begin it."""
    release = release_of(found)
    form = BookForm(
        None, initial={"at": localtime(release.booked_at)} if release and release.booked_at else None
    )
    if request.method == "POST":
        go = pressed(request, "", "book", "begin")
        if go == "begin":
            begin_debrief(round_id=found.id, by=request.viewer)
            add_toast(request, _("The report is open for both of you now."))
            return redirect(address(request, "feedback360:report", around_id=found.id))
        form = BookForm(request.POST if go == "book" else None)
        if go == "book" and form.is_valid():
            try:
                book_debrief(round_id=found.id, at=form.cleaned_data["at"], by=request.viewer)
            except DomainError as error:
                put_error(form, error)
            else:
                add_toast(request, _("Booked. The report is yours to read a day before."))
                return redirect(address(request, "feedback360:debrief", debriefed_id=found.id))
    return show_form(request, "participant/feedback360/debrief.html", form, **_context(request, found))


def _context(request: Request, found: Round360) -> dict[str, Any]:
    release = release_of(found)
    asked, answered = progress_of(found) if found.state == RoundState.RUNNING else (0, 0)
    booked_at = release.booked_at if release else None
    return {
        "round": found,
        "release": release,
        "zone": get_current_timezone_name(),
        "asked": asked,
        "answered": answered,
        # the question before the report opens
        "asks": "begin" in request.GET,
        "is_open": bool(release and release.opened_at),
        "may_read": bool(release and may_read(request.viewer.own_id, found, release, at=now())),
        "may_begin": bool(booked_at and now() >= booked_at - BEGINS_BEFORE),
        "last": date_format(release.frozen_on + HANDED_OVER_AFTER, "j M Y") if release else "",
    }
