"""Departments, sites, training programs and who belongs to them."""

from uuid import UUID

from django import forms
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from rounds.accounts.services.access_changes import ask_to_direct, directors_to_ask_for, list_waiting_roles
from rounds.core.access import Request, Viewer, allow
from rounds.core.errors import DomainError, NotFound
from rounds.core.reading import NO_ID, read_id, read_search
from rounds.people import services
from rounds.people.enums import TrainingKind
from rounds.people.forms import DepartmentForm, HelpRouteForm, MemberForm, SiteForm, TrainingProgramForm
from rounds.people.models import Department, Person, Site, TrainingProgram, TrainingProgramMember
from rounds.people.rules import can_change_structure
from rounds.people.selectors import (
    get_place,
    get_training_program,
    list_departments,
    list_sites,
    list_training_programs,
    members_of,
    person_for,
    search_people,
)
from rounds.people.selectors.merged_places import merges_of_a_day
from rounds.people.selectors.routes import Route, help_route_for, help_routes
from rounds.people.services.structure import save_help_route
from rounds.web.addresses import address
from rounds.web.frame.ask import ask_first
from rounds.web.frame.errors import put_error, show_form, status_of
from rounds.web.toasts import add_toast

ASKED = gettext_lazy(
    "%(name)s is added. The trainees’ pairs are shown to %(name)s once they or a second person have confirmed it."
)


@require_GET
@allow(can_change_structure)
def overview(request: Request) -> HttpResponse:
    """Show departments, sites and training programs."""
    context = {
        "departments": list_departments(),
        "sites": list_sites(),
        "training_programs": list_training_programs(),
        "merges": merges_of_a_day(),
        "routes": help_routes(),
    }
    return render(request, "coordinator/people/structure/overview.html", context)


@require_http_methods(["GET", "POST"])
@allow(can_change_structure, load=help_route_for)
def help_route(request: Request, found: Route) -> HttpResponse:
    """Enter where people turn with one kind of trouble."""
    held = found.route
    first = {name: getattr(held, name, "") for name in ("name", "phone", "web", "words")}
    form = HelpRouteForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            save_help_route(topic=found.topic, by=request.viewer, **form.cleaned_data)
        except DomainError as error:
            put_error(form, error)
        else:
            add_toast(request, _("Saved: everybody finds it under “Help and reporting”."))
            return redirect(address(request, "people:structure"))
    return show_form(request, "coordinator/people/structure/help_route.html", form, topic=found.topic)


@require_http_methods(["GET", "POST"])
@allow(can_change_structure)
def new_department(request: Request) -> HttpResponse:
    """Add a department."""
    return _place_page(request, DepartmentForm(request.POST or None), None, Department)


@require_http_methods(["GET", "POST"])
@allow(can_change_structure)
def new_site(request: Request) -> HttpResponse:
    """Add a site."""
    return _place_page(request, SiteForm(request.POST or None), None, Site)


@require_http_methods(["GET", "POST"])
@allow(can_change_structure, load=get_place)
def place(request: Request, found: Department | Site) -> HttpResponse:
    """Rename a department or site, or take it off the list."""
    if request.method == "POST" and request.POST.get("go") == "remove":
        try:
            services.remove_place(place=found, by=request.viewer)
            add_toast(request, _("%(name)s is off the list.") % {"name": found.name})
        except DomainError as error:
            add_toast(request, error.message, icon="exclamation-circle")
        return redirect(address(request, "people:structure"))
    if isinstance(found, Department):
        initial = {"name": found.name, "code": found.code}
        return _place_page(request, DepartmentForm(request.POST or None, initial=initial), found, Department)
    initial = {"name": found.name, "timezone": found.timezone}
    return _place_page(request, SiteForm(request.POST or None, initial=initial), found, Site)


def _place_page(
    request: Request, form: forms.Form, found: Department | Site | None, model: type[Department | Site]
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            saved = _saved_place(request, form, found, model)
        except DomainError as error:
            put_error(form, error)
        else:
            add_toast(request, _("%(name)s is saved.") % {"name": saved})
            return redirect(address(request, "people:structure"))
    return show_form(
        request,
        "coordinator/people/structure/place.html",
        form,
        place=found,
        is_department=model is Department,
    )


def _saved_place(
    request: Request, form: forms.Form, found: Department | Site | None, model: type[Department | Site]
) -> Department | Site:
    by = request.viewer
    if model is Department:
        department = Department.objects.get(id=found.id) if found else None
        return services.save_department(by=by, department=department, **form.cleaned_data)
    site = Site.objects.get(id=found.id) if found else None
    return services.save_site(by=by, site=site, **form.cleaned_data)


@require_http_methods(["GET", "POST"])
@allow(can_change_structure)
def new_training_program(request: Request) -> HttpResponse:
    """Add a residency or fellowship."""
    return _training_program_page(request, TrainingProgramForm(request.POST or None), None)


@require_http_methods(["GET", "POST"])
@allow(can_change_structure, load=get_training_program)
def edit_training_program(request: Request, program: TrainingProgram) -> HttpResponse:
    """Change a training program, or take it off the list."""
    if request.method == "POST" and request.POST.get("go") == "remove":
        try:
            services.remove_place(place=program, by=request.viewer)
            add_toast(request, _("%(name)s is off the list.") % {"name": program.name})
        except DomainError as error:
            add_toast(request, error.message, icon="exclamation-circle")
        return redirect(address(request, "people:structure"))
    return _training_program_page(
        request, TrainingProgramForm(request.POST or None, training_program=program), program
    )


def _training_program_page(
    request: Request, form: TrainingProgramForm, program: TrainingProgram | None
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        fresh = TrainingProgram.objects.get(id=program.id) if program else None
        try:
            saved = services.save_training_program(
                by=request.viewer,
                training_program=fresh,
                **form.cleaned_data,
            )
        except DomainError as error:
            put_error(form, error)
        else:
            add_toast(request, _("%(name)s is saved.") % {"name": saved.name})
            return redirect(address(request, "people:training_program", training_program_id=saved.id))
    return show_form(
        request, "coordinator/people/structure/training_program_form.html", form, program=program
    )


@require_http_methods(["GET", "POST"])
@allow(can_change_structure, load=get_training_program)
def training_program(request: Request, program: TrainingProgram) -> HttpResponse:
    """Show who directs, teaches, judges and trains in a training program; find somebody and add them."""
    viewer = request.viewer
    form = MemberForm(
        request.POST or None, initial={"from_on": viewer.today(), "kind": request.GET.get("kind")}
    )
    find = read_search(request.GET.get("find"))
    if request.method == "POST" and form.is_valid():
        try:
            person = person_for(viewer, read_id(request.POST.get("person")) or NO_ID)
            asked = _added(program, person, viewer, form)
        except NotFound:
            form.add_error(None, _("Choose a person: find one by name first."))
        except DomainError as error:
            put_error(form, error)
        else:
            add_toast(request, (ASKED if asked else _("%(name)s is added.")) % {"name": person.display_name})
            return redirect(address(request, "people:training_program", training_program_id=program.id))
    context = {
        "program": program,
        "members": members_of(program),
        "form": form,
        "find": find,
        "hits": search_people(viewer, find, limit=20),
        "waiting": list_waiting_roles(program.id),
        "to_ask_for": directors_to_ask_for(program.id),
    }
    return render(
        request, "coordinator/people/structure/training_program.html", context, status=status_of(form)
    )


@transaction.atomic
def _added(program: TrainingProgram, person: Person, viewer: Viewer, form: forms.Form) -> bool:
    """Record a member; tell whether a director's role is asked for, which a second person confirms."""
    member = services.add_training_member(
        training_program=program, person=person, by=viewer, **form.cleaned_data
    )
    return ask_to_direct(member=member, by=viewer) is not None


def load_member(viewer: Viewer, member_id: UUID) -> TrainingProgramMember:
    """Return a membership in scope; raises DoesNotExist."""
    member: TrainingProgramMember = TrainingProgramMember.objects.get(id=member_id)
    return member


@require_http_methods(["GET", "POST"])
@allow(can_change_structure, load=load_member)
def end_member(request: Request, member: TrainingProgramMember) -> HttpResponse:
    """End a membership today; asks first."""
    if request.method == "GET":
        names = {"name": member.person.full_name, "kind": member.get_kind_display()}
        words = [_("%(name)s (%(kind)s) no longer belongs to it.") % names]
        if member.kind == TrainingKind.DIRECTOR:
            words.append(_("They no longer see its trainees, nor are they asked about pairs."))
        return ask_first(
            request,
            title=_("End this membership of %(program)s today?") % {"program": member.training_program.name},
            words=words,
            verb=_("End it today"),
            back=address(request, "people:training_program", training_program_id=member.training_program_id),
        )
    services.end_training_member(member=member, by=request.viewer)
    add_toast(request, _("The membership has ended."))
    program_id = member.training_program_id
    return redirect(address(request, "people:training_program", training_program_id=program_id))
