"""What residents released to a program director (PD): that, and no sign of anything else."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from rounds.core.access import Request, allow, holds
from rounds.core.enums import Role
from rounds.mentorships.models import Release
from rounds.mentorships.releases import services
from rounds.mentorships.releases.selectors import (
    directed_program_for,
    directed_programs,
    list_received,
    received_for,
    requirements_of,
)
from rounds.people.models import TrainingProgram
from rounds.web.addresses import address
from rounds.web.frame.presses import pressed
from rounds.web.toasts import add_toast

DIRECTS = holds(Role.RESIDENCY_DIRECTOR)
PAGE = 50


@require_GET
@allow(DIRECTS)
def list_page(request: Request) -> HttpResponse:
    """List what residents released to the residencies that the viewer directs."""
    programs = directed_programs(request.viewer)
    required = requirements_of(program.id for program in programs)
    context = {
        "page": Paginator(list_received(request.viewer), PAGE).get_page(request.GET.get("page")),
        "programs": [(program, required.get(program.id)) for program in programs],
    }
    return render(request, "director/received.html", context)


@require_GET
@allow(DIRECTS, load=received_for)
def packet(request: Request, release: Release) -> HttpResponse:
    """Show one release; that it was opened is recorded, and its resident sees it."""
    content = services.shown_packet(release=release, by=request.viewer)
    services.note_opened(release=release, by=request.viewer)
    return render(request, "director/packet.html", {"release": release, "packet": content})


@require_POST
@allow(DIRECTS, load=directed_program_for)
def require(request: Request, program: TrainingProgram) -> HttpResponse:
    """Say whether the residency requires the local milestone."""
    is_required = pressed(request, "require", "end") == "require"
    services.require_milestone(program=program, is_required=is_required, by=request.viewer)
    add_toast(request, _("Required from now on.") if is_required else _("No longer required."))
    return redirect(address(request, "received:list"))
