"""Objectives of a program: drafted by tier, locked by two people, amended in the open."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from rounds.core.access import Request, allow, holds
from rounds.core.errors import DomainError
from rounds.programs.models import Program
from rounds.programs.selectors import program_for
from rounds.programs.selectors.programs import OFFICE
from rounds.rollout.enums import Kind
from rounds.rollout.forms.objectives import AmendForm, DraftsForm, ObjectiveForm, WithoutForm
from rounds.rollout.models import Objective
from rounds.rollout.selectors.objectives import objective_for, objectives_of
from rounds.rollout.selectors.pitch import versions_of
from rounds.rollout.services.objectives import (
    amend_objectives,
    ask_to_lock,
    change_objective,
    lock_objectives,
    open_without,
    remove_objective,
    take_drafts,
    write_objective,
)
from rounds.rollout.values.objectives import power_words
from rounds.web.addresses import address
from rounds.web.frame.errors import put_error, show_form, status_of
from rounds.web.frame.presses import pressed
from rounds.web.toasts import add_toast

IN_OFFICE = holds(*OFFICE)


@require_http_methods(["GET", "POST"])
@allow(IN_OFFICE, load=program_for)
def objectives(request: Request, program: Program) -> HttpResponse:
    """Show the objectives by tier; a POST takes drafts, asks to lock, locks, or opens without objectives."""
    parts: dict[str, forms.Form] = {"drafts": DraftsForm(), "without": WithoutForm()}
    if request.method == "POST":
        go = pressed(request, "drafts", "ask", "lock", "without")
        if go == "drafts":
            parts[go] = DraftsForm(request.POST)
        elif go == "without":
            parts[go] = WithoutForm(request.POST)
        if _is_done(request, program, go, parts.get(go)):
            return redirect(address(request, "rollout:objectives", program_id=program.id))
    found = objectives_of(program)
    context = {
        "program": program,
        "objectives": found,
        "power": power_words(found.power) if found else "",
        "versions": versions_of(program, Kind.OBJECTIVES),
        "is_mine": found and found.set and found.set.asked_by_id == request.viewer.person_id,
        **parts,
    }
    status = max(map(status_of, parts.values()))
    return render(request, "rollout/objectives.html", context, status=status)


def _is_done(request: Request, program: Program, go: str, form: forms.Form | None) -> bool:
    """Do what was pressed; False where its form has to be shown again."""
    if form is not None and not form.is_valid():
        return False
    digest, by = request.POST.get("digest", "")[:64], request.viewer
    if go == "drafts" and form is not None:
        count = take_drafts(program=program, tier=form.cleaned_data["tier"], by=by)
        words = _("Three drafts to change or remove.") if count else _("This tier has objectives already.")
        add_toast(request, words)
    elif go == "ask":
        ask_to_lock(program=program, digest=digest, by=by)
        add_toast(request, _("Asked. Somebody else of the office reads and locks them."))
    elif go == "lock":
        lock_objectives(program=program, digest=digest, by=by)
        add_toast(request, _("Locked and issued. The outcomes of this year are open from now on."))
    elif form is not None:
        try:
            open_without(program=program, reason=form.cleaned_data["reason"], by=by)
        except DomainError as error:
            put_error(form, error, beside="reason")
            return False
        add_toast(request, _("Opened. Later reports say that objectives were not fixed beforehand."))
    return True


@require_http_methods(["GET", "POST"])
@allow(IN_OFFICE, load=program_for)
def add(request: Request, program: Program) -> HttpResponse:
    """Write an objective of one's own."""
    form = ObjectiveForm(request.POST or None, initial={"entry": ObjectiveForm.new_entry(), "least": 12})
    if request.method == "POST" and pressed(request, "save") and form.is_valid():
        try:
            write_objective(program=program, goal=form.goal(), entry_id=form.entry_id(), by=request.viewer)
        except DomainError as error:
            put_error(form, error)
        else:
            add_toast(request, _("Written. It can be changed until two people lock it."))
            return redirect(address(request, "rollout:objectives", program_id=program.id))
    return show_form(request, "rollout/objective.html", form, program=program)


@require_http_methods(["GET", "POST"])
@allow(IN_OFFICE, load=objective_for)
def objective(request: Request, objective: Objective) -> HttpResponse:
    """Change one objective that is not locked, or remove it."""
    program = objective.of.cycle.program
    form = ObjectiveForm(
        request.POST or None, initial={name: getattr(objective, name) for name in ObjectiveForm.SAID}
    )
    if request.method == "POST":
        go = pressed(request, "save", "remove")
        try:
            if go == "remove":
                remove_objective(objective_id=objective.id, by=request.viewer)
                add_toast(request, _("Removed."))
                return redirect(address(request, "rollout:objectives", program_id=program.id))
            if form.is_valid():
                change_objective(objective_id=objective.id, goal=form.goal(), by=request.viewer)
                add_toast(request, _("Saved. It can be changed until two people lock it."))
                return redirect(address(request, "rollout:objectives", program_id=program.id))
        except DomainError as error:
            put_error(form, error)
    return show_form(request, "rollout/objective.html", form, program=program, objective=objective)


@require_http_methods(["GET", "POST"])
@allow(IN_OFFICE, load=program_for)
def amend(request: Request, program: Program) -> HttpResponse:
    """Amend locked objectives: the amendment stands beside them in every report."""
    form = AmendForm(request.POST or None, initial={"entry": AmendForm.new_entry()})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            amend_objectives(
                program=program,
                words=given["words"],
                reason=given["reason"],
                entry_id=form.entry_id(),
                by=request.viewer,
            )
        except DomainError as error:
            put_error(form, error)
        else:
            add_toast(request, _("Amended. The objectives themselves stay as they were locked."))
            return redirect(address(request, "rollout:objectives", program_id=program.id))
    return show_form(request, "rollout/amend.html", form, program=program, objectives=objectives_of(program))
