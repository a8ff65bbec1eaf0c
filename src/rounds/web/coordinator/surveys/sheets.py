"""Another way to a survey than mail: a sheet with a code for a room, a text to announce it, an address to start from."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from rounds.core.access import Request, allow
from rounds.programs.selectors import programs_for
from rounds.surveys.campaigns.rules import can_run_wave
from rounds.surveys.campaigns.selectors import is_closed, is_open, promise_of, wave_for
from rounds.surveys.campaigns.values.audiences import audience
from rounds.surveys.instruments.selectors import minutes_of, questions_of
from rounds.surveys.models import Wave
from rounds.web.addresses import address
from rounds.web.drawing.qr import code_of


@allow(can_run_wave, load=wave_for)
@require_safe
def sheet(request: Request, wave: Wave) -> HttpResponse:
    """Show the sheet of a wave, made to be printed, with the same as a text."""
    to = settings.BASE_URL.rstrip("/") + address(request, "answering:launch", wave_id=wave.id)
    minutes, promise = minutes_of(questions_of(wave.version_id)), promise_of(wave)
    context = {
        "wave": wave,
        "asks": _who_asks(request, wave),
        "audience": audience(wave.campaign.audience),
        "to": to,
        "code": code_of(to),
        "minutes": minutes,
        "promise": promise,
        "is_open": is_open(wave) and not is_closed(wave),
        "text": _announced(wave, to, minutes, promise),
    }
    return render(request, "coordinator/surveys/sheet.html", context)


def _who_asks(request: Request, wave: Wave) -> str:
    """Return the program and the house that ask."""
    names = [one.name for one in programs_for(request.viewer) if one.id == wave.campaign.scope_id]
    return ", ".join([*names, request.institution.name])


def _announced(wave: Wave, to: str, minutes: int, promise: str) -> str:
    """Return the text of an announcement, to be pasted where people of the program read."""
    asks = ngettext(
        "%(name)s: a few questions wait, about %(minutes)s minute. Who is asked answers here until %(day)s:",
        "%(name)s: a few questions wait, about %(minutes)s minutes. Who is asked answers here until %(day)s:",
        minutes,
    ) % {"name": wave.campaign.name, "minutes": minutes, "day": date_format(wave.closes_on, "j M Y")}
    how = _("Sign in with your hospital address; no password is needed. You can leave out what you like.")
    return "\n\n".join((asks, to, how, promise))
