"""The dean's two pages: on the screen, as paper, as slides."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_safe

from rounds.core import audit
from rounds.core.access import Request, Viewer, allow, holds
from rounds.core.errors import NotFound
from rounds.documents import render_pdf, render_pptx
from rounds.programs.selectors.programs import OFFICE, REPORTED_TO
from rounds.web.evidence.papers.views import TYPES
from rounds.web.rollout.dean.contents import head_of_rows, two_pages
from rounds.web.rollout.dean.writing import deck_of, document_of, no_verdicts

READERS = holds(*REPORTED_TO)
PAPERS = {"letter": "us-letter", "a4": "a4", "slides": ""}


def paper_for(viewer: Viewer, paper: str) -> str:
    """Return a kind of the two pages; NotFound for another."""
    if paper not in PAPERS:
        raise NotFound
    return paper


@require_safe
@allow(READERS)
def pages(request: Request) -> HttpResponse:
    """Show what is asked, each program in a row, gates and objectives, what changed, what is asked today."""
    found = two_pages(request)
    head = head_of_rows()
    rows = [(one, list(zip(head[1:], one.cells, strict=True))) for one in found.programs]
    offices = {
        one.program_id for one in found.programs if request.viewer.has(*OFFICE, scope_id=one.program_id)
    }
    context = {"pages": found, "head": head, "rows": rows, "offices": offices, "no_verdicts": no_verdicts()}
    return render(request, "rollout/dean/pages.html", context)


@require_GET
@allow(READERS, load=paper_for)
def paper(request: Request, paper: str) -> HttpResponse:
    """Give the two pages as a tagged PDF or as slides; that they were taken is recorded."""
    found, size = two_pages(request), PAPERS[paper]
    audit.record("dean.taken", by=request.viewer, kind="institution", paper=paper)
    form = "pdf" if size else "pptx"
    made = render_pdf(document_of(found, size=size)) if size else render_pptx(deck_of(found))
    name = f"two-pages-{found.made_on:%Y-%m-%d}-{paper}.{form}"
    return HttpResponse(
        made,
        content_type=TYPES[form],
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
