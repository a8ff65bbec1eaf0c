"""Rounds of feedback: all of them, a new one, one with its raters, sent or stopped, another debriefer."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rounds.core.access import Request, allow, holds
from rounds.core.errors import DomainError, OutOfOrder
from rounds.programs.selectors import programs_for
from rounds.surveys.enums import NominationState, RoundState
from rounds.surveys.feedback360.forms import AddForm, DebrieferForm, PlanForm
from rounds.surveys.feedback360.rules import can_run_round
from rounds.surveys.feedback360.selectors.lines import RUNS, person_named
from rounds.surveys.feedback360.selectors.rounds import (
    groups_of,
    is_endable,
    list_rounds,
    needs_another_debriefer,
    opened_at,
    progress_of,
    round_for,
)
from rounds.surveys.feedback360.services.planning import plan_round
from rounds.surveys.feedback360.services.releasing import replace_debriefer
from rounds.surveys.feedback360.services.sending import is_stoppable, send_round, stop_round
from rounds.surveys.feedback360.values.promises import decided_words, group_words
from rounds.surveys.models import Nomination, Round360
from rounds.web.addresses import address
from rounds.web.frame.errors import put_error, show_form
from rounds.web.frame.presses import pressed
from rounds.web.toasts import add_toast

OFFICE = holds(*RUNS)


@allow(OFFICE)
@require_safe
def list_page(request: Request) -> HttpResponse:
    """Show the rounds that the reader runs."""
    rows = [(one, state_words(one)) for one in list_rounds(request.viewer)]
    return render(request, "coordinator/feedback360/list.html", {"rows": rows})


def state_words(found: Round360) -> str:
    """Return in a word where a round stands; of a report only whether it was opened."""
    if needs_another_debriefer(found):
        return _("waits for another debriefer")
    if found.state == RoundState.READY:
        return _("opened in the debrief") if opened_at(found) else _("waits for its debrief")
    return str(found.get_state_display())


@allow(OFFICE)
@require_http_methods(["GET", "POST"])
def new(request: Request) -> HttpResponse:
    """Plan a round; nobody is asked yet."""
    programs = [(one.id, one.name) for one in programs_for(request.viewer, *RUNS)]
    form = PlanForm(request.POST or None, programs=programs)
    if request.method == "POST" and form.is_valid():
        try:
            found = plan_round(plan=form.plan(), by=request.viewer)
        except DomainError as error:
            put_error(form, error)
        else:
            add_toast(
                request, _("Planned. %(name)s can propose raters now.") % {"name": found.subject.display_name}
            )
            return redirect(address(request, "rounds360:detail", round_id=found.id))
    return show_form(request, "coordinator/feedback360/new.html", form)


@allow(can_run_round, load=round_for)
@require_http_methods(["GET", "POST"])
def detail(request: Request, found: Round360) -> HttpResponse:
    """Show a round with its raters; a POST sends it, or lets somebody else debrief."""
    form = DebrieferForm()
    here = address(request, "rounds360:detail", round_id=found.id)
    go = pressed(request, "", "send", "debriefer") if request.method == "POST" else ""
    if go == "debriefer":
        form = DebrieferForm(request.POST)
        if form.is_valid() and _replaced(request, found, form):
            return redirect(here)
    elif go == "send":
        return _sent(request, found, here)
    elif request.method == "POST":
        return redirect(here)
    return show_form(request, "coordinator/feedback360/detail.html", form, **_context(found))


def _sent(request: Request, found: Round360, here: str) -> HttpResponse:
    try:
        people = send_round(round_id=found.id, by=request.viewer)
    except DomainError as error:
        return detail_page(request, found, error)
    words = ngettext(
        "%(count)s person is asked in 15 minutes.", "%(count)s people are asked in 15 minutes.", people
    )
    stop_at = address(request, "rounds360:stop", round_id=found.id)
    add_toast(request, words % {"count": people}, stop=stop_at)
    return redirect(here)


def detail_page(
    request: Request, found: Round360, error: DomainError, *, beside: Nomination | None = None
) -> HttpResponse:
    """Show a round with a sentence about what did not go, at its top or beside a rater, and with what was typed there."""
    refused = {"sentence": error.message, "row": beside.id if beside else None}
    refused["reason"] = request.POST.get("reason", "")[:200]
    context = {**_context(found), "form": DebrieferForm(), "refused": refused}
    status = 409 if isinstance(error, OutOfOrder) else 200
    return render(request, "coordinator/feedback360/detail.html", context, status=status)


def _replaced(request: Request, found: Round360, form: DebrieferForm) -> bool:
    try:
        other = person_named(form.cleaned_data["who"])
        replace_debriefer(round_id=found.id, debriefer=other, by=request.viewer)
    except DomainError as error:
        put_error(form, error, beside="who")
        return False
    add_toast(request, _("%(name)s debriefs now.") % {"name": other.display_name})
    return True


def _context(found: Round360) -> dict[str, Any]:
    rows = Nomination.objects.filter(round=found).select_related("person", "outside")
    for row in rows:
        row.decided = decided_words(row.state)
    hides = found.state != RoundState.NOMINATING
    groups = [
        (
            group_words(one.group),
            one,
            [
                row
                for row in rows
                if row.group == one.group and not (hides and row.state == NominationState.DECLINED)
            ],
        )
        for one in groups_of(found)
    ]
    return {
        "round": found,
        "refused": None,
        "state": state_words(found),
        "groups": groups,
        # everybody to be asked, and the person themselves
        "asked": 1 + sum(one.approved for _words, one, _rows in groups),
        "is_nominating": found.state == RoundState.NOMINATING,
        "is_called_off": found.state == RoundState.STOPPED and found.raters is None,
        "is_ended": found.state == RoundState.STOPPED and found.raters is not None,
        "is_endable": is_endable(found),
        "is_running": found.state == RoundState.RUNNING,
        "is_stoppable": is_stoppable(found),
        "progress": progress_of(found),
        "needs_another": needs_another_debriefer(found),
        "add": AddForm(groups=[one.group for _words, one, _rows in groups]),
    }


@allow(can_run_round, load=round_for)
@require_POST
def stop(request: Request, found: Round360) -> HttpResponse:
    """Take a round back before a mail has left."""
    stop_round(round_id=found.id, by=request.viewer)
    add_toast(request, _("Stopped. Nobody was asked; its raters can be chosen on."))
    return redirect(address(request, "rounds360:detail", round_id=found.id))
