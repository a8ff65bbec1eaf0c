"""The report of a program's year: two presses from home, as a page and as a tagged PDF."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from rounds.core import audit
from rounds.core.access import Request, allow, holds
from rounds.core.clock import institution_today
from rounds.documents import Document, Paragraph, Small, Table, render_pdf
from rounds.mentorships.figures.selectors import year_figures
from rounds.programs.models import Cycle
from rounds.programs.selectors import reported_cycle_for
from rounds.programs.selectors.programs import REPORTED_TO
from rounds.web.report.figures import Report, report_of

READERS = holds(*REPORTED_TO)


@require_GET
@allow(READERS, load=reported_cycle_for)
def program(request: Request, cycle: Cycle) -> HttpResponse:
    """Show the report of a program's open cycle."""
    context = {"report": _report(request, cycle), "program": cycle.program}
    return render(request, "report/program.html", context)


@require_GET
@allow(READERS, load=reported_cycle_for)
def pdf(request: Request, cycle: Cycle) -> HttpResponse:
    """Give the same report as a tagged PDF; that it was taken is recorded."""
    content = render_pdf(document_of(_report(request, cycle), request.institution.name))
    audit.record(
        "report.exported",
        by=request.viewer,
        kind="program",
        object_id=cycle.program_id,
        program_id=cycle.program_id,
    )
    response = HttpResponse(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="report-{cycle.program.slug}.pdf"'
    return response


def _report(request: Request, cycle: Cycle) -> Report:
    figures = year_figures(request.viewer, [cycle])[cycle.id]
    return report_of(cycle.program.name, cycle.name, institution_today(), figures)


def document_of(report: Report, institution: str) -> Document:
    """Return the report as a document: one table, and what it counts below."""
    head = (_("Figure"), _("Counted"), _("Of"), _("What is counted"))
    rows = tuple(
        (line.label, line.words if line.is_hidden else line.counted, line.of, line.meaning)
        for line in report.lines
    )
    return Document(
        title=_("%(program)s, report of the year") % {"program": report.program},
        subtitle=_("%(institution)s, %(cycle)s, as counted on %(day)s")
        % {"institution": institution, "cycle": report.cycle, "day": date_format(report.on, "j M Y")},
        author=institution,
        made_on=report.on,
        blocks=(
            Paragraph(_("What the program reaches, whether pairs talk, and what it takes.")),
            Table(head, rows, numbers=frozenset({1, 2})),
            *(Small(note) for note in report.notes),
        ),
    )
