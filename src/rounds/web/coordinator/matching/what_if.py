"""Other weights, tried out; nothing changes until they are saved as a run."""

from collections.abc import Mapping

from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from rounds.core.access import Request, allow
from rounds.core.errors import DomainError
from rounds.core.reading import read_number
from rounds.matching.enums import Aim
from rounds.matching.input.forms import SaveWeightsForm
from rounds.matching.input.services.weights import save_weights
from rounds.matching.input.values.weights import CRITERIA, PRESET_LIST, preset_named
from rounds.matching.review.selectors.board import Board
from rounds.matching.review.selectors.what_if import (
    AIMS_AT_ONCE,
    Trial,
    Weight,
    WhatIf,
    compare_aims,
    saved_numbers,
    tried_numbers,
    tried_weights,
    try_weights,
)
from rounds.matching.runs.selectors import next_number
from rounds.matching.runs.services.runs import start_run
from rounds.matching.runs.values.scores import MICRO_PER_POINT
from rounds.web.addresses import address
from rounds.web.coordinator.matching.changes import change_row, lowest_text, since_words
from rounds.web.coordinator.matching.loading import OFFICE, board_for
from rounds.web.drawing.scores import bins_of, bins_text
from rounds.web.frame.errors import put_error
from rounds.web.words.pairs import AIM_WORDS, criterion_title
from rounds.web.words.scores import total

PAGE = 25
LOWEST = "lowest"


@require_http_methods(["GET", "POST"])
@allow(OFFICE, load=board_for)
def page(request: Request, board: Board) -> HttpResponse:
    """Show what other weights would change; save them as the next run."""
    given = request.POST if request.method == "POST" else request.GET
    preset = preset_named(given.get("preset", ""))
    numbers = tried_numbers(board, _numbers(given), preset)
    aim = given.get("aim", board.run.aim)
    aim = aim if aim in Aim.values else board.run.aim
    form, status = SaveWeightsForm(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():  # weights whose run was refused are not kept
                return _saved(request, board, numbers, aim, form)
        except DomainError as error:
            status = put_error(form, error)
    context = {
        "board": board,
        "run": board.run,
        "sliders": [_slider(board, weight) for weight in tried_weights(board, numbers)],
        "is_same": numbers == saved_numbers(board),
        "aim": aim,
        "presets": PRESET_LIST,
        "aim_choices": Aim.choices,
        "preset": preset,
        "order": given.get("order", ""),
        "form": form,
        "next_number": next_number(board.run.cohort),
        **_tried(board, numbers, aim, given),
    }
    return render(request, "coordinator/matching/what_if.html", context, status=status)


def _tried(board: Board, numbers: Mapping[str, int], aim: str, given: Mapping[str, str]) -> dict[str, object]:
    """Return what the next run would find, or the sentence with which it would be refused."""
    try:
        trial = Trial(board, numbers, aim)
        tried = try_weights(trial)
        size = len(trial.problem.mentees) * len(trial.problem.mentors)
        aims = _aims(trial) if size <= AIMS_AT_ONCE or "aims" in given else None
    except DomainError as error:
        return {"refusal": error.message}
    changes = tried.changes
    if given.get("order") == LOWEST:
        changes = sorted(changes, key=lambda one: -1 if one.is_ is None else one.is_)
    page = Paginator([change_row(one) for one in changes], PAGE).get_page(given.get("page"))
    return {"tried": _shown(tried), "page": page, "aims": aims}


def _shown(tried: WhatIf) -> dict[str, object]:
    """Return what the page reads of the tried weights; two of a kind are (before, after)."""
    both = (tried.before, tried.after)
    return {
        "changes": tried.changes,
        "gain": sum(one.is_gain for one in tried.changes),
        "lose": sum(one.is_loss for one in tried.changes),
        "most": max((abs(one.change or 0) for one in tried.changes), default=0) / MICRO_PER_POINT or 1.0,
        "kept": tried.kept,
        "mentees": tried.mentees,
        "matched": [one.matched for one in both],
        "total": [total(one.total) for one in both],
        "lowest": [lowest_text(one) for one in both],
        "lowest_names": [tried.names[one.lowest_of].name if one.lowest_of else "" for one in both],
        "newly_unmatched": [one.name for one in tried.newly_unmatched],
        "newly_matched": [one.name for one in tried.newly_matched],
        "bins": bins_of(tried.counts),
        "bins_text": bins_text(tried.counts),
        "since": since_words(tried.since),
    }


def _slider(board: Board, weight: Weight) -> dict[str, object]:
    key = weight.key if weight.key in CRITERIA else f"priority:{weight.key}"
    return {
        "key": weight.key,
        "title": criterion_title(key, board.priorities),
        "saved": weight.saved,
        "tried": weight.tried,
    }


def _aims(trial: Trial) -> list[dict[str, object]]:
    return [
        {
            "key": one.aim.value,
            "name": one.aim.label,
            "words": AIM_WORDS[one.aim],
            "matched": one.outcome.matched,
            "score": total(one.outcome.total),
            "lowest": lowest_text(one.outcome),
            "full": one.full,
            "swaps": one.blocking,
        }
        for one in compare_aims(trial)
    ]


def _numbers(given: Mapping[str, str]) -> dict[str, int]:
    """Read whole numbers typed as w_<key>; what is none is left as it is saved."""
    return {
        key.removeprefix("w_"): number
        for key, text in given.items()
        if key.startswith("w_") and (number := read_number(text, most=99_999)) is not None
    }


def _saved(
    request: Request, board: Board, numbers: dict[str, int], aim: str, form: SaveWeightsForm
) -> HttpResponse:
    run = board.run
    weights = run.weights
    if numbers != saved_numbers(board):
        weights = save_weights(
            program=run.cohort.cycle.program,
            name=_("Own weights"),
            numbers=numbers,
            by=request.viewer,
            **form.cleaned_data,
        )
    new = start_run(cohort=run.cohort, by=request.viewer, aim=aim, weights=weights)
    return redirect(address(request, "matching:run", run_id=new.id))
