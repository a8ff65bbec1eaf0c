"""Files to take away: rows that stay out, and everybody on record."""

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_GET

from rounds.core import audit
from rounds.core.access import Request, allow
from rounds.integrations.models import SpreadsheetImport
from rounds.integrations.spreadsheets.exports import CONTENT_TYPES, WRITERS, people_rows, rejected_rows
from rounds.web.coordinator.imports.loading import OFFICE, load, reads_private


@require_GET
@allow(OFFICE, load=load)
def rejected(request: Request, spreadsheet: SpreadsheetImport) -> HttpResponse:
    """Hand out the rows that stay out, with the reason beside each."""
    form = _form(request)
    if not spreadsheet.sealed or not spreadsheet.is_checked:
        raise Http404
    viewer = request.viewer
    header, rows = rejected_rows(spreadsheet, with_private=reads_private(viewer, spreadsheet))
    audit.record(
        "people.rejected_exported",
        by=viewer,
        kind="spreadsheet",
        object_id=spreadsheet.id,
        form=form,
        rows=len(rows),
    )
    return _file(WRITERS[form](header, rows), "rows-that-stay-out", form)


@require_GET
@allow(OFFICE)
def export_people(request: Request, form: str) -> HttpResponse:
    """Hand out everybody on record; that it was done is on record too."""
    form = _form(request)
    viewer = request.viewer
    header, rows = people_rows(viewer)
    audit.record("people.exported", by=viewer, kind="people", form=form, rows=len(rows))
    return _file(WRITERS[form](header, rows), "people", form)


def _form(request: Request) -> str:
    """Return the ending that was asked for: csv or xlsx, nothing else."""
    form = request.path.rpartition(".")[2]
    if form not in WRITERS:
        raise Http404
    return form


def _file(data: bytes, name: str, form: str) -> HttpResponse:
    response = HttpResponse(data, content_type=CONTENT_TYPES[form])
    response["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    response["Cache-Control"] = "no-store"
    return response
