"""The license of somebody else's questions: entered, ended."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from rounds.core.access import Request, allow
from rounds.core.clock import institution_today
from rounds.surveys.enums import Source
from rounds.surveys.instruments.forms import LicenseForm
from rounds.surveys.instruments.selectors.licenses import attestation_for, license_of, list_licenses, uses_of
from rounds.surveys.instruments.selectors.listing import InstrumentLine, instrument_for
from rounds.surveys.instruments.services.licensing import attest_license, end_license
from rounds.surveys.models import LicenseAttestation
from rounds.web.addresses import address
from rounds.web.coordinator.instruments.views import OFFICE
from rounds.web.frame.ask import ask_first
from rounds.web.frame.errors import show_form
from rounds.web.toasts import add_toast


@allow(OFFICE, load=instrument_for)
@require_http_methods(["GET", "POST"])
def license_page(request: Request, line: InstrumentLine) -> HttpResponse:
    """Show the license of a set and what is used of it; a POST enters a new one."""
    form = LicenseForm(request.POST or None, initial={"from_on": institution_today()})
    if request.method == "POST" and form.is_valid():
        attest_license(instrument_id=line.instrument.id, terms=form.terms(), by=request.viewer)
        add_toast(request, _("The license is entered: its questions can be written and asked."))
        return redirect(address(request, "instruments:detail", instrument_id=line.instrument.id))
    now_counts = license_of(line.instrument.id, institution_today())
    context = {
        "line": line,
        "is_licensed": line.instrument.source == Source.LICENSED,
        "instrument": line.instrument,
        "license": now_counts,
        "used": uses_of(now_counts) if now_counts else 0,
        "licenses": list_licenses(line.instrument.id),
    }
    return show_form(request, "coordinator/instruments/license.html", form, **context)


@allow(OFFICE, load=attestation_for)
@require_http_methods(["GET", "POST"])
def end(request: Request, attestation: LicenseAttestation) -> HttpResponse:
    """End a license; asks first, with how many were asked under it."""
    instrument = attestation.instrument
    back = address(request, "instruments:license", instrument_id=instrument.id)
    if request.method == "GET":
        used = uses_of(attestation)
        words = ngettext(
            "%(count)s person was asked under it.", "%(count)s people were asked under it.", used
        )
        return ask_first(
            request,
            title=_("End the license of %(name)s?") % {"name": instrument.name},
            words=[
                words % {"count": used},
                _(
                    "No survey with these questions opens any more. Those that are out go on until they close."
                ),
            ],
            verb=_("End the license"),
            back=back,
        )
    end_license(attestation=attestation, by=request.viewer)
    add_toast(request, _("The license of %(name)s has ended.") % {"name": instrument.name})
    return redirect(back)
