"""The audit log: searched, exported, and the part of it that concerns oneself."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from rounds.core import audit
from rounds.core.access import Request, allow, holds, is_member
from rounds.core.audit.log import list_actions, list_events, list_events_about
from rounds.core.enums import Role
from rounds.sheets import write_csv
from rounds.web.auditor.forms import SearchForm
from rounds.web.auditor.words import HEADER, entries_of, opening_rows, row_of, words_of

ROWS = 50
EXPORTED = 50_000
is_auditor = holds(Role.AUDITOR)


@require_GET
@allow(is_auditor)
def log(request: Request) -> HttpResponse:
    """List what was done in the institution; the filters are in the address."""
    form = _form(request)
    events = list_events(request.viewer, form.search(request.institution.timezone))
    page = Paginator(events, ROWS).get_page(request.GET.get("page"))
    return render(
        request,
        "auditor/log.html",
        {
            "form": form,
            "page": page,
            "entries": entries_of(page.object_list),
            "is_filtered": any(request.GET.values()),
        },
    )


@require_GET
@allow(is_auditor)
def export(request: Request) -> HttpResponse:
    """Answer with exactly what is filtered, as a file; that it was taken is itself recorded."""
    form = _form(request)
    search = form.search(request.institution.timezone)
    events = list(list_events(request.viewer, search)[:EXPORTED])
    audit.record("audit.export", by=request.viewer, rows=len(events))
    file = write_csv([str(name) for name in HEADER], [row_of(event) for event in events])
    return HttpResponse(
        file,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="audit-log.csv"'},
    )


@require_GET
@allow(is_member)
def own_log(request: Request) -> HttpResponse:
    """Show each person who opened or changed what of theirs."""
    page = Paginator(list_events_about(request.viewer), ROWS).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "entries": [(event, words_of(event.action)) for event in page],
        "openings": opening_rows(request.viewer) if page.number == 1 else [],
    }
    return render(request, "auditor/own.html", context)


def _form(request: Request) -> SearchForm:
    form = SearchForm(request.GET, actions=list_actions(request.viewer))
    form.is_valid()
    return form
