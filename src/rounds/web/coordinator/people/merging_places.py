"""Two departments, or two sites, become one: choose, see what moves, say yes, take it back within a day."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from rounds.core.access import Request, allow
from rounds.core.errors import DomainError
from rounds.core.reading import read_id
from rounds.people import services
from rounds.people.models import Department, MergedPlace, Site
from rounds.people.rules import can_change_structure
from rounds.people.selectors import get_place
from rounds.people.selectors.merged_places import get_merged_place, moves_of, other_places
from rounds.web.addresses import address
from rounds.web.toasts import add_toast


@require_http_methods(["GET", "POST"])
@allow(can_change_structure, load=get_place)
def merge(request: Request, gone: Department | Site) -> HttpResponse:
    """Choose what a department or site becomes part of, see what moves, and move it."""
    others = other_places(gone)
    wanted = read_id(request.POST.get("into") or request.GET.get("into"))
    into = next((one for one in others if one.id == wanted), None)
    if request.method == "POST" and into is not None:
        return _merged(request, gone, into)
    context = {
        "gone": gone,
        "into": into,
        "others": others,
        "moves": moves_of(gone),
        "is_department": isinstance(gone, Department),
        "is_unsaid": request.method == "POST" or ("into" in request.GET and into is None),
    }
    return render(request, "coordinator/people/structure/merge.html", context)


def _merged(request: Request, gone: Department | Site, into: Department | Site) -> HttpResponse:
    try:
        merged = services.merge_places(gone=gone, into=into, by=request.viewer)
    except DomainError as error:
        add_toast(request, error.message, icon="exclamation-circle")
    else:
        words = _("%(gone)s is part of %(into)s now.") % {"gone": gone.name, "into": into.name}
        add_toast(request, words, undo=address(request, "people:undo_merged_place", merged_id=merged.id))
    return redirect(address(request, "people:structure"))


@require_POST
@allow(can_change_structure, load=get_merged_place)
def undo(request: Request, merged: MergedPlace) -> HttpResponse:
    """Put back what was merged less than a day ago."""
    try:
        back = services.undo_place_merge(merged=merged, by=request.viewer)
        add_toast(request, _("%(name)s is on the list again.") % {"name": back.name})
    except DomainError as error:
        add_toast(request, error.message, icon="exclamation-circle")
    return redirect(address(request, "people:structure"))
