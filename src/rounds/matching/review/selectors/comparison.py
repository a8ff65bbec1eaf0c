"""A run beside another one, or beside the pairs that the program made by hand; measured by the run's own weights."""

from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from rounds.core.access import Viewer
from rounds.core.errors import NotFound, OutOfOrder
from rounds.matching import words
from rounds.matching.enums import SOLVED
from rounds.matching.input.values.snapshot import RUNNING
from rounds.matching.models import MatchRun
from rounds.matching.review.selectors.board import Board
from rounds.matching.review.selectors.what_if import Change, changes_between
from rounds.matching.runs.selectors import result_of
from rounds.mentorships.models import Mentorship
from rounds.pairing import Solution, evaluate, solve


@dataclass(frozen=True)
class Side:
    """One of the two sides in numbers."""

    name: str
    matched: int
    pairs: int
    total: str
    mean: str
    lowest: str


@dataclass(frozen=True)
class Comparison:
    """Two sets of pairs over the same people."""

    board: Board
    before: Side
    after: Side
    changes: list[Change]
    kept: int
    words: str


def compare_with_run(board: Board, number: int, viewer: Viewer) -> Comparison:
    """Compare a run with another of its cohort."""
    other = MatchRun.objects.filter(cohort_id=board.run.cohort_id, number=number, state__in=SOLVED).first()
    if other is None:
        raise NotFound
    pairs = [(pair.mentee, pair.mentor) for pair in result_of(other).solution.pairs]
    name = _("Run %(number)s") % {"number": number}
    mine = _("Run %(number)s") % {"number": board.run.number}
    return _compared(
        board,
        _known(board, pairs),
        board.result.solution,
        (name, mine),
        _("Both measured by the weights of run %(number)s.") % {"number": board.run.number},
    )


def compare_with_hand_made(board: Board) -> Comparison:
    """Compare the pairs that the program made by hand with the best ones for the same people.

    Pairs that are locked because they run already would be in both; the best side is solved without them.
    """
    pairs = Mentorship.objects.filter(
        cycle__program_id=board.run.cohort.cycle.program_id, imported_start_on__isnull=False
    ).values_list("mentee_id", "mentor_id")
    made = _known(board, [(str(mentee), str(mentor)) for mentee, mentor in pairs])
    if not made.pairs:
        raise OutOfOrder(
            _("No pair of these people was made by hand before. Import such pairs, then compare.")
        )
    free = [pair for pair in board.problem.locks if board.snapshot.kept.get(pair) != RUNNING]
    best = solve(replace(board.problem, locks=tuple(free)))
    return _compared(
        board,
        made,
        best,
        (_("By hand"), _("Best")),
        _("The best pairs are found as if nothing ran yet. Nothing is changed by looking."),
    )


def _known(board: Board, pairs: list[tuple[str, str]]) -> Solution:
    problem = board.problem
    return evaluate(
        problem,
        {pair for pair in pairs if pair[0] in problem.mentee_place and pair[1] in problem.mentor_place},
    )


def _compared(
    board: Board, before: Solution, after: Solution, names: tuple[str, str], note: str
) -> Comparison:
    after = evaluate(board.problem, [(pair.mentee, pair.mentor) for pair in after.pairs])
    old = {(pair.mentee, pair.mentor) for pair in before.pairs}
    new = {(pair.mentee, pair.mentor) for pair in after.pairs}
    return Comparison(
        board,
        _side(names[0], before),
        _side(names[1], after),
        changes_between(board, before, after),
        len(old & new),
        note,
    )


def _side(name: str, solution: Solution) -> Side:
    scores = [pair.score for pair in solution.pairs]
    return Side(
        name,
        solution.matched,
        len(scores),
        words.percent(sum(scores)),
        words.percent(sum(scores) // len(scores)) if scores else "–",
        words.percent(min(scores)) if scores else "–",
    )
