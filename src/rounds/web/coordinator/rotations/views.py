"""Rotations on record: who has some, and one person's year."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from rounds.core.access import Request, allow, holds
from rounds.core.enums import Role
from rounds.core.reading import read_search
from rounds.people.models import Person
from rounds.programs.selectors.rotations import (
    list_scheduled,
    rotations_of,
    scheduled_of,
    scheduled_person_for,
)

OFFICE = holds(Role.COORDINATOR, Role.DIRECTOR)
PAGE = 50


@require_GET
@allow(OFFICE)
def list_page(request: Request) -> HttpResponse:
    """List the people of the viewer's programs with rotations on record."""
    words = read_search(request.GET.get("q"))
    page = Paginator(list_scheduled(request.viewer, words), PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "rows": scheduled_of(page.object_list), "words": words}
    return render(request, "coordinator/rotations/list.html", context)


@require_GET
@allow(OFFICE, load=scheduled_person_for)
def person(request: Request, found: Person) -> HttpResponse:
    """Show somebody's rotations in order, as the schedule has them."""
    context = {"person": found, "rotations": rotations_of([found.id])}
    return render(request, "coordinator/rotations/person.html", context)
