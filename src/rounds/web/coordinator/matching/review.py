"""Reading a run: the list, a pair's panel, mentors, the unmatched, the proof."""

from dataclasses import replace
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from rounds.core.access import Request, Viewer, allow
from rounds.core.errors import NotFound
from rounds.core.jobs import latest_job_for
from rounds.core.reading import read_search
from rounds.matching.enums import SOLVED, RunState
from rounds.matching.models import MatchRun
from rounds.matching.publishing.selectors.approvers import wants_second_person
from rounds.matching.review.selectors.board import Board, Row
from rounds.matching.review.selectors.listing import Wanted, listed
from rounds.matching.review.selectors.mentors import mentor_rows_of, mentor_view_of, mentors_with_meta
from rounds.matching.review.selectors.pair import around
from rounds.matching.runs.values.scores import percent
from rounds.web.coordinator.matching.changes import names_of
from rounds.web.coordinator.matching.loading import OFFICE, PairAt, board_for, pair_for, run_for
from rounds.web.coordinator.matching.panel import panel_of
from rounds.web.coordinator.matching.rows import head_of, headings_of, kept_of, needs_of, shown_rows
from rounds.web.jobs import leads_to
from rounds.web.words.pairs import UNMATCHED, proven_sentences, sentence

PAGE = 40
leads_to("run", "matching:run", "run_id")


@require_GET
@allow(OFFICE, load=run_for)
def run(request: Request, match: MatchRun) -> HttpResponse:
    """Show a run: how far it is, or its pairs with the first one open."""
    if match.state not in SOLVED:
        job = latest_job_for("run", match.id)
        return render(
            request,
            "coordinator/matching/working.html",
            {"run": match, "job": job, "failed": match.state == RunState.FAILED},
        )
    board = Board(match, request.viewer)
    return _review(request, board, None)


@require_GET
@allow(OFFICE, load=pair_for)
def pair(request: Request, found: PairAt) -> HttpResponse:
    """Show two people of a run, beside the list."""
    return _review(request, Board(found.run, request.viewer), found.key)


def _review(request: Request, board: Board, key: tuple[str, str] | None) -> HttpResponse:
    wanted = _wanted(request)
    found = listed(board, wanted)
    rows = found.rows
    if key is None:
        key = next(((row.mentee.id, row.mentor.id) for row in rows if row.mentor), None)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page") or _page_of(rows, key))
    # everybody's tier and department for list and panel at once
    board.with_meta({row.mentee.id for row in page.object_list} | (around(board, *key) if key else set()))
    context = {
        "board": board,
        "run": board.run,
        "wants_second": wants_second_person(board.run),
        "page": page,
        "rows": shown_rows(request, board, _with_meta(board, list(page.object_list)), key, kept_of(wanted)),
        **head_of(board),
        "panel": panel_of(board, *key) if key else None,
        "key": key,
        "decided": names_of(one for one in board.coming.get(key[0], ()) if one.id != key[1]) if key else "",
        "wanted": wanted,
        "is_narrowed": bool(wanted.words or wanted.department or wanted.show),
        "counts": found.counts,
        "departments": found.departments,
        "headings": headings_of(wanted.order),
    }
    return render(request, "coordinator/matching/review.html", context)


def _wanted(request: Request) -> Wanted:
    given = request.GET
    return Wanted(
        show=given.get("show", ""),
        words=read_search(given.get("q", "")),
        department=given.get("department", ""),
        order=given.get("order", ""),
    )


def _page_of(rows: list[Row], key: tuple[str, str] | None) -> int:
    place = next((n for n, row in enumerate(rows) if row.mentor and (row.mentee.id, row.mentor.id) == key), 0)
    return place // PAGE + 1


def _with_meta(board: Board, rows: list[Row]) -> list[Row]:
    people = board.with_meta({row.mentee.id for row in rows})
    return [replace(row, mentee=people[row.mentee.id]) for row in rows]


@require_GET
@allow(OFFICE, load=board_for)
def unmatched(request: Request, board: Board) -> HttpResponse:
    """Show who has no mentor, why, and what would help."""
    rows = [(person, *UNMATCHED[reason]) for person, reason in board.unmatched]
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {"board": board, "run": board.run, "page": page, "needs": needs_of(board)}
    return render(request, "coordinator/matching/unmatched.html", context)


@require_GET
@allow(OFFICE, load=board_for)
def proof(request: Request, board: Board) -> HttpResponse:
    """Say what was proven, and how it can be checked."""
    return render(
        request,
        "coordinator/matching/proof.html",
        {
            "board": board,
            "run": board.run,
            "solution": board.result.solution,
            "proven": proven_sentences(board.proven),
        },
    )


@require_GET
@allow(OFFICE, load=board_for)
def mentors(request: Request, board: Board) -> HttpResponse:
    """Show every mentor with the pairs and the places."""
    page = Paginator(mentor_rows_of(board), PAGE).get_page(request.GET.get("page"))
    context = {
        "board": board,
        "run": board.run,
        "page": page,
        "rows": mentors_with_meta(board, page.object_list),
        **head_of(board),
    }
    return render(request, "coordinator/matching/mentors.html", context)


def _mentor(viewer: Viewer, run_id: UUID, mentor_id: UUID) -> tuple[Board, str]:
    board = board_for(viewer, run_id)
    if str(mentor_id) not in board.problem.mentor_place:
        raise NotFound
    return board, str(mentor_id)


@require_GET
@allow(OFFICE, load=_mentor)
def mentor(request: Request, found: tuple[Board, str]) -> HttpResponse:
    """Show one mentor: own pairs with reasons, and the best other mentees."""
    board, person = found
    view = mentor_view_of(board, person)
    shown = {
        "row": view.row,
        "pairs": [
            (mentee, percent(reasons.score), sentence(reasons, mentor=view.row.mentor.name))
            for mentee, reasons in view.pairs
        ],
        "others": [
            (one.person, percent(one.micro), names_of(one.mentors) or _("without a mentor"))
            for one in view.others
        ],
    }
    context = {"board": board, "run": board.run, "view": shown}
    return render(request, "coordinator/matching/mentor.html", context)
