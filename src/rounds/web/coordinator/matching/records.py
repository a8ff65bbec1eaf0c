"""What a run gives to take away: workbook, text, a page for the committee; the ladder; how matching works."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from rounds.core import audit
from rounds.core.access import Request, Viewer, allow, is_member
from rounds.core.clock import institution_today
from rounds.core.errors import NotFound
from rounds.documents import Block, Document, Heading, Paragraph, Table, render_pdf
from rounds.matching.review.selectors.board import Board
from rounds.matching.review.selectors.how import How, how_for
from rounds.matching.review.selectors.tiers import across_tiers
from rounds.matching.runs.values.scores import percent
from rounds.sheets import write_csv, write_workbook
from rounds.web.coordinator.matching.loading import OFFICE, board_for
from rounds.web.coordinator.matching.workbook import committee_facts, pages_of, pairs_page
from rounds.web.drawing.ladder import ladder_of
from rounds.web.drawing.scores import bars_of, longest
from rounds.web.words.pairs import criterion_meaning, criterion_title

TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "pdf": "application/pdf",
}


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
    scores = Table(
        (_("From, to"), _("Pairs")),
        _counted(facts["histogram"]),
        bars=tuple(round(100 * count / most, 1) for _range, count in facts["histogram"]),
        numbers=frozenset({1}),
    )
    document = Document(
        title=_("Match of %(program)s, run %(number)s")
        % {"program": facts["program"], "number": board.run.number},
        subtitle=facts["cohort"],
        made_on=institution_today(),
        blocks=(
            Paragraph(
                _(
                    "This page holds no names. The workbook of the same run holds every pair with its contributions."
                )
            ),
            Heading(_("Method, weights and proof")),
            Table((_("What"), _("Value")), tuple((name, value) for name, value in facts["facts"])),
            Heading(_("Scores, points of a hundred")),
            scores,
            Heading(_("Mentees without a mentor")),
            _counts_of(facts["unmatched"], _("Why"), _("Mentees")),
            Heading(_("Decisions by people")),
            _counts_of(facts["decisions"], _("Kind"), _("Pairs")),
        ),
    )
    return render_pdf(document)


def _counted(rows: list[list[Any]]) -> tuple[tuple[str, ...], ...]:
    return tuple((name, str(count)) for name, count in rows)


def _counts_of(rows: list[list[Any]], name: str, count: str) -> Block:
    if not rows:
        return Paragraph(_("None."))
    return Table((name, count), _counted(rows), numbers=frozenset({1}))


@require_GET
@allow(OFFICE, load=board_for)
def ladder(request: Request, board: Board) -> HttpResponse:
    """Draw who mentors whom across the tiers; the same as a table."""
    picture = ladder_of(across_tiers(board))
    view = "table" if request.GET.get("view") == "table" else "picture"
    return render(
        request, "coordinator/matching/ladder.html", {"run": board.run, "ladder": picture, "view": view}
    )


@require_GET
@allow(is_member, load=how_for)
def how(request: Request, found: How) -> HttpResponse:
    """Say to everybody how matching works here, with the program's own weights and invented people."""
    if not found.weights:
        raise Http404
    bars = bars_of(found.reasons, found.priorities)
    shown = {
        "program": found.program,
        "version": found.version,
        "rationale": found.rationale,
        "sliders": [
            (criterion_title(key, found.priorities), criterion_meaning(key), number)
            for key, number in found.weights
        ],
        "bars": bars,
        "most": longest(bars),
        "score": percent(found.reasons.score),
    }
    return render(request, "coordinator/matching/how.html", {"how": shown})
