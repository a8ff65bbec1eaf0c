"""Groups for the program office: the list with sizes and sums, a new one, who is in one, its end."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rounds.core.access import Request, allow, holds
from rounds.core.enums import Role
from rounds.core.errors import DomainError
from rounds.matching.publishing.selectors.groups import mentees_for_group, mentors_for_group
from rounds.mentorships.groups.forms import GroupForm, MemberForm
from rounds.mentorships.groups.selectors import (
    OfficeGroup,
    office_group_for,
    office_groups,
    office_member_for,
)
from rounds.mentorships.groups.services import groups as services
from rounds.mentorships.models import GroupMember
from rounds.programs.models import Cohort, Enrollment
from rounds.programs.selectors import cohort_for, programs_for
from rounds.programs.selectors.programs import open_cohorts_of
from rounds.web.addresses import address
from rounds.web.frame.errors import put_error
from rounds.web.toasts import add_toast

OFFICE = holds(Role.COORDINATOR, Role.DIRECTOR)


@require_GET
@allow(OFFICE)
def list_page(request: Request) -> HttpResponse:
    """List the groups of the viewer's programs with their sizes and sums."""
    viewer = request.viewer
    context = {"groups": office_groups(viewer), "cohorts": open_cohorts_of(programs_for(viewer))}
    return render(request, "coordinator/year/groups.html", context)


@require_http_methods(["GET", "POST"])
@allow(OFFICE, load=cohort_for)
def new(request: Request, cohort: Cohort) -> HttpResponse:
    """Open a group of a mentor of a cohort; who is in it is chosen on the next page."""
    mentors = [(str(key), name) for key, name in mentors_for_group(cohort)]
    form = GroupForm(request.POST or None, mentors=mentors, initial={"entry": GroupForm.new_entry()})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        mentor = Enrollment.objects.select_related("cohort").get(id=data["mentor"])
        group = services.open_group(
            mentor=mentor,
            name=data["name"],
            size=data["size"],
            by=request.viewer,
            entry_id=form.entry_id(),
        )
        add_toast(request, _("“%(name)s” is open. Choose who is in it.") % {"name": group.name})
        return redirect(address(request, "year:group", group_id=group.id))
    return render(request, "coordinator/year/new_group.html", {"cohort": cohort, "form": form})


@require_http_methods(["GET", "POST"])
@allow(OFFICE, load=office_group_for)
def detail(request: Request, found: OfficeGroup) -> HttpResponse:
    """Show a group to the office, and put one more mentee into it."""
    has_room = found.group.is_running and found.free > 0
    mentees = [(str(key), name) for key, name in mentees_for_group(found)] if has_room else []
    form = MemberForm(request.POST or None, mentees=mentees)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            mentee = Enrollment.objects.select_related("person").get(id=form.cleaned_data["mentee"])
            member = services.add_member(group_id=found.group.id, mentee=mentee, by=request.viewer)
        except DomainError as error:
            status = put_error(form, error)
        else:
            undo = address(request, "year:leave_group", group_member_id=member.id)
            add_toast(request, _("%(name)s is in the group.") % {"name": mentee.person.full_name}, undo=undo)
            return redirect(address(request, "year:group", group_id=found.group.id))
    context = {"found": found, "group": found.group, "form": form, "has_room": bool(mentees)}
    return render(request, "coordinator/year/group.html", context, status=status)


@require_POST
@allow(OFFICE, load=office_member_for)
def leave(request: Request, member: GroupMember) -> HttpResponse:
    """Take a mentee out of a group."""
    group_id, member_id = member.group_id, member.id
    was_in = services.remove_member(member_id=member_id, by=request.viewer)
    undo = address(request, "year:back_in_group", group_member_id=member_id) if was_in else ""
    add_toast(
        request, _("%(name)s is not in the group any more.") % {"name": member.person.full_name}, undo=undo
    )
    return redirect(address(request, "year:group", group_id=group_id))


@require_POST
@allow(OFFICE, load=office_member_for)
def back(request: Request, member: GroupMember) -> HttpResponse:
    """Let a mentee be in a group as before."""
    services.take_back_removal(member_id=member.id, by=request.viewer)
    add_toast(request, _("%(name)s is in the group as before.") % {"name": member.person.full_name})
    return redirect(address(request, "year:group", group_id=member.group_id))


@require_POST
@allow(OFFICE, load=office_group_for)
def end(request: Request, found: OfficeGroup) -> HttpResponse:
    """End a group; nobody is written to."""
    services.end_group(group_id=found.group.id, by=request.viewer)
    undo = address(request, "year:reopen_group", group_id=found.group.id)
    add_toast(request, _("“%(name)s” has ended.") % {"name": found.group.name}, undo=undo)
    return redirect(address(request, "year:group", group_id=found.group.id))


@require_POST
@allow(OFFICE, load=office_group_for)
def reopen(request: Request, found: OfficeGroup) -> HttpResponse:
    """Let a group go on."""
    services.reopen_group(group_id=found.group.id, by=request.viewer)
    add_toast(request, _("“%(name)s” goes on.") % {"name": found.group.name})
    return redirect(address(request, "year:group", group_id=found.group.id))
