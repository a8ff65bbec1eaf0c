"""Records that may be one person: the list, two side by side, and what is decided about them."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from rounds.accounts.selectors import closings_asked
from rounds.accounts.services.access_changes import request_closing
from rounds.core.access import Request, Viewer, allow
from rounds.core.errors import DomainError, NotFound
from rounds.people import services
from rounds.people.models import Person
from rounds.people.rules import can_change_people
from rounds.people.selectors import are_said_two, compare_records, find_lookalikes, person_for, with_records
from rounds.web.addresses import address
from rounds.web.frame.presses import pressed
from rounds.web.toasts import add_toast

PAGE = 50
# what moves in a merge, where the table's own name says little to the office
MOVED = {
    "enrollment": gettext_lazy("part in a program"),
    "intake": gettext_lazy("answers entered for somebody"),
    "leaving": gettext_lazy("record of leaving"),
    "mentor load": gettext_lazy("count of a mentor's places"),
    "mentorship": gettext_lazy("pair"),
    "pending change": gettext_lazy("request about access"),
    "program role": gettext_lazy("role in a program"),
    "role assignment": gettext_lazy("role"),
    "roll over item": gettext_lazy("line of a July roll-over"),
    "training program member": gettext_lazy("place in a training program"),
    "training record": gettext_lazy("mentor training"),
}
Pair = tuple[Person, Person]


@require_GET
@allow(can_change_people)
def duplicates(request: Request) -> HttpResponse:
    """List records that may be one person; or those of whom somebody said that they are two."""
    shows_said = request.GET.get("show") == "two"
    pages = Paginator(find_lookalikes(request.viewer, said=shows_said), PAGE)
    page = pages.get_page(request.GET.get("page"))
    context = {"page": page, "pairs": with_records(list(page.object_list)), "shows_said": shows_said}
    return render(request, "coordinator/people/duplicates.html", context)


def load_pair(viewer: Viewer, keep_id: UUID, other_id: UUID) -> Pair:
    """Return two records of the viewer's institution; raises NotFound where one is gone."""
    keep, other = person_for(viewer, keep_id), person_for(viewer, other_id)
    if keep == other:
        raise NotFound
    return keep, other


@require_http_methods(["GET", "POST"])
@allow(can_change_people, load=load_pair)
def merge(request: Request, pair: Pair) -> HttpResponse:
    """Show two records side by side and what happens to what; then make them one, or say that they are two."""
    keep, other = pair
    problem = ""
    if request.method == "POST":
        try:
            return _decide(request, keep, other)
        except DomainError as error:
            problem = error.message
    comparison = compare_records(keep, other)
    context = {
        "comparison": comparison,
        "moves": [(MOVED.get(name, name), count) for name, count in comparison.moves],
        "problem": problem,
        "said_two": are_said_two(keep, other),
        "closing": closings_asked([keep.id, other.id]),
    }
    return render(request, "coordinator/people/merge.html", context)


def _decide(request: Request, keep: Person, other: Person) -> HttpResponse:
    """Do what the button says; DomainError says why it can't be done."""
    go = pressed(request, "two", "ask_again", "close_kept", "close_other", "merge")
    here = redirect(address(request, "people:merge", keep_id=keep.id, other_id=other.id))
    if go == "two":
        services.say_two_people(one=keep, other=other, by=request.viewer)
        add_toast(request, _("They are two people. You are not asked again."))
        return redirect(address(request, "people:duplicates"))
    if go == "ask_again":
        services.take_back_two_people(one=keep, other=other, by=request.viewer)
        add_toast(request, _("They stand among the duplicates again."))
        return here
    if go in ("close_kept", "close_other"):
        person, twin = (keep, other) if go == "close_kept" else (other, keep)
        request_closing(person=person, twin=twin, by=request.viewer)
        add_toast(request, _("Asked. It is closed once its owner or a second person has confirmed."))
        return here
    services.merge_people(keep=keep, other=other, by=request.viewer)
    add_toast(request, _("The two are one record now: %(name)s.") % {"name": keep.display_name})
    return redirect(address(request, "people:detail", person_id=keep.id))
