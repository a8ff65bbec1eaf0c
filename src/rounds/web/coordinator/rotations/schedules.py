"""Pages of a schedule on its way in: choose a file, answer what is asked, import."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from rounds.core.access import Request, allow
from rounds.core.errors import DomainError, OutOfOrder
from rounds.core.reading import read_number
from rounds.integrations.schedules import services
from rounds.integrations.schedules.forms import ScheduleFileForm
from rounds.integrations.schedules.selectors import schedule_for
from rounds.integrations.schedules.values.answers import merged
from rounds.integrations.spreadsheets.enums import ImportState
from rounds.integrations.spreadsheets.models import SpreadsheetImport
from rounds.integrations.spreadsheets.selectors import can_still_undo
from rounds.sheets.schedules import Answers
from rounds.web.addresses import address
from rounds.web.coordinator.rotations.page import SchedulePage
from rounds.web.coordinator.rotations.views import OFFICE
from rounds.web.frame.errors import put_error, show_form
from rounds.web.toasts import add_toast

NOT_UNDERSTOOD = 422


@require_http_methods(["GET", "POST"])
@allow(OFFICE)
def new(request: Request) -> HttpResponse:
    """Choose a file with a schedule."""
    form = ScheduleFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            made = services.stage_schedule(by=request.viewer, name=file.name, data=file.read())
        except DomainError as error:
            put_error(form, error)
        else:
            return redirect(address(request, "rotations:check", schedule_id=made.id))
    return show_form(request, "coordinator/rotations/new.html", form)


@require_http_methods(["GET", "POST"])
@allow(OFFICE, load=schedule_for)
def check(request: Request, spreadsheet: SpreadsheetImport) -> HttpResponse:
    """Show what a schedule says and what is asked; take answers; import."""
    if spreadsheet.state != ImportState.STAGED or not spreadsheet.sealed:
        context = {"spreadsheet": spreadsheet, "can_undo": can_still_undo(spreadsheet)}
        return render(request, "coordinator/rotations/done.html", context)
    if request.method == "GET":
        return _shown(request, SchedulePage(spreadsheet))
    version = read_number(request.POST.get("version")) or 0
    if version != spreadsheet.version:
        raise OutOfOrder(
            _("This import was changed in another window. Load the page again; nothing was lost there.")
        )
    page = SchedulePage(spreadsheet, request.POST)
    if not page.is_valid():
        return _shown(request, page, status=NOT_UNDERSTOOD)
    return _answered(request, page)


def _answered(request: Request, page: SchedulePage) -> HttpResponse:
    """Keep the answers; import if that was asked for and they change nothing."""
    spreadsheet, said, do = page.spreadsheet, page.said(), request.POST.get("do")
    if do == "nobody":
        said = merged(said, page.leave_out_unknown())
    if said != Answers():
        services.answer_schedule(
            by=request.viewer, spreadsheet=spreadsheet, said=said, version=spreadsheet.version
        )
        if do == "import":
            text = _("Your answers changed what will happen. Look at the new counts, then import.")
            add_toast(request, text, icon="info-circle")
    elif do == "import":
        services.write_schedule(by=request.viewer, spreadsheet=spreadsheet, version=spreadsheet.version)
        _tell(request, SpreadsheetImport.objects.get(id=spreadsheet.id))
    return redirect(address(request, "rotations:check", schedule_id=spreadsheet.id))


def _tell(request: Request, spreadsheet: SpreadsheetImport) -> None:
    count = spreadsheet.counts["create"]
    text = ngettext("%(count)s rotation was imported", "%(count)s rotations were imported", count)
    undo = address(request, "imports:undo", import_id=spreadsheet.id)
    add_toast(request, text % {"count": count}, undo=undo)


def _shown(request: Request, page: SchedulePage, *, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {"page": page, "spreadsheet": page.spreadsheet}
    return render(request, "coordinator/rotations/check.html", context, status=status)
