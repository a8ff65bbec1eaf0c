"""The audit log: searched, exported, and the part of it that concerns oneself."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from rounds.core import audit
from rounds.core.access import allow, holds, is_member
from rounds.core.audit_log import list_actions, list_events, list_events_about
from rounds.core.enums import Role
from rounds.sheets import write_csv
from rounds.web.auditor.forms import SearchForm
from rounds.web.auditor.words import HEADER, row_of, words_of

ROWS = 50
EXPORTED = 50_000
is_auditor = holds(Role.AUDITOR)


@require_GET
@allow(is_auditor)
def log(request: HttpRequest) -> HttpResponse:
    """List what was done in the institution; the filters stand in the address."""
    form = _form(request)
    events = list_events(request.viewer, form.search(request.institution.timezone))  # type: ignore[attr-defined]
    page = Paginator(events, ROWS).get_page(request.GET.get("page"))
    return render(
        request,
        "auditor/log.html",
        {"form": form, "page": page, "is_filtered": any(request.GET.values())},
    )


@require_GET
@allow(is_auditor)
def export(request: HttpRequest) -> HttpResponse:
    """Answer with exactly what is filtered, as a file; that it was taken is itself recorded."""
    form = _form(request)
    search = form.search(request.institution.timezone)  # type: ignore[attr-defined]
    events = list(list_events(request.viewer, search)[:EXPORTED])  # type: ignore[attr-defined]
    audit.record("audit.export", by=request.viewer, rows=len(events))  # type: ignore[attr-defined]
    file = write_csv([str(name) for name in HEADER], [row_of(event) for event in events])
    return HttpResponse(
        file,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="audit-log.csv"'},
    )


@require_GET
@allow(is_member)
def own_log(request: HttpRequest) -> HttpResponse:
    """Show each person who opened or changed what of theirs."""
    page = Paginator(list_events_about(request.viewer), ROWS).get_page(request.GET.get("page"))  # type: ignore[attr-defined]
    entries = [(event, words_of(event.action)) for event in page]
    return render(request, "auditor/own.html", {"page": page, "entries": entries})


def _form(request: HttpRequest) -> SearchForm:
    form = SearchForm(request.GET, actions=list_actions(request.viewer))  # type: ignore[attr-defined]
    form.is_valid()
    return form
