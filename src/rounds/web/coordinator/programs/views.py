"""Programs: start one, set it up, name its priorities and its office."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from rounds.accounts.services.access_changes import list_waiting_roles
from rounds.core.access import Request, Viewer, allow, holds
from rounds.core.enums import Role
from rounds.core.errors import DomainError
from rounds.core.reading import read_id, read_search
from rounds.mentorships.selectors import count_places
from rounds.people.models import Person
from rounds.programs import services
from rounds.programs.forms.office import (
    CohortForm,
    NewProgramForm,
    NextYearForm,
    PriorityForm,
    RoleForm,
    SettingsForm,
)
from rounds.programs.models import Cycle, Priority, Program, ProgramRole
from rounds.programs.rules import can_found_programs, is_office
from rounds.programs.selectors import (
    cohort_figures,
    cohort_of,
    list_programs,
    missing_steps,
    open_cycle_of,
    people_by_name,
    program_for,
    programs_for,
    setup_of,
)
from rounds.web.addresses import address
from rounds.web.frame.ask import ask_first
from rounds.web.frame.errors import put_error, show_form
from rounds.web.toasts import add_toast

OFFICE = holds(Role.COORDINATOR, Role.DIRECTOR)


@allow(OFFICE)
@require_GET
def list_page(request: Request) -> HttpResponse:
    """Show the programs of the viewer."""
    viewer = request.viewer
    context = {"lines": list_programs(viewer), "can_found": can_found_programs.test(viewer, None)}
    return render(request, "coordinator/programs/list.html", context)


@allow(can_found_programs)
@require_http_methods(["GET", "POST"])
def new(request: Request) -> HttpResponse:
    """Start a program from a template."""
    form = NewProgramForm(
        request.POST or None, today=request.viewer.today(), programs=programs_for(request.viewer)
    )
    if request.method == "POST" and form.is_valid():
        try:
            program = services.create_program(by=request.viewer, **form.wanted())
        except DomainError as error:
            put_error(form, error)
        else:
            return redirect(address(request, "programs:detail", program_id=program.id))
    return show_form(request, "coordinator/programs/new.html", form)


@allow(is_office, load=program_for)
@require_GET
def detail(request: Request, program: Program) -> HttpResponse:
    """Show the state of a program: what is set up, what is missing, the next step."""
    cohort = cohort_of(program)
    figures = cohort_figures(cohort)
    steps = setup_of(program, cohort, figures)
    context = {
        "program": program,
        "cohort": cohort,
        "figures": figures,
        "places": count_places(cohort.id),
        "steps": steps,
        "done": sum(step.is_done for step in steps if step.is_needed),
        "needed": sum(step.is_needed for step in steps),
        "missing": missing_steps(program, cohort, figures),
        "state_words": program.state_words(cohort.cycle.starts_on),
        "waits": program.waits_for(cohort.cycle.starts_on),
        "may_take_back": not services.why_not_take_back(program),
    }
    return render(request, "coordinator/programs/detail.html", context)


@allow(is_office, load=program_for)
@require_http_methods(["GET", "POST"])
def settings(request: Request, program: Program) -> HttpResponse:
    """Change what came from the template."""
    form = SettingsForm(request.POST or None, instance=program)
    if request.method == "POST" and form.is_valid():
        try:
            fresh = program_for(request.viewer, program.id)
            services.update_program(by=request.viewer, program=fresh, **form.cleaned_data)
        except DomainError as error:
            put_error(form, error)
        else:
            add_toast(request, _saved(fresh, form.cleaned_data))
            return redirect(address(request, "programs:detail", program_id=program.id))
    return show_form(request, "coordinator/programs/settings.html", form, program=program)


def _saved(program: Program, wanted: dict[str, Any]) -> str:
    if program.needs_second_person and wanted.get("needs_second_person") is False:
        return _(
            "Saved, but for one thing: pairs are approved by a second person until somebody else confirms, on the page"
            " Access, that it ends."
        )
    return _("Settings saved.")


@allow(is_office, load=program_for)
@require_http_methods(["GET", "POST"])
def years(request: Request, program: Program) -> HttpResponse:
    """Show the years and cohorts; open the next year, add a cohort."""
    cycle = open_cycle_of(program)
    initial = {"starts_on": cycle.ends_on if cycle else None}
    go = request.POST.get("go", "")
    next_year = NextYearForm(request.POST if go == "open" else None, initial=initial)
    cohort = CohortForm(request.POST if go == "cohort" else None)
    try:
        if _year_changed(request, program, cycle, next_year=next_year, cohort=cohort):
            return redirect(address(request, "programs:years", program_id=program.id))
    except DomainError as error:
        add_toast(request, error.message, icon="exclamation-circle")
        return redirect(address(request, "programs:years", program_id=program.id))
    context = {
        "program": program,
        "cycle": cycle,
        "next_year": next_year,
        "cohort": cohort,
        "cycles": list(program.cycles.prefetch_related("cohorts")),
    }
    return render(request, "coordinator/programs/years.html", context)


def _year_changed(
    request: Request,
    program: Program,
    cycle: Cycle | None,
    *,
    next_year: NextYearForm,
    cohort: CohortForm,
) -> bool:
    viewer = request.viewer
    go = request.POST.get("go", "")
    if go == "open" and next_year.is_valid():
        services.open_cycle(by=viewer, program=program, starts_on=next_year.cleaned_data["starts_on"])
        add_toast(request, _("The next year is open."))
    elif go == "cohort" and cycle is not None and cohort.is_valid():
        added = services.add_cohort(by=viewer, cycle=cycle, name=cohort.cleaned_data["name"])
        add_toast(request, _("%(name)s is added.") % {"name": added.name})
    else:
        return False
    return True


def _load_priority(viewer: Viewer, program_id: UUID, priority_id: UUID) -> Priority:
    priority: Priority = (
        program_for(viewer, program_id).priorities.select_related("program").get(id=priority_id)
    )
    return priority


@allow(is_office, load=program_for)
@require_http_methods(["GET", "POST"])
def priorities(request: Request, program: Program) -> HttpResponse:
    """List the strategic priorities, and add one."""
    form = PriorityForm(request.POST or None, initial={"from_on": cohort_of(program).cycle.starts_on})
    if request.method == "POST" and _saved_priority(request, form, program, None):
        return redirect(address(request, "programs:priorities", program_id=program.id))
    context = {"form": form, "program": program, "priorities": list(program.priorities.all())}
    return render(request, "coordinator/programs/priorities.html", context)


@allow(is_office, load=_load_priority)
@require_http_methods(["GET", "POST"])
def priority(request: Request, found: Priority) -> HttpResponse:
    """Change a priority, or take it out."""
    form = PriorityForm(request.POST or None, instance=found)
    program = found.program
    back = address(request, "programs:priorities", program_id=program.id)
    if request.method == "POST" and request.POST.get("go") == "remove":
        services.remove_priority(by=request.viewer, priority=found)
        add_toast(request, _("%(name)s is taken out.") % {"name": found.name})
        return redirect(back)
    if request.method == "POST" and _saved_priority(request, form, program, found.id):
        return redirect(back)
    return show_form(request, "coordinator/programs/priority.html", form, program=program, priority=found)


def _saved_priority(request: Request, form: PriorityForm, program: Program, priority_id: UUID | None) -> bool:
    if not form.is_valid():
        return False
    fresh = program.priorities.get(id=priority_id) if priority_id else None
    try:
        saved = services.save_priority(
            by=request.viewer,
            program=program,
            priority=fresh,
            **form.cleaned_data,
        )
    except DomainError as error:
        put_error(form, error)
        return False
    add_toast(request, _("%(name)s is saved.") % {"name": saved.name})
    return True


@allow(is_office, load=program_for)
@require_http_methods(["GET", "POST"])
def roles(request: Request, program: Program) -> HttpResponse:
    """Show who runs a program; find somebody and ask for a role, which a second person confirms."""
    form = RoleForm(request.POST or None)
    find = read_search(request.GET.get("find"))
    if request.method == "POST" and form.is_valid():
        person = Person.objects.filter(id=read_id(request.POST.get("person"))).first()
        if person is not None:
            try:
                services.ask_for_role(by=request.viewer, program=program, person=person, **form.cleaned_data)
            except DomainError as error:
                add_toast(request, error.message, icon="exclamation-circle")
            else:
                add_toast(
                    request,
                    _("Asked. It counts once %(name)s or a second person has confirmed it.")
                    % {"name": person.display_name},
                )
            return redirect(address(request, "programs:roles", program_id=program.id))
    context = {
        "form": form,
        "program": program,
        "find": find,
        "hits": people_by_name(find),
        "waiting": list_waiting_roles(program.id),
        "roles": list(program.roles.filter(to_on=None).select_related("person").order_by("role", "id")),
    }
    return render(request, "coordinator/programs/roles.html", context)


def _load_role(viewer: Viewer, program_id: UUID, role_id: UUID) -> ProgramRole:
    role: ProgramRole = program_for(viewer, program_id).roles.get(id=role_id)
    return role


@allow(is_office, load=_load_role)
@require_http_methods(["GET", "POST"])
def end_role(request: Request, role: ProgramRole) -> HttpResponse:
    """End somebody's role today; asks first."""
    if request.method == "GET":
        names = {"name": role.person.full_name, "role": role.get_role_display(), "program": role.program}
        return ask_first(
            request,
            title=_("End this role today?"),
            words=[
                _("%(name)s is no longer %(role)s of %(program)s and can't open its pages.") % names,
                _("To give the role back, somebody asks for it and a second person confirms."),
            ],
            verb=_("End the role today"),
            back=address(request, "programs:roles", program_id=role.program_id),
        )
    try:
        services.end_role(by=request.viewer, program_role=role)
        add_toast(request, _("The role has ended."))
    except DomainError as error:
        add_toast(request, error.message, icon="exclamation-circle")
    return redirect(address(request, "programs:roles", program_id=role.program_id))
