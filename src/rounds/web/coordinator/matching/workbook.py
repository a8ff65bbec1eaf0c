"""A run as rows for a workbook, and as facts for the committee's page."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from rounds.core.clock import institution_day
from rounds.core.folding import order_key
from rounds.matching.enums import KEEPS
from rounds.matching.models import ConflictException, PairDecision
from rounds.matching.review.selectors.board import Board
from rounds.matching.runs.values.scores import exact
from rounds.web.drawing.scores import bars_of
from rounds.web.words.pairs import AIM_WORDS, KEPT, UNMATCHED, criterion_title, proven_sentences

Value = str | int | float | bool | date | None
Page = tuple[str, Sequence[str], Iterable[Sequence[Value]]]
BINS = 10


def pages_of(board: Board) -> list[Page]:
    """Give a workbook's sheets: pairs with contributions that add up, unmatched, method, decisions."""
    return [
        pairs_page(board),
        _unmatched(board),
        (_("Method"), (_("what"), _("value")), method_of(board)),
        _decisions(board),
    ]


def pairs_page(board: Board) -> Page:
    """Give one row a pair; the columns of criteria add up to the score's column."""
    titles: list[str] = []
    rows: list[tuple[Any, ...]] = []
    for row in sorted((row for row in board.rows if row.mentor), key=lambda row: order_key(row.sort_name)):
        if row.mentor is None:
            raise RuntimeError("row.mentor is missing")
        bars = bars_of(board.result.reasons[row.mentee.id, row.mentor.id], board.priorities)
        titles = titles or [bar.title for bar in bars]
        decision = board.decisions.get((row.mentee.id, row.mentor.id))
        rows.append(
            (
                row.mentee.name,
                row.mentor.name,
                float(exact(row.micro)),
                *(_number(bar.text) for bar in bars),
                str(KEPT[row.kept][0]) if row.kept else "",
                decision.reason if decision else "",
            )
        )
    return _("Pairs"), (_("Mentee"), _("Mentor"), _("Score"), *titles, _("Kept"), _("Reason")), rows


def _number(text: str) -> float:
    return float(text.replace("−", "-"))


def _unmatched(board: Board) -> Page:
    return (
        _("Unmatched"),
        (_("Mentee"), _("Why"), _("Nearest fix")),
        [(one.name, *map(str, UNMATCHED[reason])) for one, reason in board.unmatched],
    )


def method_of(board: Board) -> list[tuple[str, Value]]:
    """List everything that decided the run, without names."""
    run, solution = board.run, board.result.solution
    facts: list[tuple[str, Value]] = [
        (_("Run"), run.number),
        (_("Made"), institution_day(run.made_at)),
        (_("Aim"), f"{run.get_aim_display()}: {AIM_WORDS[run.aim]}"),
        (_("Mentees"), len(board.problem.mentees)),
        (_("Mentors"), len(board.problem.mentors)),
        (_("Places"), board.all_places),
        (_("Matched"), solution.matched),
        (_("Sum of scores"), float(exact(solution.score))),
        (_("Cost of load"), float(exact(solution.load_cost))),
        (_("Weights"), str(run.weights)),
        (_("Why these weights"), run.weights.rationale),
    ]
    numbers = {
        **run.weights.values,
        **{f"priority:{key}": number for key, number in run.weights.priorities.items()},
    }
    facts += [
        (_("Weight: %(name)s") % {"name": criterion_title(key, board.priorities)}, number)
        for key, number in sorted(numbers.items(), key=lambda item: (-item[1], item[0]))
    ]
    if solution.proof:
        facts += [
            (_("Proven best"), proven_sentences(board.proven) or _("no")),
            (_("Worth of these pairs, micro-points"), str(solution.proof.objective)),
            (_("Bound for any pairs, micro-points"), str(solution.proof.bound)),
            (_("Gap"), solution.proof.gap),
        ]
    return [
        *facts,
        (_("Pairs who would both rather swap"), board.result.summary["blocking"]),
        (_("Engine"), run.engine_version),
        (_("Seed"), str(run.seed)),
        (_("Fingerprint of the input"), run.input_digest),
        (_("Fingerprint of the answer"), run.result_digest),
    ]


def _decisions(board: Board) -> Page:
    rows: list[tuple[Value, ...]] = [
        (
            one.get_kind_display(),
            one.mentee.person.full_name,
            one.mentor.person.full_name,
            one.reason,
            one.made_by_name,
            institution_day(one.made_at),
            institution_day(one.undone_at) if one.undone_at else None,
        )
        for one in PairDecision.objects.filter(cohort_id=board.run.cohort_id).select_related(
            "mentee__person", "mentor__person"
        )
    ]
    rows += [
        (
            _("declared exception"),
            one.mentee.person.full_name,
            one.mentor.person.full_name,
            one.reason,
            f"{one.declared_by_name}, {one.confirmed_by_name}".rstrip(", "),
            institution_day(one.declared_at),
            None,
        )
        for one in ConflictException.objects.filter(cohort_id=board.run.cohort_id).select_related(
            "mentee__person", "mentor__person"
        )
    ]
    header = (_("Decision"), _("Mentee"), _("Mentor"), _("Reason"), _("By"), _("On"), _("Undone on"))
    return _("Decisions"), header, rows


def committee_facts(board: Board) -> dict[str, Any]:
    """Give what a committee reads of a run: method, weights, proof, counts; nobody's name."""
    scores = [pair.score for pair in board.result.solution.pairs]
    counts = [0] * BINS
    for score in scores:
        counts[max(0, min(BINS - 1, score * BINS // 1_000_000))] += 1
    reasons = Counter(reason for reason, _words, _fix in board.result.unmatched.values())
    kinds = Counter(one.kind for one in board.decisions.values())
    return {
        "program": board.run.cohort.cycle.program.name,
        "cohort": board.run.cohort.name,
        "facts": [[name, "" if value is None else str(value)] for name, value in method_of(board)],
        "histogram": [[f"{place * 10}-{place * 10 + 10}", count] for place, count in enumerate(counts)],
        "unmatched": [[str(UNMATCHED[reason][0]), count] for reason, count in sorted(reasons.items())],
        "decisions": [
            [str(PairDecision(kind=kind).get_kind_display()), count] for kind, count in sorted(kinds.items())
        ],
        "kept": sum(kinds[kind] for kind in KEEPS),
    }
