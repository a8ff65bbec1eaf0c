"""A run beside another one, or beside the pairs that the program made by hand; measured by the run's own weights."""

from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from rounds.core.errors import NotFound, OutOfOrder
from rounds.matching.enums import SOLVED
from rounds.matching.input.values.snapshot import RUNNING
from rounds.matching.models import MatchRun
from rounds.matching.review.selectors.board import Board
from rounds.matching.review.selectors.outcomes import Alike, Change, Outcome, changes_between, kept_between
from rounds.matching.runs.selectors import result_of
from rounds.mentorships.models import Mentorship
from rounds.pairing import Solution, evaluate, solve


@dataclass(frozen=True)
class Comparison:
    """Two sets of pairs over the same people: `other` is the number of a run, None for the pairs made by hand."""

    board: Board
    other: int | None
    before: Outcome
    after: Outcome
    alike: Alike
    changes: list[Change]
    kept: int


def compare_with_run(board: Board, number: int) -> Comparison:
    """Compare a run with another of its cohort."""
    other = MatchRun.objects.filter(cohort_id=board.run.cohort_id, number=number, state__in=SOLVED).first()
    if other is None:
        raise NotFound
    pairs = [(pair.mentee, pair.mentor) for pair in result_of(other).solution.pairs]
    return _compared(board, number, _known(board, pairs), board.result.solution)


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
    return _compared(board, None, made, best)


def _known(board: Board, pairs: list[tuple[str, str]]) -> Solution:
    problem = board.problem
    return evaluate(
        problem,
        {pair for pair in pairs if pair[0] in problem.mentee_place and pair[1] in problem.mentor_place},
    )


def _compared(board: Board, other: int | None, before: Solution, after: Solution) -> Comparison:
    after = evaluate(board.problem, [(pair.mentee, pair.mentor) for pair in after.pairs])
    return Comparison(
        board=board,
        other=other,
        before=Outcome.of(before),
        after=Outcome.of(after),
        alike=Alike.of(before, after),
        changes=changes_between(board.names, before, after),
        kept=kept_between(before, after),
    )
