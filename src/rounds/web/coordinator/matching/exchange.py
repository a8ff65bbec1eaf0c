"""Giving a mentee another mentor: first a list with scores, places and prices, then the price of one, then the deed."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from rounds.core.access import Request, allow
from rounds.core.folding import fold, order_key
from rounds.core.reading import read_search
from rounds.matching.decisions.forms import ChooseForm
from rounds.matching.decisions.services import decisions
from rounds.matching.review.selectors.board import Board
from rounds.matching.review.selectors.exchanges import Choice, Price, Swap, choices_of, price_of, swaps_of
from rounds.matching.runs.values.scores import MICRO_PER_POINT, exact, percent
from rounds.web.coordinator.matching.changes import lowest_text, names_of
from rounds.web.coordinator.matching.decisions import asked
from rounds.web.coordinator.matching.loading import OFFICE, PairAt, pair_for, refuse_published
from rounds.web.words.pairs import price_words
from rounds.web.words.scores import total, with_sign

PAGE = 40
Pairs = Sequence[tuple[str, str]]


@require_http_methods(["GET", "POST"])
@allow(OFFICE, load=pair_for)
def swap(request: Request, found: PairAt) -> HttpResponse:
    """Let two mentees change mentors: whom, at what price, then the deed."""
    board = Board(found.run, request.viewer)
    rows = swaps_of(board, *found.key)
    others = [
        (f"{row.mentee.id} {row.mentor.id}", f"{row.mentee.sort_name}: {row.mentor.name}")
        for row in sorted((row for row in board.rows if row.mentor), key=lambda row: order_key(row.sort_name))
        if row.mentor and row.mentee.id != found.key[0] and row.mentor.id != found.key[1]
    ]
    form = ChooseForm(
        request.POST or None, label=_("With which mentee"), choices=others, initial=_initial(request)
    )
    chosen = _chosen(request, dict(others))
    if request.method == "GET" and not chosen:
        return _list(request, found, [_swap_row(row) for row in rows], "coordinator/matching/swap.html")

    def act(form: Form) -> object:
        mentee, mentor = map(UUID, form.cleaned_data["other"].split(" "))
        return decisions.swap_pairs(
            cohort=found.run.cohort,
            first=found.ids,
            second=(mentee, mentor),
            reason=form.cleaned_data["reason"],
            by=request.viewer,
        )

    mentee, _space, mentor = chosen.partition(" ")
    texts = {"title": _("Swap mentors"), "verb": _("Swap and run again"), "later": _("Swap, run later")}
    pairs = [(found.key[0], mentor), (mentee, found.key[1])] if chosen else []
    return asked(request, found, form, act, {**texts, **_priced(board, pairs)}, template=EXCHANGE)


@require_http_methods(["GET", "POST"])
@allow(OFFICE, load=pair_for)
def hand(request: Request, found: PairAt) -> HttpResponse:
    """Give a mentee a mentor by hand: whom, at what price, then the deed."""
    board = Board(found.run, request.viewer)
    choices = [(person, board.names[person].name) for person in board.places]
    choices.sort(key=lambda choice: order_key(board.names[choice[0]].sort_name))
    form = ChooseForm(
        request.POST or None, label=_("Which mentor"), choices=choices, initial=_initial(request)
    )
    chosen = _chosen(request, dict(choices))
    if request.method == "GET" and not chosen:
        rows = [_choice_row(one) for one in choices_of(board, found.key[0])]
        return _list(request, found, rows, "coordinator/matching/hand.html")

    def act(form: Form) -> object:
        return decisions.assign_by_hand(
            cohort=found.run.cohort,
            pair=(found.mentee_id, UUID(form.cleaned_data["other"])),
            reason=form.cleaned_data["reason"],
            by=request.viewer,
        )

    texts = {"title": _("Assign by hand"), "verb": _("Assign and run again"), "later": _("Assign, run later")}
    pairs = [(found.key[0], chosen)] if chosen else []
    return asked(request, found, form, act, {**texts, **_priced(board, pairs)}, template=EXCHANGE)


EXCHANGE = "coordinator/matching/exchange.html"


def _initial(request: Request) -> dict[str, str]:
    return {"other": request.GET.get("other", "")}


def _chosen(request: Request, known: Mapping[str, str]) -> str:
    """Return who was chosen, nothing for whoever can't be."""
    other = (request.POST if request.method == "POST" else request.GET).get("other", "")
    return other if other in known else ""


def _list(request: Request, found: PairAt, rows: list[dict[str, Any]], template: str) -> HttpResponse:
    """Show whom one can choose, searched by name; each row leads to its price."""
    refuse_published(found.run)
    words = read_search(request.GET.get("q", ""))
    wanted = fold(words).split()
    rows = [row for row in rows if all(word in fold(row["name"]) for word in wanted)]
    names = Board(found.run, request.viewer).with_meta(found.key)
    context = {
        "found": found,
        "run": found.run,
        "mentee": names[found.key[0]],
        "mentor": names[found.key[1]],
        "words": words,
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
    }
    return render(request, template, context)


def _swap_row(row: Swap) -> dict[str, Any]:
    return {
        "other": f"{row.mentee.id} {row.mentor.id}",
        "name": f"{row.mentee.name} {row.mentor.name}",
        "person": row.mentee,
        "mentor": row.mentor,
        "taken": row.taken,
        "places": row.places,
        "score": percent(row.micro),
        "other_score": percent(row.other_micro),
        "change": with_sign(percent(row.change)),
    }


def _choice_row(one: Choice) -> dict[str, Any]:
    return {
        "other": one.mentor.id,
        "name": one.mentor.name,
        "person": one.mentor,
        "taken": one.taken,
        "places": one.places,
        "free": max(0, one.places - one.taken),
        "score": percent(one.micro),
        "is_chosen": one.is_chosen,
        "is_decided": one.is_decided,
        "costs": "" if one.is_chosen else price_words(one.costs),
    }


def _priced(board: Board, pairs: Pairs) -> dict[str, Any]:
    """Return the pairs that would be made with their scores, and what the run around them would lose."""
    if not pairs:
        return {"priced": False}
    price = price_of(board, pairs)
    score_of = {
        (mentee, one.mentor.id): percent(one.micro)
        for mentee, _mentor in pairs
        for one in choices_of(board, mentee)
    }
    return {
        "priced": True,
        "new_pairs": [
            {
                "mentee": board.names[mentee].name,
                "before": ", ".join(
                    board.names[one].name for one in board.result.solution.mentors_of.get(mentee, ())
                ),
                "after": board.names[mentor].name,
                "taken": len(board.result.solution.mentees_of.get(mentor, ())),
                "places": board.places[mentor],
                "score": score_of.get((mentee, mentor), ""),
                "was": _was(board, mentee),
            }
            for mentee, mentor in pairs
        ],
        "price": _price(price) if price else None,
    }


def _was(board: Board, mentee: str) -> str:
    scores = [one.score for one in board.result.solution.pairs if one.mentee == mentee]
    return percent(sum(scores)) if scores else ""


def _price(price: Price) -> dict[str, Any]:
    if price.before is None or price.after is None:
        return {"refusal": price.refusal}
    # the difference of the two figures as they are shown beside it
    lost = int((exact(price.worth[0]) - exact(price.worth[1])) * MICRO_PER_POINT)
    return {
        "costs": price_words((price.before.matched - price.after.matched, lost), is_exact=True),
        "matched": (price.before.matched, price.after.matched),
        "worth": (total(price.worth[0]), total(price.worth[1])),
        "lowest": (lowest_text(price.before), lowest_text(price.after)),
        "others": len(price.others),
        "moves": [
            (one.name, names_of(before) or _("no mentor"), names_of(after) or _("no mentor"))
            for one, before, after in price.others
        ],
    }
