"""A run beside another one, or beside the pairs made by hand."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from rounds.core.access import Request, Viewer, allow
from rounds.core.errors import NotFound
from rounds.core.reading import read_number
from rounds.matching.review.selectors.comparison import Comparison, compare_with_hand_made, compare_with_run
from rounds.matching.review.selectors.outcomes import Outcome
from rounds.matching.runs.values.scores import percent
from rounds.web.coordinator.matching.changes import NONE, change_row, lowest_text
from rounds.web.coordinator.matching.loading import OFFICE, board_for
from rounds.web.words.scores import total

PAGE = 40


@dataclass(frozen=True)
class Side:
    """One of the two sides in numbers."""

    name: str
    matched: int
    without: int
    total: str
    mean: str
    lowest: str


def _comparison(viewer: Viewer, run_id: object, other: str) -> Comparison:
    board = board_for(viewer, run_id)  # type: ignore[arg-type]
    if other == "by-hand":
        return compare_with_hand_made(board)
    number = read_number(other)
    if number is None:
        raise NotFound
    return compare_with_run(board, number)


@require_GET
@allow(OFFICE, load=_comparison)
def page(request: Request, comparison: Comparison) -> HttpResponse:
    """Compare a run with another one, or with the pairs made by hand."""
    changes = [change_row(one) for one in comparison.changes]
    rows = Paginator(changes, PAGE).get_page(request.GET.get("page"))
    context = {"comparison": _shown(comparison), "run": comparison.board.run, "page": rows}
    return render(request, "coordinator/matching/compare.html", context)


def _shown(comparison: Comparison) -> dict[str, object]:
    number = comparison.board.run.number
    if comparison.other is None:
        names = _("By hand"), _("Best")
        words = _("The best pairs are found as if nothing ran yet. Nothing is changed by looking.")
    else:
        names = _("Run %(number)s") % {"number": comparison.other}, _("Run %(number)s") % {"number": number}
        words = _("Both measured by the weights of run %(number)s.") % {"number": number}
    return {
        "before": _side(names[0], comparison, 0),
        "after": _side(names[1], comparison, 1),
        "people": comparison.alike.people,
        "kept": comparison.kept,
        "words": words,
    }


def _side(name: str, comparison: Comparison, place: int) -> Side:
    outcome: Outcome = (comparison.before, comparison.after)[place]
    mean = comparison.alike.means[place]
    return Side(
        name,
        outcome.matched,
        outcome.without,
        NONE if mean is None else total(comparison.alike.totals[place]),
        NONE if mean is None else percent(mean),
        lowest_text(outcome),
    )
