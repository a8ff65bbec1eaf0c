"""People: the list, one person's page, and who has left."""

from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from rounds.core import audit
from rounds.core.access import Request, allow, holds
from rounds.core.enums import Role
from rounds.core.reading import read_id, read_search
from rounds.insights.selectors.rises import rises_untold
from rounds.mentorships.selectors import list_pairs_of
from rounds.people.enums import Tier
from rounds.people.models import Person
from rounds.people.rules import can_change_people, can_see_people
from rounds.people.selectors import (
    PeopleFilter,
    filter_counts,
    filter_people,
    list_leavers,
    person_for,
    record_for,
    rows_of,
    search_people,
    setup_steps,
)
from rounds.people.selectors.leaves import list_current_leaves
from rounds.programs.selectors.progress import list_parts_of
from rounds.web.addresses import address
from rounds.web.coordinator.people.rows import person_row
from rounds.web.coordinator.programs.rows import TOPIC_WORDS
from rounds.web.frame.search import SOURCES, Found

PAGE = 50
in_office = holds(Role.COORDINATOR, Role.DIRECTOR)


@require_GET
@allow(can_see_people)
def list_page(request: Request) -> HttpResponse:
    """List people; words, chips and page are kept in the address."""
    viewer = request.viewer
    wanted = wanted_people(request.GET)
    page = Paginator(filter_people(viewer, wanted), PAGE).get_page(request.GET.get("page"))
    counts = filter_counts(viewer, wanted)
    context = {
        "wanted": wanted,
        "is_filtered": wanted != PeopleFilter(),
        "page": page,
        "rows": [person_row(request, row) for row in rows_of(list(page))],
        "counts": counts,
        "setup": None if counts.here > 1 else setup_steps(),
        "can_change": can_change_people.test(viewer, None),
    }
    return render(request, "coordinator/people/list.html", context)


def wanted_people(query: QueryDict) -> PeopleFilter:
    """Read the filter from the address; what is not known there is left out."""
    tier, look = query.get("tier", ""), query.get("look", "")
    return PeopleFilter(
        words=read_search(query.get("q")),
        tier=tier if tier in Tier.values else "",
        department=read_id(query.get("department")),
        site=read_id(query.get("site")),
        look=look if look in {"left", "no_stage", "no_email"} else "",
    )


@require_GET
@allow(can_see_people, load=person_for)
def detail(request: Request, person: Person) -> HttpResponse:
    """Show one person, with programs, intake and pairs. An address of a merged record leads to the one that was kept; opening is logged."""
    viewer = request.viewer
    kept = address(request, "people:detail", person_id=person.id)
    if request.path != kept:
        return redirect(kept)
    if person.id != viewer.person_id:
        audit.record("person.view", by=viewer, kind="person", object_id=person.id, about_person_id=person.id)
    can_change = can_change_people.test(viewer, None)
    record = record_for(person)
    context = {
        "record": record,
        "rises": rises_untold(person.id, record.stages) if can_change else [],
        "person": person,
        "can_change": can_change,
        "leaves": list_current_leaves([person.id]) if can_change else [],
        "parts": [(one, TOPIC_WORDS.get(one.topic, "")) for one in list_parts_of(person, viewer)],
        "pairs": list_pairs_of(person, viewer),
        "in_office": in_office.test(viewer, None),
    }
    return render(request, "coordinator/people/detail.html", context)


@require_GET
@allow(can_see_people)
def leavers(request: Request) -> HttpResponse:
    """List who has left or is about to, and whether a follow-up can reach them."""
    page = Paginator(list_leavers(request.viewer), PAGE).get_page(request.GET.get("page"))
    return render(request, "coordinator/people/leavers.html", {"page": page})


def find_people(request: Request, words: str) -> list[Found]:
    """Answer the quick search with people whose page the viewer may open."""
    viewer = request.viewer
    if not can_see_people.test(viewer, None):
        return []
    rows = rows_of(search_people(viewer, words))
    return [
        Found(
            row.person.display_name,
            row.person.email or (row.stage.get_tier_display() if row.stage else ""),
            address(request, "people:detail", person_id=row.person.id),
            "person",
        )
        for row in rows
    ]


SOURCES.append(find_people)
