"""The first page of an institution: for the program office, for other staff, for participants."""

from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from rounds.core.access import Request, allow, is_member
from rounds.core.reading import read_id
from rounds.mentorships.dues.selectors import office_pairs
from rounds.mentorships.selectors import count_mentees
from rounds.programs.models import Program
from rounds.programs.rules import can_found_programs
from rounds.programs.selectors import cohort_of, open_cohorts_of, programs_for, programs_watched_by
from rounds.web.home.mine import my_home
from rounds.web.home.office import office_home
from rounds.web.home.others import other_programs
from rounds.web.home.parts import count_the_work
from rounds.web.home.watch import watch_home
from rounds.web.shell import is_staff


@require_GET
@allow(is_member)
def home(request: Request) -> HttpResponse:
    """Show what needs the reader today."""
    viewer = request.viewer
    if not is_staff.test(viewer, None):
        return mine(request)
    day = viewer.today()
    programs = programs_for(viewer)
    if not programs:
        return _without_programs(request, day)
    chosen = _chosen(request, programs)
    cohorts = {one.cycle.program_id: one for one in open_cohorts_of(programs)}
    cohort = cohorts.get(chosen.id) or cohort_of(chosen)
    mentees = count_mentees([cohort.id, *(one.id for one in cohorts.values())])
    pairs = office_pairs(viewer, programs)
    office = office_home(request, chosen, cohort, mentees, pairs)
    others = other_programs(
        request, programs, shown=chosen, cohorts=cohorts, mentees=mentees, trouble=pairs.trouble
    )
    context = {
        "day": day,
        "programs": programs,
        "office": office,
        "others": others,
        "sentence": count_the_work(len(office.groups), is_calm=not others and not office.is_waiting),
    }
    return render(request, "home/office.html", context)


@require_GET
@allow(is_member)
def mine(request: Request) -> HttpResponse:
    """Show a participant what comes next; staff who take part too find their own page here."""
    return render(request, "home/mine.html", {"mine": my_home(request)})


def _without_programs(request: Request, day: date) -> HttpResponse:
    """Show who may begin a program how; everybody else of the staff what waits, and the figures of what they watch."""
    if can_found_programs.test(request.viewer, None):
        return render(request, "home/no_program.html", {"day": day})
    context = {"day": day, "watch": watch_home(request), "watched": programs_watched_by(request.viewer)}
    return render(request, "home/watch.html", context)


def _chosen(request: Request, programs: list[Program]) -> Program:
    """Return the program that the address names, else one that runs, else the first."""
    wanted = read_id(request.GET.get("program"))
    running = [one for one in programs if one.state == "running"]
    return next((one for one in programs if one.id == wanted), (running or programs)[0])
