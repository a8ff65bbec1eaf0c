"""The same file once more: another sheet of it, or a column that stayed out."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from rounds.core.access import Request, allow
from rounds.core.errors import DomainError
from rounds.core.reading import read_number
from rounds.integrations.models import SpreadsheetImport
from rounds.integrations.spreadsheets import services
from rounds.integrations.spreadsheets.enums import ImportState
from rounds.integrations.spreadsheets.forms import AgainForm, SheetForm
from rounds.integrations.spreadsheets.values.catalogs import catalog_for
from rounds.sheets import Answers
from rounds.web.addresses import address
from rounds.web.coordinator.imports.loading import OFFICE, load
from rounds.web.frame.errors import put_error, show_form


@require_http_methods(["GET", "POST"])
@allow(OFFICE, load=load)
def include_column(request: Request, spreadsheet: SpreadsheetImport) -> HttpResponse:
    """Ask what a left-out column is, and take the file once more."""
    column = _left_out_column(spreadsheet, request.GET.get("column", ""))
    if column is None:
        return redirect(address(request, "imports:check", import_id=spreadsheet.id))
    targets = [(target.key, _(target.label)) for target in catalog_for(spreadsheet.kind).targets]
    with_dictionary = bool(spreadsheet.opened().get("with_dictionary"))
    form = AgainForm(
        request.POST or None, request.FILES or None, targets=targets, with_dictionary=with_dictionary
    )
    if request.method == "POST" and form.is_valid():
        try:
            again = _stage_again(request, spreadsheet, form.cleaned_data, column["key"])
        except DomainError as error:
            put_error(form, error, beside="file")
        else:
            return redirect(address(request, "imports:check", import_id=again.id))
    return show_form(
        request, "coordinator/imports/include.html", form, column=column, spreadsheet=spreadsheet
    )


@require_http_methods(["GET", "POST"])
@allow(OFFICE, load=load)
def choose_sheet(request: Request, spreadsheet: SpreadsheetImport) -> HttpResponse:
    """Read another sheet of the same workbook; answers given so far are kept, and nothing is lost on an error."""
    state = spreadsheet.opened() if spreadsheet.state == ImportState.STAGED else {}
    if not state.get("sheets"):
        return redirect(address(request, "imports:check", import_id=spreadsheet.id))
    form = SheetForm(
        request.POST or None,
        request.FILES or None,
        sheets=state["sheets"],
        initial={"sheet": spreadsheet.sheet_name},
    )
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            again = services.stage_file(
                by=request.viewer,
                kind=spreadsheet.kind,
                name=file.name,
                data=file.read(),
                cohort_id=spreadsheet.cohort_id,
                sheet=form.cleaned_data["sheet"],
                answers=Answers.from_json(state["answers"]).to_remember(),
            )
            services.discard_import(by=request.viewer, spreadsheet=spreadsheet)
        except DomainError as error:
            put_error(form, error, beside="file")
        else:
            return redirect(address(request, "imports:check", import_id=again.id))
    return show_form(request, "coordinator/imports/sheet.html", form, spreadsheet=spreadsheet)


def _stage_again(
    request: Request, spreadsheet: SpreadsheetImport, given: dict[str, Any], key: str
) -> SpreadsheetImport:
    """Read the file once more with one column that stayed out; the answers given so far are kept."""
    file, dictionary = given["file"], given.get("dictionary")
    data = file.read()
    again = services.stage_file(
        by=request.viewer,
        kind=spreadsheet.kind,
        name=file.name,
        data=data,
        cohort_id=spreadsheet.cohort_id,
        sheet=spreadsheet.sheet_name or None,
        dictionary=(dictionary.name, dictionary.read()) if dictionary else None,
        include={key: given["target"]},
        answers=services.answers_for(spreadsheet, data),
    )
    services.discard_import(by=request.viewer, spreadsheet=spreadsheet)
    return again


def _left_out_column(spreadsheet: SpreadsheetImport, number: str) -> dict[str, Any] | None:
    columns = (
        spreadsheet.opened()["preview"]["columns"]
        if spreadsheet.state == ImportState.STAGED and spreadsheet.is_checked
        else []
    )
    place = read_number(number, most=len(columns) - 1)
    if place is None or columns[place]["status"] != "left_out":
        return None
    return dict(columns[place])
