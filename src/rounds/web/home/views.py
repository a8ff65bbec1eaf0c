"""The first page of an institution: for the program office, for other staff, for participants."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from rounds.core.access import Request, allow, holds, is_member
from rounds.core.clock import now
from rounds.core.database.prepared import reading_once
from rounds.core.enums import Role
from rounds.core.reading import read_id
from rounds.matching.runs.selectors import newest_run, newest_runs
from rounds.mentorships.dues.selectors import office_pairs
from rounds.mentorships.selectors import count_mentees
from rounds.programs.models import Program
from rounds.programs.rules import can_found_programs
from rounds.programs.selectors import cohort_of, open_cohorts_of, programs_for, programs_watched_by
from rounds.web.home.mine import my_home
from rounds.web.home.office import office_home
from rounds.web.home.others import Waits, most_pressing, other_programs, waits_of
from rounds.web.home.pairing import PATIENCE
from rounds.web.home.parts import count_the_work
from rounds.web.home.watch import watch_home
from rounds.web.home.watch.calls import count_calls_of_office
from rounds.web.kept_pages import kept_page
from rounds.web.shell import is_staff


@require_GET
@allow(is_member)
@reading_once()
def home(request: Request) -> HttpResponse:
    """Show what needs the reader today."""
    viewer = request.viewer
    if not is_staff.test(viewer, None):
        return _mine(request)
    day = viewer.today()
    programs = programs_for(viewer)
    if not programs:
        return _without_programs(request, day)
    cohorts = {one.cycle.program_id: one for one in open_cohorts_of(programs)}
    ids = [one.id for one in cohorts.values()]
    mentees, pairs = count_mentees(ids), office_pairs(viewer, programs)
    runs = newest_runs(ids, asked_before=now() - PATIENCE)
    waits = (
        waits_of(cohorts, mentees, runs, pairs, count_calls_of_office(viewer)) if len(programs) > 1 else {}
    )
    chosen = _chosen(request, programs, waits)
    cohort = cohorts.get(chosen.id)
    if cohort is None:
        cohort = cohort_of(chosen)
        mentees = count_mentees([cohort.id])
    run = runs.get(cohort.id) if cohort.id in ids else newest_run(cohort.id)
    office = office_home(request, chosen, cohort, mentees, pairs, run=run)
    others = other_programs(request, programs, shown=chosen, waits=waits)
    context = {
        "day": day,
        "programs": programs,
        "office": office,
        "others": others,
        "sentence": count_the_work(
            len(office.groups),
            len(others),
            is_calm=not others and office.is_calm,
        ),
    }
    return render(request, "home/office.html", context)


@require_GET
@allow(holds(Role.MENTOR, Role.MENTEE))
def mine(request: Request) -> HttpResponse:
    """Show staff who take part too what comes next for themselves; everybody else's home is this page."""
    return _mine(request)


@kept_page
@reading_once()
def _mine(request: Request) -> HttpResponse:
    return render(request, "home/mine.html", {"mine": my_home(request)})


def _without_programs(request: Request, day: date) -> HttpResponse:
    """Show who may begin a program how; everybody else of the staff what waits, and the figures of what they watch."""
    if can_found_programs.test(request.viewer, None):
        return render(request, "home/no_program.html", {"day": day})
    context = {"day": day, "watch": watch_home(request), "watched": programs_watched_by(request.viewer)}
    return render(request, "home/watch.html", context)


def _chosen(request: Request, programs: list[Program], waits: Mapping[UUID, Waits]) -> Program:
    """Return the program that the address names, else the one with the most that presses."""
    wanted = read_id(request.GET.get("program"))
    return next((one for one in programs if one.id == wanted), None) or most_pressing(programs, waits)
