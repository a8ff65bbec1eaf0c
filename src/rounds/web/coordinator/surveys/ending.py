"""The page on which a wave is closed before its day, given more days, or deleted while nobody has answered."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from rounds.core.access import Request, allow
from rounds.core.clock import institution_today
from rounds.core.errors import DomainError
from rounds.surveys.campaigns.forms import LongerForm
from rounds.surveys.campaigns.rules import can_run_wave
from rounds.surveys.campaigns.selectors import state_words, wave_for
from rounds.surveys.campaigns.selectors.ending import ending_of
from rounds.surveys.campaigns.services.ending import close_wave, delete_wave, extend_wave
from rounds.surveys.models import Wave
from rounds.web.addresses import address
from rounds.web.frame.errors import put_error, show_form
from rounds.web.frame.presses import pressed
from rounds.web.toasts import add_toast


@allow(can_run_wave, load=wave_for)
@require_http_methods(["GET", "POST"])
def end(request: Request, wave: Wave) -> HttpResponse:
    """Say what would follow, with counts; a POST does what its button says."""
    go = pressed(request, "close", "longer", "delete") if request.method == "POST" else ""
    form = LongerForm(request.POST if go == "longer" else None)
    if go in ("close", "delete"):
        return _ended(request, wave, go)
    if go and form.is_valid():
        try:
            extend_wave(wave=wave, closes_on=form.cleaned_data["closes_on"], by=request.viewer)
        except DomainError as error:
            put_error(form, error)
        else:
            day = date_format(form.cleaned_data["closes_on"], "j M Y")
            add_toast(request, _("It is open until %(day)s now.") % {"day": day})
            return redirect(address(request, "surveys:wave", wave_id=wave.id))
    context = {
        "wave": wave,
        "ending": ending_of(wave),
        "state": state_words(wave),
        "today": institution_today(),
    }
    return show_form(request, "coordinator/surveys/end.html", form, **context)


def _ended(request: Request, wave: Wave, go: str) -> HttpResponse:
    if go == "delete":
        delete_wave(wave=wave, by=request.viewer)
        add_toast(request, _("Deleted. Nothing of it is left."))
        return redirect(address(request, "surveys:list"))
    close_wave(wave=wave, by=request.viewer)
    add_toast(request, _("Closed. It takes no answers any more."))
    return redirect(address(request, "surveys:wave", wave_id=wave.id))
