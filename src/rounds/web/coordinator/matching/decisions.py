"""Deciding about a pair: lock, forbid, swap, assign by hand, note; each with a way back."""

from collections.abc import Callable
from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from rounds.core.access import Request, allow
from rounds.core.errors import DomainError
from rounds.matching.decisions.forms import NoteForm, ReasonForm
from rounds.matching.decisions.services import decisions
from rounds.matching.decisions.services.notes import add_fit_note
from rounds.matching.models import MatchRun
from rounds.matching.review.selectors.board import Board
from rounds.matching.runs.services.runs import start_run
from rounds.web.addresses import address
from rounds.web.coordinator.matching.loading import (
    OFFICE,
    PairAt,
    open_pair_for,
    pair_for,
    refuse_published,
    run_for,
)
from rounds.web.frame.errors import onward_of, put_error
from rounds.web.toasts import add_toast


@require_POST
@allow(OFFICE, load=open_pair_for)
def lock(request: Request, found: PairAt) -> HttpResponse:
    """Lock a pair."""
    return _acted(
        request,
        found,
        lambda: decisions.lock_pair(cohort=found.run.cohort, pair=found.ids, by=request.viewer),
        _("Locked. Every later run keeps this pair."),
    )


@require_POST
@allow(OFFICE, load=open_pair_for)
def lift(request: Request, found: PairAt) -> HttpResponse:
    """Undo the decision about a pair."""
    return _acted(
        request,
        found,
        lambda: decisions.lift_pair(cohort=found.run.cohort, pair=found.ids, by=request.viewer),
        _("Undone."),
        undo=False,
    )


@require_POST
@allow(OFFICE, load=run_for)
def undo(request: Request, run: MatchRun) -> HttpResponse:
    """Undo the viewer's last decision."""
    one = decisions.undo_last(cohort=run.cohort, by=request.viewer)
    add_toast(
        request,
        _("Undone: %(mentee)s and %(mentor)s are no longer %(state)s.")
        % {
            "mentee": one.mentee.person.full_name,
            "mentor": one.mentor.person.full_name,
            "state": one.get_kind_display(),
        },
    )
    mentee, mentor = one.mentee.person_id, one.mentor.person_id
    return redirect(address(request, "matching:pair", run_id=run.id, mentee_id=mentee, mentor_id=mentor))


@require_http_methods(["GET", "POST"])
@allow(OFFICE, load=pair_for)
def forbid(request: Request, found: PairAt) -> HttpResponse:
    """Keep two people apart, with a reason."""
    return asked(
        request,
        found,
        ReasonForm(request.POST or None),
        lambda form: decisions.forbid_pair(
            cohort=found.run.cohort, pair=found.ids, by=request.viewer, **form.cleaned_data
        ),
        {
            "title": _("Keep these two apart"),
            "verb": _("Forbid and run again"),
            "later": _("Forbid, run later"),
        },
    )


@require_http_methods(["GET", "POST"])
@allow(OFFICE, load=pair_for)
def note(request: Request, found: PairAt) -> HttpResponse:
    """Add a fit note."""
    form, status = NoteForm(request.POST or None, initial={"entry": NoteForm.new_entry()}), 200
    if request.method == "POST" and form.is_valid():
        try:
            add_fit_note(
                cohort=found.run.cohort,
                pair=found.ids,
                text=form.cleaned_data["note"],
                by=request.viewer,
                entry_id=form.entry_id(),
            )
        except DomainError as error:
            status = put_error(form, error)
        else:
            add_toast(request, _("Noted."))
            return redirect(_pair_address(request, found))
    return _question(request, found, "coordinator/matching/note.html", {"form": form}, status)


def _acted(
    request: Request, found: PairAt, act: Callable[[], object], said: str, *, undo: bool = True
) -> HttpResponse:
    act()
    back = address(request, "matching:undo", run_id=found.run.id) if undo else ""
    add_toast(request, said, icon="lock-fill" if undo else "check", undo=back)
    return redirect(_pair_address(request, found))


def asked(
    request: Request,
    found: PairAt,
    form: Form,
    act: Callable[[Form], object],
    context: dict[str, Any],
    *,
    template: str = "coordinator/matching/decide.html",
) -> HttpResponse:
    """Show a question with a reason; do it, and run again around it if asked to.

    Who comes too late gets the question back (409): who won, what to do next, and all that was typed.
    """
    status = 200
    if request.method != "POST":
        refuse_published(found.run)
    else:
        try:
            refuse_published(found.run)
            if form.is_valid():
                act(form)
                return _after(request, found)
        except DomainError as error:
            status = put_error(form, error)
    return _question(request, found, template, {"form": form, **context}, status)


def _question(
    request: Request, found: PairAt, template: str, context: dict[str, Any], status: int
) -> HttpResponse:
    onward = onward_of(request) if status == 409 else None
    shown = {**context, "found": found, "onward": onward, **_people(request, found)}
    return render(request, template, shown, status=status)


def _after(request: Request, found: PairAt) -> HttpResponse:
    """Run again around a decision; it holds even when no run can begin now."""
    said = _("Noted. Run again to see the pairs around it.")
    if "later" not in request.POST:
        try:
            new = start_run(
                cohort=found.run.cohort, by=request.viewer, aim=found.run.aim, weights=found.run.weights
            )
            return redirect(address(request, "matching:run", run_id=new.id))
        except DomainError as error:
            said = _("Noted, but no new run began. %(why)s") % {"why": error.message}
    add_toast(request, said, undo=address(request, "matching:undo", run_id=found.run.id))
    return redirect(_pair_address(request, found))


def _people(request: Request, found: PairAt) -> dict[str, Any]:
    names = Board(found.run, request.viewer).with_meta(found.key)
    return {"run": found.run, "mentee": names[found.key[0]], "mentor": names[found.key[1]]}


def _pair_address(request: Request, found: PairAt) -> str:
    pair = {"run_id": found.run.id, "mentee_id": found.mentee_id, "mentor_id": found.mentor_id}
    return address(request, "matching:pair", **pair) + "#pair"  # on a phone the list comes before it
