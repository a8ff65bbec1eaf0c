"""One's own training: what is on record, to what one is invited; and a module as everybody may read it."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rounds.core.access import Request, Viewer, allow, holds, is_member
from rounds.core.enums import Role
from rounds.development.enums import PlaceState
from rounds.development.models import SessionPlace
from rounds.development.selectors.training import module_for, own_place_for, own_training, uses_plain_titles
from rounds.development.services.training import answer_invitation
from rounds.development.values.modules import Module
from rounds.web.addresses import address
from rounds.web.frame.presses import pressed
from rounds.web.toasts import add_toast

IS_MENTOR = holds(Role.MENTOR)
READS_MODULES = holds(Role.MENTOR, Role.FACULTY_DEVELOPER)


@allow(READS_MODULES, load=module_for)
@require_safe
def module(request: Request, module: Module) -> HttpResponse:
    """Show a module: its parts, its case, what an observer looks for."""
    context = {
        "module": module,
        "title": module.title_for(is_plain=uses_plain_titles()),
        "develops": request.viewer.has_anywhere(Role.FACULTY_DEVELOPER),
    }
    return render(request, "development/module.html", context)


@allow(IS_MENTOR)
@require_safe
def mine(request: Request) -> HttpResponse:
    """Show a mentor's own training, and the sessions that wait for their answer."""
    return render(request, "development/mine.html", {"own": own_training(request.viewer)})


def load_place(viewer: Viewer, training_place_id: UUID) -> SessionPlace:
    """Return the viewer's own place in a session; raises NotFound."""
    return own_place_for(viewer, training_place_id)


@allow(is_member, load=load_place)
@require_POST
def answer(request: Request, place: SessionPlace) -> HttpResponse:
    """Say that one comes, or does not."""
    go = pressed(request, PlaceState.COMING, PlaceState.NOT_COMING)
    answer_invitation(place=place, answer=go, by=request.viewer)
    said = (
        _("Noted: you come.")
        if go == PlaceState.COMING
        else _("Noted: you don’t come. You can say otherwise.")
    )
    add_toast(request, said)
    return redirect(address(request, "development:mine"))
