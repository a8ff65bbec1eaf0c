"""The report, for the person and the one who debriefs: as a page, and as a file for paper."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rounds.charts import Around
from rounds.core import audit
from rounds.core.access import Request, allow, is_member
from rounds.core.audit import Opened
from rounds.documents import render_pdf
from rounds.surveys.feedback360.selectors.reading import Report, report_for
from rounds.web.drawing.charts import shown
from rounds.web.drawing.feedback import picture_of
from rounds.web.participant.feedback360.files import document_of
from rounds.web.participant.feedback360.telling import told_of

KIND = "round360"


@require_safe
@allow(is_member, load=report_for)
def report(request: Request, found: Report) -> HttpResponse:
    """Show the report in five parts."""
    _note(request, found)
    told = told_of(found)
    picture = shown("domains", _picture(found))
    return render(request, "participant/feedback360/report.html", {"told": told, "picture": picture})


@require_safe
@allow(is_member, load=report_for)
def report_file(request: Request, found: Report) -> HttpResponse:
    """Give the report as a tagged PDF: what the person shares is the person's choice alone."""
    _note(request, found)
    content = render_pdf(document_of(told_of(found), _picture(found)))
    headers = {"Content-Disposition": 'attachment; filename="feedback.pdf"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


def _picture(found: Report) -> Around:
    return picture_of(found.said, name="" if found.is_subject else found.round.subject.display_name)


def _note(request: Request, found: Report) -> None:
    thing = Opened(found.round.subject_id, KIND, found.round.id)
    audit.note_openings(by=request.viewer, things=[thing])
