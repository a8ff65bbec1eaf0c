"""Claim cards: written, locked, waited for, looked at once; and the basis of comparisons."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rounds.core.access import Request, allow, holds
from rounds.core.errors import DomainError
from rounds.core.jobs import latest_job_for
from rounds.core.reading import read_id
from rounds.insights.forms import BasisForm, ClaimForm, LineForm
from rounds.insights.models import ClaimCard
from rounds.insights.selectors.claims import (
    DECIDES,
    bases,
    basis_in_force,
    card_for,
    card_to_change,
    decides,
    draft_of,
    program_to_claim,
    shown_card,
)
from rounds.insights.services.claiming import (
    amend_card,
    lock_card,
    record_basis,
    throw_away_card,
    write_card,
)
from rounds.insights.services.starting import start_look
from rounds.insights.values.claims import CLAIMS
from rounds.people.rules import can_change_people
from rounds.programs.models import Program
from rounds.programs.selectors.programs import REPORTED_TO
from rounds.web.addresses import address
from rounds.web.evidence.pictures.verdicts import drawn, state_of
from rounds.web.frame.errors import put_error, show_form
from rounds.web.frame.presses import pressed
from rounds.web.jobs import leads_to
from rounds.web.toasts import add_toast

leads_to("claims", "evidence:home")


@require_http_methods(["GET", "POST"])
@allow(holds(*DECIDES), load=program_to_claim)
def new(request: Request, program: Program) -> HttpResponse:
    """Write a claim card; from then on figures of its measure are closed to its author until it is locked.

    `instead` names a draft that is written otherwise: the form begins with what it says.
    """
    draft = draft_of(program, read_id(request.GET.get("instead", "")))
    said = {name: getattr(draft, name) for name in ClaimForm.SAID} if draft else {}
    form = ClaimForm(request.POST or None, initial={**said, "entry": ClaimForm.new_entry()})
    if request.method == "POST" and form.is_valid():
        try:
            card = write_card(
                program=program,
                wanted=form.wanted(),
                entry_id=form.entry_id(),
                by=request.viewer,
                instead_of=draft.id if draft else None,
            )
        except DomainError as error:
            put_error(form, error)
        else:
            return redirect(address(request, "evidence:claim", card_id=card.id))
    context = {"program": program, "claims": CLAIMS.values(), "basis": basis_in_force(), "draft": draft}
    return show_form(request, "evidence/new_claim.html", form, **context)


@require_safe
@allow(holds(*REPORTED_TO), load=card_for)
def detail(request: Request, card: ClaimCard) -> HttpResponse:
    """Show a card: what it claims, what it takes, and what the look said."""
    shown = shown_card(card)
    running = latest_job_for("claims", card.id)
    context = {
        "shown": shown,
        "state": state_of(shown),
        "card": card,
        "decides": decides(request.viewer, card.program_id),
        "is_looking": running is not None and not running.is_over,
        "picture": drawn(card, shown.look) if shown.look else None,
        "no_basis": card.compares and not card.is_locked and basis_in_force() is None,
    }
    return render(request, "evidence/claim.html", context)


@require_POST
@allow(holds(*DECIDES), load=card_to_change)
def change(request: Request, card: ClaimCard) -> HttpResponse:
    """Lock a card, throw it away, or let the worker look at it."""
    go = pressed(request, "lock", "throw_away", "look")
    if go == "throw_away":
        throw_away_card(card_id=card.id, by=request.viewer)
        add_toast(request, _("The card is thrown away. Figures of its measure are open to its author again."))
        return redirect(address(request, "evidence:home"))
    if go == "lock":
        lock_card(card_id=card.id, by=request.viewer)
        add_toast(request, _("Locked. From now on it changes by dated lines alone."))
        return redirect(address(request, "evidence:claim", card_id=card.id))
    job = start_look(card_id=card.id, by=request.viewer)
    return redirect(address(request, "jobs:detail", job_id=job.id))


@require_http_methods(["GET", "POST"])
@allow(holds(*DECIDES), load=card_to_change)
def line(request: Request, card: ClaimCard) -> HttpResponse:
    """Write a dated line on a locked card."""
    form = LineForm(request.POST or None, initial={"entry": LineForm.new_entry()})
    if request.method == "POST" and form.is_valid():
        words, reason = form.cleaned_data["words"], form.cleaned_data["reason"]
        try:
            amend_card(card=card, words=words, reason=reason, entry_id=form.entry_id(), by=request.viewer)
        except DomainError as error:
            put_error(form, error)
        else:
            add_toast(request, _("Written on the card, with today’s day."))
            return redirect(address(request, "evidence:claim", card_id=card.id))
    return show_form(request, "evidence/claim_line.html", form, card=card, claim=CLAIMS[card.template])


@require_http_methods(["GET", "POST"])
@allow(can_change_people)
def basis(request: Request) -> HttpResponse:
    """Show who approved comparisons with staff outside programs; a POST records one more."""
    form = BasisForm(request.POST or None, initial={"entry": BasisForm.new_entry()})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            record_basis(
                approved_by=given["approved_by"],
                columns=given["columns"],
                until_on=given["until_on"],
                entry_id=form.entry_id(),
                by=request.viewer,
            )
        except DomainError as error:
            put_error(form, error)
        else:
            add_toast(request, _("Recorded. Cards that compare can be locked until that day."))
            return redirect(address(request, "evidence:basis"))
    return show_form(request, "evidence/basis.html", form, rows=bases())
