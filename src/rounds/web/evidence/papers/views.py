"""Files of evidence: the dean's report as paper and slides, and a figure as table, paper and slide."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from rounds.charts import Picture, table
from rounds.core import audit
from rounds.core.access import Request, Viewer, allow, holds
from rounds.core.clock import institution_today
from rounds.core.errors import NotFound
from rounds.documents import render_pdf, render_pptx
from rounds.insights.models import Figure
from rounds.insights.selectors.figures import figure_for, measure_of
from rounds.programs.selectors.programs import REPORTED_TO
from rounds.sheets import write_csv, write_xlsx
from rounds.web.evidence.papers.contents import Paper, paper_of, shown_of
from rounds.web.evidence.papers.writing import counts_of, deck_of, document_of, figure_deck, figure_document

OFFICE_XML = "application/vnd.openxmlformats-officedocument"
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": f"{OFFICE_XML}.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "pptx": f"{OFFICE_XML}.presentationml.presentation",
}
# Each kind of the report: the size of its paper, or slides.
PAPERS = {"letter": "us-letter", "a4": "a4", "slides": ""}


def paper_for(viewer: Viewer, paper: str) -> str:
    """Return a kind of the report; NotFound for another."""
    if paper not in PAPERS:
        raise NotFound
    return paper


def figure_file_for(viewer: Viewer, figure_id: UUID, form: str) -> tuple[Figure, str]:
    """Return a figure that the viewer gets, and the kind of file; NotFound for another kind or a hidden figure."""
    if form not in TYPES:
        raise NotFound
    return figure_for(viewer, figure_id), form


@require_GET
@allow(holds(*REPORTED_TO), load=paper_for)
def report(request: Request, paper: str) -> HttpResponse:
    """Give the dean's report; that it was taken is recorded."""
    contents = paper_of(request)
    audit.record("evidence.reported", by=request.viewer, kind="institution", paper=paper)
    form = "pdf" if PAPERS[paper] else "pptx"
    return _file(_written(contents, PAPERS[paper]), form, f"deans-report-{contents.made_on:%Y-%m-%d}")


def _written(contents: Paper, size: str) -> bytes:
    return render_pdf(document_of(contents, size=size)) if size else render_pptx(deck_of(contents))


@require_GET
@allow(holds(*REPORTED_TO), load=figure_file_for)
def figure_file(request: Request, found: tuple[Figure, str]) -> HttpResponse:
    """Give a figure as a file, with its definition; that it was taken is recorded."""
    figure, form = found
    shown = shown_of(figure)
    if shown.picture is None:
        raise NotFound
    audit.record(
        "figure.taken",
        by=request.viewer,
        kind="figure",
        object_id=figure.id,
        program_id=figure.program_id,
        measure=figure.measure,
    )
    name = f"{figure.measure}-{figure.cut.as_of:%Y-%m-%d}"
    if form in ("csv", "xlsx"):
        write = write_csv if form == "csv" else write_xlsx
        return _file(write(*rows_of_file(figure, shown.picture)), form, name)
    about = shown, request.institution.name, institution_today()
    made = render_pdf(figure_document(*about)) if form == "pdf" else render_pptx(figure_deck(*about))
    return _file(made, form, name)


def rows_of_file(figure: Figure, picture: Picture) -> tuple[list[str], list[list[str]]]:
    """Return the table of a figure, with its words and its definition below."""
    found, measure = table(picture), measure_of(figure)
    rest = [""] * (len(found.header) - 1)
    words = picture.words
    below = ("", words.title, words.sentence, words.note, *counts_of(measure))
    return list(found.header), [*map(list, found.rows), *([line, *rest] for line in below)]


def _file(data: bytes, form: str, name: str) -> HttpResponse:
    return HttpResponse(
        data,
        content_type=TYPES[form],
        headers={"Content-Disposition": f'attachment; filename="{name}.{form}"'},
    )
