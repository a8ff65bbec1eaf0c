"""Approval, publishing with Stop, and the answers that come back."""

from datetime import date

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rounds.core.access import Request, allow
from rounds.core.clock import institution_today, now
from rounds.core.errors import DomainError
from rounds.matching.decisions.selectors.directors import directors_of
from rounds.matching.enums import RunState
from rounds.matching.models import MatchRun, Offer
from rounds.matching.publishing.forms import ReturnForm, SendForm
from rounds.matching.publishing.selectors.answers import answers_of
from rounds.matching.publishing.selectors.approvers import (
    approvers_of,
    wants_second_person,
    why_not_approve,
)
from rounds.matching.publishing.selectors.waiting import SHOWN, Waiting, waiting_list
from rounds.matching.publishing.services.approval import (
    ANSWER_IN,
    approve_run,
    may_publish,
    publish_run,
    return_run,
    send_for_approval,
    stop_publishing,
)
from rounds.matching.publishing.services.offers import offer_to, take_back_offer
from rounds.matching.review.selectors.board import Board
from rounds.matching.runs.values.scores import percent
from rounds.mentorships.selectors import count_mentees
from rounds.web.addresses import address
from rounds.web.coordinator.matching.loading import (
    OFFICE,
    PairAt,
    board_for,
    office_offer_for,
    pair_for,
    run_for,
)
from rounds.web.frame.errors import put_error
from rounds.web.frame.presses import pressed
from rounds.web.mail.matching import offers_preview
from rounds.web.toasts import add_toast
from rounds.web.words.pairs import sentence

PAGE = 40


@require_http_methods(["GET", "POST"])
@allow(OFFICE, load=board_for)
def approval(request: Request, board: Board) -> HttpResponse:
    """Show how far a run is on its way; send it, approve it or send it back."""
    go = pressed(request, "send", "approve", "return") if request.method == "POST" else ""
    form = ReturnForm(request.POST if go == "return" else None)
    start = {"answer_by_on": institution_today() + ANSWER_IN}
    send = SendForm(request.POST if go == "send" and "answer_by_on" in request.POST else None, initial=start)
    if go and _moved(request, board, go, form, send):
        return redirect(address(request, "matching:approval", run_id=board.run.id))
    is_in_review = board.run.state == RunState.IN_REVIEW
    why_not = why_not_approve(board.run, request.viewer) if is_in_review else ""
    context = {
        "board": board,
        "run": board.run,
        "why_not": why_not,
        "approvers": approvers_of(board.run) if why_not else [],
        "form": form,
        "send": send,
        "directors": directors_of(board.run),
        "wants_second": wants_second_person(board.run),
        "steps": list(board.run.steps.all()),
    }
    return render(request, "coordinator/matching/approval.html", context)


def _moved(request: Request, board: Board, go: str, form: ReturnForm, send: SendForm) -> bool:
    run_id, viewer = board.run.id, request.viewer
    if go == "send":
        if send.is_bound and not send.is_valid():
            return False
        day = send.cleaned_data["answer_by_on"] if send.is_bound else None
        try:
            send_for_approval(run_id=run_id, by=viewer, answer_by_on=day)
        except DomainError as error:
            if error.field != "answer_by_on":
                raise
            put_error(send, error)
            return False
        add_toast(request, _sent_words(board))
    elif go == "approve":
        approve_run(run_id=run_id, by=viewer)
        add_toast(request, _("Approved. These pairs can be published."))
    elif form.is_valid():
        return_run(run_id=run_id, by=viewer, note=form.cleaned_data["note"])
        add_toast(request, _("Sent back to draft."))
    else:
        return False
    return True


def _sent_words(board: Board) -> str:
    count = len(directors_of(board.run).to_ask)
    if not count:
        return _("Sent for approval. Somebody else of the program office approves.")
    return ngettext(
        "Sent for approval. %(count)s program director (PD) is told in 15 minutes; sending it back until then stops the mail.",
        "Sent for approval. %(count)s program directors (PDs) are told in 15 minutes; sending it back until then stops the mail.",
        count,
    ) % {"count": count}


@require_http_methods(["GET", "POST"])
@allow(OFFICE, load=board_for)
def publish(request: Request, board: Board) -> HttpResponse:
    """Show the real messages and the count; publish on one confirmation. What others must approve first goes there."""
    if request.method == "GET" and board.run.state != RunState.PUBLISHED and not may_publish(board.run):
        return redirect(address(request, "matching:approval", run_id=board.run.id))
    if request.method == "POST":
        run = publish_run(run_id=board.run.id, by=request.viewer)
        count = run.offers.count()
        add_toast(
            request,
            ngettext(
                "%(count)s pair published. The mail leaves in 15 minutes.",
                "%(count)s pairs published. The mail leaves in 15 minutes.",
                count,
            )
            % {"count": count},
            icon="envelope-check",
            stop=address(request, "matching:stop", run_id=run.id),
        )
        return redirect(address(request, "matching:answers", run_id=run.id))
    messages = offers_preview(board, request.viewer)
    return render(
        request,
        "coordinator/matching/publish.html",
        {
            "board": board,
            "run": board.run,
            "directors": directors_of(board.run) if board.run.answer_by_on else None,
            "early": starts_later(board.run.cohort.cycle.starts_on),
            **messages,
        },
    )


def starts_later(day: date) -> date | None:
    """Return a first day that is still to come: pairs whose two say yes before it begin before it."""
    return day if day > institution_today() else None


@require_POST
@allow(OFFICE, load=run_for)
def stop(request: Request, run: MatchRun) -> HttpResponse:
    """Stop the mail and take the pairs back."""
    stop_publishing(run_id=run.id, by=request.viewer)
    add_toast(request, _("Stopped. Nobody was told, and the pairs are taken back."))
    return redirect(address(request, "matching:run", run_id=run.id))


@require_POST
@allow(OFFICE, load=pair_for)
def offer(request: Request, found: PairAt) -> HttpResponse:
    """Ask the next mentor for a mentee who waits."""
    made = offer_to(
        run_id=found.run.id, mentee_id=found.mentee_id, mentor_id=found.mentor_id, by=request.viewer
    )
    add_toast(
        request,
        _(
            "%(mentor)s is asked for %(mentee)s. The mail leaves in 15 minutes; the mentee hears of a yes only."
        )
        % {"mentor": made.mentorship.mentor.display_name, "mentee": made.mentorship.mentee.full_name},
        icon="envelope-check",
        stop=address(request, "matching:stop_offer", offer_id=made.id),
    )
    return redirect(address(request, "matching:answers", run_id=found.run.id))


@require_POST
@allow(OFFICE, load=office_offer_for)
def stop_offer(request: Request, found: Offer) -> HttpResponse:
    """Stop the mail of one offer and take it back."""
    take_back_offer(offer_id=found.id, by=request.viewer)
    add_toast(request, _("Stopped. Nobody was told, and the mentee waits as before."))
    return redirect(address(request, "matching:answers", run_id=found.run_id))


@require_GET
@allow(OFFICE, load=board_for)
def answers(request: Request, board: Board) -> HttpResponse:
    """Show who has answered, who waits for a mentor, and who can be asked next."""
    run, found = board.run, answers_of(board.run)
    can_stop = run.state == RunState.PUBLISHED and run.mail_leaves_at and run.mail_leaves_at > now()
    page = Paginator(found.lines, PAGE).get_page(request.GET.get("page"))
    everybody = waiting_list(board) if run.state == RunState.PUBLISHED else []
    waiting = [_waiting(one) for one in everybody[:SHOWN]]
    context = {
        "run": run,
        "answers": found,
        "waiting": waiting,
        "can_be_asked": [one for one in waiting if one["first"]],
        "in_vain": [one for one in waiting if not one["first"]],
        "all_waiting": len(everybody),
        "wanting": count_mentees([run.cohort_id])[run.cohort_id].wanting,
        "can_stop": can_stop,
        "page": page,
    }
    return render(request, "coordinator/matching/answers.html", context)


def _waiting(one: Waiting) -> dict[str, object]:
    proposals = [
        {"mentor_id": other.mentor_id, "mentor": other.mentor, "score": percent(other.micro)}
        for other in one.proposals
    ]
    return {
        "mentee_id": one.mentee_id,
        "mentee": one.mentee,
        "since": one.since,
        "first": proposals[0] if proposals else None,
        "others": proposals[1:],
        "why": sentence(one.reasons, mentor=one.proposals[0].mentor) if one.reasons else "",
    }
