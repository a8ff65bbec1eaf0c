"""Reminding who is missing in a survey, before the day on which it would come by itself: asked first, with names."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from rounds.core.access import Request, allow
from rounds.surveys.campaigns.rules import can_run_wave
from rounds.surveys.campaigns.selectors import wave_for
from rounds.surveys.campaigns.selectors.nudging import people_to_nudge
from rounds.surveys.campaigns.services.nudging import nudge, take_back_nudge
from rounds.surveys.models import Wave
from rounds.web.addresses import address
from rounds.web.toasts import add_toast


@allow(can_run_wave, load=wave_for)
@require_http_methods(["GET", "POST"])
def remind(request: Request, wave: Wave) -> HttpResponse:
    """Say who would be reminded; a POST does it."""
    if request.method == "POST":
        count = nudge(wave=wave, by=request.viewer)
        words = ngettext(
            "%(count)s person is reminded with the next mail of the day.",
            "%(count)s people are reminded with the next mail of the day.",
            count,
        )
        undo = address(request, "surveys:remind_not", wave_id=wave.id)
        add_toast(request, words % {"count": count}, undo=undo)
        return redirect(address(request, "surveys:wave", wave_id=wave.id))
    context = {"wave": wave, "people": people_to_nudge(wave)}
    return render(request, "coordinator/surveys/remind.html", context)


@allow(can_run_wave, load=wave_for)
@require_POST
def remind_not(request: Request, wave: Wave) -> HttpResponse:
    """Take it back before the mail leaves."""
    take_back_nudge(wave=wave, by=request.viewer)
    add_toast(request, _("Taken back: reminders come on their own days. What has left has left."))
    return redirect(address(request, "surveys:wave", wave_id=wave.id))
