"""A run taken out of the house: workbook, text, a page for the committee; the ladder; the comparison."""

import json
from pathlib import Path

import typst
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from rounds.core import audit
from rounds.core.access import Request, Viewer, allow, is_member
from rounds.core.errors import NotFound
from rounds.core.reading import read_number
from rounds.matching.review.exports import committee_facts, pages_of, pairs_page
from rounds.matching.review.selectors.board import Board
from rounds.matching.review.selectors.comparison import Comparison, compare_with_hand_made, compare_with_run
from rounds.matching.review.selectors.how import How, how_for
from rounds.matching.review.selectors.ladder import ladder_of
from rounds.sheets import write_csv, write_workbook
from rounds.web.coordinator.matching.loading import OFFICE, board_for

TEMPLATE = Path(__file__).with_name("committee.typ")
TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "pdf": "application/pdf",
}
PAGE = 40


def _export(viewer: Viewer, run_id: object, kind: str) -> tuple[Board, str]:
    if kind not in TYPES:
        raise NotFound
    return board_for(viewer, run_id), kind  # type: ignore[arg-type]


@require_GET
@allow(OFFICE, load=_export)
def export(request: Request, found: tuple[Board, str]) -> HttpResponse:
    """Give the run as a workbook, as text, or as a page without names."""
    board, kind = found
    if kind == "xlsx":
        content = write_workbook(pages_of(board))
    elif kind == "csv":
        content = write_csv(*pairs_page(board)[1:])
    else:
        content = committee_pdf(board)
    audit.record(
        "run.exported",
        by=request.viewer,
        kind="run",
        object_id=board.run.id,
        program_id=board.run.cohort.cycle.program_id,
        form=kind,
    )
    response = HttpResponse(content, content_type=TYPES[kind])
    response.headers["Content-Disposition"] = f'attachment; filename="run-{board.run.number}.{kind}"'
    return response


def committee_pdf(board: Board) -> bytes:
    """Write what a committee reads: method, weights, proof, counts; nobody's name."""
    facts = committee_facts(board)
    most = max((count for _range, count in facts["histogram"]), default=1) or 1
    data = {
        **facts,
        "histogram": [[name, count, round(100 * count / most, 1)] for name, count in facts["histogram"]],
        "title": _("Match of %(program)s, run %(number)s")
        % {"program": facts["program"], "number": board.run.number},
        "subtitle": facts["cohort"],
        "promise": _(
            "This page holds no names. The workbook of the same run holds every pair with its contributions."
        ),
        "words": {
            "method": _("Method, weights and proof"),
            "what": _("What"),
            "value": _("Value"),
            "scores": _("Scores, points of a hundred"),
            "range": _("From, to"),
            "pairs": _("Pairs"),
            "unmatched": _("Mentees without a mentor"),
            "none": _("None."),
            "why": _("Why"),
            "mentees": _("Mentees"),
            "decisions": _("Decisions by people"),
            "kind": _("Kind"),
        },
    }
    pdf: bytes = typst.compile(
        TEMPLATE.read_bytes(), sys_inputs={"data": json.dumps(data)}, format="pdf", pdf_standards=["ua-1"]
    )
    return pdf


@require_GET
@allow(OFFICE, load=board_for)
def ladder(request: Request, board: Board) -> HttpResponse:
    """Draw who mentors whom across the tiers; the same as a table."""
    picture = ladder_of(board)
    view = "table" if request.GET.get("view") == "table" else "picture"
    return render(
        request, "coordinator/matching/ladder.html", {"run": board.run, "ladder": picture, "view": view}
    )


def _comparison(viewer: Viewer, run_id: object, other: str) -> Comparison:
    board = board_for(viewer, run_id)  # type: ignore[arg-type]
    if other == "by-hand":
        return compare_with_hand_made(board)
    number = read_number(other)
    if number is None:
        raise NotFound
    return compare_with_run(board, number, viewer)


@require_GET
@allow(OFFICE, load=_comparison)
def compare(request: Request, comparison: Comparison) -> HttpResponse:
    """Compare a run with another one, or with the pairs made by hand."""
    page = Paginator(comparison.changes, PAGE).get_page(request.GET.get("page"))
    context = {"comparison": comparison, "run": comparison.board.run, "page": page}
    return render(request, "coordinator/matching/compare.html", context)


@require_GET
@allow(is_member, load=how_for)
def how(request: Request, found: How) -> HttpResponse:
    """Say to everybody how matching works here, with the program's own weights and invented people."""
    if not found.sliders:
        raise Http404
    return render(request, "coordinator/matching/how.html", {"how": found})
