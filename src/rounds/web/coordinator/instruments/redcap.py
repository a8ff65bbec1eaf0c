"""A data dictionary of REDCap becomes the draft of a set of questions."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from rounds.core.access import Request, allow
from rounds.core.errors import DomainError
from rounds.sheets import DICTIONARY_LIMITS, SheetError, dictionary_rows, read_workbook
from rounds.surveys.instruments.forms import RedcapForm
from rounds.surveys.instruments.services import authoring
from rounds.surveys.instruments.values.redcap.reading import Read, read_content
from rounds.surveys.models import InstrumentVersion
from rounds.web.coordinator.instruments.views import OFFICE
from rounds.web.frame.errors import put_error, show_form


@allow(OFFICE)
@require_http_methods(["GET", "POST"])
def from_redcap(request: Request) -> HttpResponse:
    """Read a dictionary and show what became of each field; what can't be read is refused with its line."""
    form = RedcapForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            draft, read = _begun(request, form)
        except (DomainError, SheetError) as error:
            put_error(
                form, error if isinstance(error, DomainError) else DomainError(str(error), field="file")
            )
        else:
            context = {"version": draft, "instrument": draft.instrument, "read": read}
            return render(request, "coordinator/instruments/redcap_read.html", context)
    return show_form(request, "coordinator/instruments/redcap.html", form)


def _begun(request: Request, form: RedcapForm) -> tuple[InstrumentVersion, Read]:
    file = form.cleaned_data["file"]
    workbook = read_workbook(file.read(), name=file.name, limits=DICTIONARY_LIMITS)
    read = read_content(dictionary_rows(workbook), form=form.cleaned_data["form"])
    draft = authoring.new_instrument(
        name=form.cleaned_data["name"],
        copy_of=None,
        source=form.cleaned_data["source"],
        credit=form.cleaned_data["credit"],
        content=read.content,
        by=request.viewer,
    )
    return draft, read
