"""Pages of the import: each loads by selector, makes one call, answers."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rounds.core.access import Request, allow
from rounds.core.errors import DomainError
from rounds.core.jobs import latest_job_for
from rounds.core.reading import read_number
from rounds.integrations.models import SpreadsheetImport
from rounds.integrations.spreadsheets import services
from rounds.integrations.spreadsheets.enums import ImportKind, ImportState
from rounds.integrations.spreadsheets.forms import FileForm
from rounds.integrations.spreadsheets.selectors import (
    can_still_undo,
    cohorts_to_join,
    list_imports,
    program_words,
)
from rounds.web.addresses import address
from rounds.web.coordinator.imports.after import next_step
from rounds.web.coordinator.imports.answers import read_answers
from rounds.web.coordinator.imports.loading import OFFICE, load, load_any
from rounds.web.coordinator.imports.page import CheckPage
from rounds.web.frame.errors import put_error, show_form
from rounds.web.jobs import leads_to
from rounds.web.toasts import add_toast

leads_to("spreadsheet", "imports:check", "import_id")


@require_GET
@allow(OFFICE)
def list_page(request: Request) -> HttpResponse:
    """List what was imported, newest first."""
    lines = [(each, can_still_undo(each)) for each in list_imports(request.viewer)]
    return render(request, "coordinator/imports/list.html", {"lines": lines})


@require_http_methods(["GET", "POST"])
@allow(OFFICE)
def new(request: Request) -> HttpResponse:
    """Choose a file and say what its rows are."""
    cohorts = [(str(cohort.id), label) for cohort, label in cohorts_to_join(request.viewer)]
    initial = {"kind": request.GET.get("kind", "mentees")}
    if request.GET.get("cohort", "") in dict(cohorts):
        initial["cohort"] = request.GET["cohort"]
    form = FileForm(request.POST or None, request.FILES or None, cohorts=cohorts, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            spreadsheet = _stage(request, form.cleaned_data)
        except DomainError as error:
            put_error(form, error)
        else:
            return redirect(address(request, "imports:check", import_id=spreadsheet.id))
    return show_form(request, "coordinator/imports/new.html", form)


def _stage(request: Request, given: dict[str, Any]) -> SpreadsheetImport:
    dictionary = given.get("dictionary")
    return services.stage_file(
        by=request.viewer,
        kind=given["kind"],
        name=given["file"].name,
        data=given["file"].read(),
        cohort_id=UUID(given["cohort"]) if given.get("cohort") else None,
        dictionary=(dictionary.name, dictionary.read()) if dictionary else None,
    )


@require_http_methods(["GET", "POST"])
@allow(OFFICE, load=load)
def check(request: Request, spreadsheet: SpreadsheetImport) -> HttpResponse:
    """Show what will happen; take answers; import."""
    if request.method == "POST" and spreadsheet.state == ImportState.STAGED and spreadsheet.is_checked:
        return _answered(request, spreadsheet)
    job = latest_job_for("spreadsheet", spreadsheet.id)
    is_busy = job is not None and not job.is_over
    if spreadsheet.state != ImportState.STAGED or is_busy or not spreadsheet.is_checked:
        context = {
            "spreadsheet": spreadsheet,
            "job": job,
            "is_busy": is_busy,
            "undoing": services.plan_undoing(spreadsheet, services.ways_of(spreadsheet))
            if can_still_undo(spreadsheet) and not is_busy
            else None,
            "program": program_words(spreadsheet.cohort_id),
            "next": next_step(request, spreadsheet),
        }
        return render(
            request,
            "coordinator/imports/busy.html"
            if is_busy or spreadsheet.state == ImportState.STAGED
            else "coordinator/imports/done.html",
            context,
        )
    page = CheckPage(spreadsheet, spreadsheet.opened(), page=request.GET.get("page", "1"))
    return render(
        request, "coordinator/imports/check.html", {"page": page, "spreadsheet": spreadsheet, "job": job}
    )


def _answered(request: Request, spreadsheet: SpreadsheetImport) -> HttpResponse:
    """Keep the answers; import if that was asked for and they change nothing."""
    answers, is_new = read_answers(request.POST, kind=spreadsheet.kind, state=spreadsheet.opened())
    here = redirect(address(request, "imports:check", import_id=spreadsheet.id))
    version = read_number(request.POST.get("version")) or 0
    if is_new:
        spreadsheet = services.answer(
            by=request.viewer, spreadsheet=spreadsheet, answers=answers, version=version
        )
        version = spreadsheet.version
    if request.POST.get("do") == "header":
        row = read_number(request.POST.get("header"))
        if row is not None:
            services.choose_header(by=request.viewer, spreadsheet=spreadsheet, row=row, version=version)
        return here
    if is_new:
        if request.POST.get("do") == "import":
            add_toast(
                request,
                _("Your answers changed what will happen. Look at the new counts, then import."),
                icon="info-circle",
            )
        return here
    if request.POST.get("do") != "import":
        return here
    if services.write_import(by=request.viewer, spreadsheet=spreadsheet, version=version):
        _tell(request, SpreadsheetImport.objects.get(id=spreadsheet.id))
    return here


def _tell(request: Request, spreadsheet: SpreadsheetImport) -> None:
    count = spreadsheet.counts["create"] + spreadsheet.counts["update"]
    text = ngettext("%(count)s person was imported", "%(count)s people were imported", count) % {
        "count": count
    }
    if program := program_words(spreadsheet.cohort_id):
        text = _("%(text)s into %(program)s") % {"text": text, "program": program}
    # the page that follows asks with counts: a press in passing undoes nothing
    question = address(request, "imports:check", import_id=spreadsheet.id) + "#undo-asks"
    add_toast(request, text, open_page=(_("Undo…"), question))


@require_GET
@allow(OFFICE, load=load)
def changes(request: Request, spreadsheet: SpreadsheetImport) -> HttpResponse:
    """Show each field that would change, before and after."""
    if not spreadsheet.sealed or not spreadsheet.is_checked:
        raise Http404
    return render(
        request,
        "coordinator/imports/changes.html",
        {"page": CheckPage(spreadsheet, spreadsheet.opened()), "spreadsheet": spreadsheet},
    )


@require_POST
@allow(OFFICE, load=load_any)
def undo(request: Request, spreadsheet: SpreadsheetImport) -> HttpResponse:
    """Take an import back."""
    stay = services.undo_import(by=request.viewer, spreadsheet=spreadsheet)
    if stay is None:
        return redirect(address(request, "imports:check", import_id=spreadsheet.id))
    text = _("The import was undone.")
    if stay and spreadsheet.kind == ImportKind.SCHEDULE:
        more = ngettext(
            "%(count)s rotation stays: something was written about it since.",
            "%(count)s rotations stay: something was written about them since.",
            stay,
        ) % {"count": stay}
        text = f"{text} {more}"
    elif stay and spreadsheet.kind == ImportKind.OUTCOMES:
        more = ngettext(
            "%(count)s row stays: it was corrected since.",
            "%(count)s rows stay: they were corrected since.",
            stay,
        ) % {"count": stay}
        text = f"{text} {more}"
    elif stay:
        more = ngettext(
            "%(count)s person stays: in use since.", "%(count)s people stay: in use since.", stay
        ) % {"count": stay}
        text = f"{text} {more}"
    add_toast(request, text, icon="arrow-counterclockwise")
    return redirect(address(request, "imports:list"))


@require_POST
@allow(OFFICE, load=load_any)
def discard(request: Request, spreadsheet: SpreadsheetImport) -> HttpResponse:
    """Forget a file that was not imported."""
    services.discard_import(by=request.viewer, spreadsheet=spreadsheet)
    add_toast(request, _("The file was deleted. Nothing was imported."), icon="trash")
    return redirect(address(request, "imports:new"))
