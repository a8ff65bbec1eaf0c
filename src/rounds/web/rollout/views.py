"""The roll-out of a program as a ladder: its steps, its two anchors, and what is said of a step."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rounds.core.access import Request, allow, holds
from rounds.core.errors import DomainError
from rounds.programs.models import Program
from rounds.programs.rules import can_found_programs
from rounds.programs.selectors import program_for
from rounds.programs.selectors.programs import OFFICE, REPORTED_TO, open_cycle_of, programs_for
from rounds.rollout.enums import Proof, Said
from rounds.rollout.forms.launch import AnchorsForm, LetGoForm, OwnerForm, WordForm
from rounds.rollout.models import ChecklistItem
from rounds.rollout.selectors.ladder import (
    READERS,
    item_for,
    ladders_of,
    launch_of,
    line_of,
    moves_of,
    program_to_read,
)
from rounds.rollout.services.launching import (
    begin_launch,
    check_anchors,
    move_anchors,
    move_back,
    name_owner,
    say_of_item,
    take_back,
)
from rounds.web.addresses import address
from rounds.web.frame.errors import put_error, show_form, status_of
from rounds.web.frame.presses import pressed
from rounds.web.toasts import add_toast

IN_OFFICE = holds(*OFFICE)
JULY = 7


@require_safe
@allow(holds(*REPORTED_TO))
def programs(request: Request) -> HttpResponse:
    """Show each program with how far its roll-out has come; who reads only what is issued is led to its documents."""
    found = programs_for(request.viewer, *REPORTED_TO)
    ladders = ladders_of(found)
    rows = [(one, ladders.get(one.id), request.viewer.has(*READERS, scope_id=one.id)) for one in found]
    context = {"rows": rows, "may_found": can_found_programs.test(request.viewer, None)}
    return render(request, "rollout/list.html", context)


@require_safe
@allow(holds(*READERS), load=program_to_read)
def ladder(request: Request, program: Program) -> HttpResponse:
    """Show the ladder of a program, and every step below it."""
    context = {
        "program": program,
        "ladder": ladders_of([program]).get(program.id),
        "in_office": request.viewer.has(*OFFICE, scope_id=program.id),
    }
    return render(request, "rollout/ladder.html", context)


@require_http_methods(["GET", "POST"])
@allow(IN_OFFICE, load=program_for)
def anchors(request: Request, program: Program) -> HttpResponse:
    """Begin a roll-out, or move its anchors: first look which days move with them, then move them."""
    launch, cycle = launch_of(program), open_cycle_of(program)
    begins_with: dict[str, Any] = {}
    if launch is not None:
        begins_with = {"kickoff_on": launch.kickoff_on, "ends_on": launch.ends_on}
    elif cycle is not None:
        begins_with = {"kickoff_on": cycle.starts_on, "ends_on": cycle.ends_on}
    form, moves = AnchorsForm(request.POST or None, initial=begins_with), None
    if request.method == "POST":
        go = pressed(request, "look", "move") if launch else pressed(request, "begin")
        if form.is_valid():
            try:
                if go == "look" and launch:
                    check_anchors(**form.cleaned_data)
                    moves = moves_of(launch, **form.cleaned_data)
                else:
                    _set_anchors(request, program, form, go)
                    return redirect(address(request, "rollout:ladder", program_id=program.id))
            except DomainError as error:
                put_error(form, error)
    return show_form(
        request,
        "rollout/anchors.html",
        form,
        program=program,
        launch=launch,
        moves=moves,
        in_july=form.is_bound and form.is_valid() and form.cleaned_data["kickoff_on"].month == JULY,
    )


def _set_anchors(request: Request, program: Program, form: AnchorsForm, go: str) -> None:
    if go == "begin":
        begin_launch(program=program, by=request.viewer, **form.cleaned_data)
        add_toast(request, _("Begun: each step has its day and its owner."))
        return
    moved = len(move_anchors(program=program, by=request.viewer, **form.cleaned_data))
    words = ngettext(
        "Moved. %(count)s open step has another day.", "Moved. %(count)s open steps have another day.", moved
    )
    undo = address(request, "rollout:back", program_id=program.id)
    add_toast(request, words % {"count": moved}, undo=undo)


@require_POST
@allow(IN_OFFICE, load=program_for)
def back(request: Request, program: Program) -> HttpResponse:
    """Undo the last move of the anchors."""
    moved = len(move_back(program=program, by=request.viewer))
    words = ngettext(
        "Moved back. %(count)s open step has its former day.",
        "Moved back. %(count)s open steps have their former days.",
        moved,
    )
    add_toast(request, words % {"count": moved})
    return redirect(address(request, "rollout:ladder", program_id=program.id))


@require_http_methods(["GET", "POST"])
@allow(IN_OFFICE, load=item_for)
def step(request: Request, item: ChecklistItem) -> HttpResponse:
    """Show one step; a POST says that it is done, lets it go, takes that back, or names its owner."""
    line = line_of(item)
    parts: dict[str, forms.Form] = {
        "word": WordForm(proof=line.step.proof),
        "let_go": LetGoForm(),
        "owner": OwnerForm(initial={"owner_name": item.owner_name}),
    }
    if request.method == "POST":
        go = pressed(request, "word", "let_go", "owner", "take_back")
        if go == "word":
            parts[go] = WordForm(request.POST, proof=line.step.proof)
        elif go == "let_go":
            parts[go] = LetGoForm(request.POST)
        elif go == "owner":
            parts[go] = OwnerForm(request.POST, initial={"owner_name": item.owner_name})
        if _is_said(request, item, line.step.proof, go, parts.get(go)):
            return redirect(address(request, "rollout:step", item_id=item.id))
    context = {"line": line, "program": item.launch.program, **parts}
    return render(request, "rollout/step.html", context, status=max(map(status_of, parts.values())))


def _is_said(request: Request, item: ChecklistItem, proof: str, go: str, form: forms.Form | None) -> bool:
    """Write what was said; False where its form has to be shown again."""
    if form is None:
        take_back(item_id=item.id, by=request.viewer)
        add_toast(request, _("Taken back. The step is open again, unless a fact shows it."))
        return True
    if not form.is_valid():
        return False
    given, by = form.cleaned_data, request.viewer
    try:
        if go == "owner":
            name_owner(item_id=item.id, name=given["owner_name"], by=by)
            add_toast(request, _("Noted whose step it is."))
        elif go == "let_go":
            say_of_item(item_id=item.id, said=Said.LET_GO, words=given["reason"], by=by)
            add_toast(request, _("Let go. It counts no more; the reason stays."))
        else:
            said = Said.DOCUMENT if proof == Proof.DOCUMENT else Said.TICKED
            say_of_item(item_id=item.id, said=said, words=given["words"], by=by)
            add_toast(request, _("Done. Your words stand beside it."))
    except DomainError as error:
        put_error(form, error, beside=next(iter(form.fields)))
        return False
    return True
