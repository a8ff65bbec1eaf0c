"""Changing people's records: facts, stages, lines, training, leaving, merging."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from rounds.core.access import Request, Viewer, allow
from rounds.core.errors import DomainError, NotFound
from rounds.core.reading import NO_ID, read_day, read_id, read_search
from rounds.mentorships.selectors import list_pairs_of
from rounds.people import services
from rounds.people.forms import LeaveForm, LineForm, PersonForm, ReturnForm, StageForm, TrainingRecordForm
from rounds.people.models import AuthorityLine, CareerStage, Person
from rounds.people.rules import can_change_people
from rounds.people.selectors import (
    person_for,
    record_for,
    search_people,
)
from rounds.programs.selectors import programs_coordinated_alone
from rounds.web.addresses import address
from rounds.web.frame.ask import ask_first
from rounds.web.frame.errors import put_error, show_form, status_of
from rounds.web.frame.presses import pressed
from rounds.web.toasts import add_toast


def _page(request: Request, person: Person) -> HttpResponse:
    return redirect(address(request, "people:detail", person_id=person.id))


@require_http_methods(["GET", "POST"])
@allow(can_change_people)
def new(request: Request) -> HttpResponse:
    """Add one person by hand."""
    form = PersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            person = services.create_person(by=request.viewer, **form.cleaned_data)
        except DomainError as error:
            put_error(form, error)
        else:
            add_toast(request, _("%(name)s is on the list.") % {"name": person.display_name})
            return redirect(address(request, "people:stage", person_id=person.id))
    return show_form(request, "coordinator/people/form.html", form, person=None)


@require_http_methods(["GET", "POST"])
@allow(can_change_people, load=person_for)
def edit(request: Request, person: Person) -> HttpResponse:
    """Change a person's facts."""
    form = PersonForm(request.POST or None, instance=person)
    if request.method == "POST" and form.is_valid():
        try:
            fresh = person_for(request.viewer, person.id)
            services.update_person(person=fresh, by=request.viewer, **form.cleaned_data)
        except DomainError as error:
            put_error(form, error)
        else:
            add_toast(request, _("The record of %(name)s is saved.") % {"name": fresh.display_name})
            return _page(request, person)
    return show_form(request, "coordinator/people/form.html", form, person=person)


@require_http_methods(["GET", "POST"])
@allow(can_change_people, load=person_for)
def stage(request: Request, person: Person) -> HttpResponse:
    """Record the next career stage."""
    current = record_for(person).current
    day = read_day(request.GET.get("from")) or request.viewer.today()
    form = StageForm(request.POST or None, initial=_values_of(current) | {"from_on": day})
    if request.method == "POST" and form.is_valid():
        try:
            services.record_stage(person=person, by=request.viewer, **form.cleaned_data)
        except DomainError as error:
            put_error(form, error)
        else:
            add_toast(request, _("The stage is recorded; the one before it has ended."))
            return _page(request, person)
    context = {"form": form, "person": person, "current": current, "wrong": None}
    return render(request, "coordinator/people/stage.html", context, status=status_of(form))


def _values_of(stage: CareerStage | None) -> dict[str, Any]:
    return {name: getattr(stage, name) for name in services.STAGE_FIELDS} if stage else {}


def load_stage(viewer: Viewer, person_id: UUID, stage_id: UUID) -> CareerStage:
    """Return a stage of a person whom the viewer may look up; raises NotFound."""
    stage: CareerStage = CareerStage.objects.select_related("person").get(
        id=stage_id, person=person_for(viewer, person_id)
    )
    return stage


@require_http_methods(["GET", "POST"])
@allow(can_change_people, load=load_stage)
def correct(request: Request, wrong: CareerStage) -> HttpResponse:
    """Put right a stage that was recorded wrongly, or take it back; the wrong row stays in the history."""
    if request.method == "POST" and pressed(request, "", "take_back") == "take_back":
        services.take_back_stage(stage=wrong, by=request.viewer)
        add_toast(request, _("The stage is taken back; it stays in the history and counts no more."))
        return _page(request, wrong.person)
    form = StageForm(request.POST or None, initial=_values_of(wrong), is_correction=True)
    if request.method == "POST" and form.is_valid():
        services.correct_stage(stage=wrong, by=request.viewer, **form.cleaned_data)
        add_toast(request, _("The stage is corrected; the wrong one stays in the history."))
        return _page(request, wrong.person)
    context = {"form": form, "person": wrong.person, "current": None, "wrong": wrong}
    context["before"] = services.stage_before(wrong)
    return render(request, "coordinator/people/stage.html", context, status=status_of(form))


@require_http_methods(["GET", "POST"])
@allow(can_change_people, load=person_for)
def lines(request: Request, person: Person) -> HttpResponse:
    """Find who has authority over somebody, and record it."""
    viewer = request.viewer
    form = LineForm(request.POST or None, initial={"from_on": viewer.today()})
    find = read_search(request.GET.get("find"))
    if request.method == "POST" and form.is_valid():
        try:
            over = person_for(viewer, read_id(request.POST.get("person")) or NO_ID)
            services.record_authority_line(subject=person, over=over, by=viewer, **form.cleaned_data)
        except NotFound:
            form.add_error(None, _("Choose a person: find one by name first."))
        except DomainError as error:
            put_error(form, error)
        else:
            add_toast(request, _("The line is recorded. Matching will respect it."))
            return _page(request, person)
    hits = [hit for hit in search_people(viewer, find, limit=20) if hit.id != person.id]
    return show_form(request, "coordinator/people/lines.html", form, person=person, find=find, hits=hits)


def load_line(viewer: Viewer, person_id: UUID, line_id: UUID) -> AuthorityLine:
    """Return a line that concerns a person whom the viewer may look up; raises NotFound."""
    line: AuthorityLine = AuthorityLine.objects.select_related("subject").get(
        id=line_id, subject=person_for(viewer, person_id)
    )
    return line


@require_http_methods(["GET", "POST"])
@allow(can_change_people, load=load_line)
def end_line(request: Request, line: AuthorityLine) -> HttpResponse:
    """End a line of authority today; asks first."""
    if request.method == "GET":
        names = {"over": line.over.full_name, "name": line.subject.full_name, "kind": line.get_kind_display()}
        return ask_first(
            request,
            title=_("End this line of authority today?"),
            words=[
                _("%(over)s is no longer %(kind)s of %(name)s.") % names,
                _("Matching may pair the two from then on."),
            ],
            verb=_("End it today"),
            back=address(request, "people:detail", person_id=line.subject_id),
        )
    services.end_authority_line(line=line, by=request.viewer)
    add_toast(request, _("The line has ended."))
    return _page(request, line.subject)


@require_http_methods(["GET", "POST"])
@allow(can_change_people, load=person_for)
def training(request: Request, person: Person) -> HttpResponse:
    """Record mentor training that somebody has done."""
    form = TrainingRecordForm(request.POST or None, initial={"entry": TrainingRecordForm.new_entry()})
    if request.method == "POST" and form.is_valid():
        said = {key: form.cleaned_data[key] for key in ("title", "hours", "done_on")}
        try:
            services.record_training(person=person, by=request.viewer, entry_id=form.entry_id(), **said)
        except DomainError as error:
            put_error(form, error)
        else:
            add_toast(request, _("The training is recorded."))
            return _page(request, person)
    return show_form(request, "coordinator/people/training.html", form, person=person)


@require_http_methods(["GET", "POST"])
@allow(can_change_people, load=person_for)
def leave(request: Request, person: Person) -> HttpResponse:
    """Ask for the day, say what ends and what stays, and record that somebody leaves."""
    viewer = request.viewer
    form = LeaveForm(request.POST or None)
    if person.id == viewer.person_id:
        raise DomainError(_("You cannot record your own leaving: a colleague in the program office does."))
    if request.method == "POST" and form.is_valid():
        services.record_leaving(people=[person], on=form.cleaned_data["on"], by=viewer)
        undo = address(request, "people:undo_leave", person_id=person.id)
        add_toast(request, _("%(name)s is recorded as leaving.") % {"name": person.display_name}, undo=undo)
        return _page(request, person)
    content = {
        "form": form,
        "person": person,
        "programs": programs_coordinated_alone(person.id),
        "pairs": [pair for pair in list_pairs_of(person, viewer) if not pair.is_over],
    }
    return render(request, "coordinator/people/leave.html", content)


@require_POST
@allow(can_change_people, load=person_for)
def undo_leave(request: Request, person: Person) -> HttpResponse:
    """Take back a leaving from its own day."""
    if person.left_on is None:
        add_toast(
            request, _("%(name)s is here as before.") % {"name": person.display_name}, icon="info-circle"
        )
    else:
        services.bring_back(person=person, on=person.left_on, by=request.viewer)
        add_toast(request, _("%(name)s is here as before.") % {"name": person.display_name})
    return _page(request, person)


@require_http_methods(["GET", "POST"])
@allow(can_change_people, load=person_for)
def bring_back(request: Request, person: Person) -> HttpResponse:
    """Say what comes back with somebody who had left and what does not, ask for the day, and do it."""
    if person.left_on is None:
        add_toast(request, _("%(name)s is here already.") % {"name": person.display_name}, icon="info-circle")
        return _page(request, person)
    form = ReturnForm(request.POST or None, initial={"on": person.left_on})
    if request.method == "POST" and form.is_valid():
        try:
            services.bring_back(person=person, on=form.cleaned_data["on"], by=request.viewer)
        except DomainError as error:
            put_error(form, error)
        else:
            add_toast(request, _("%(name)s is back.") % {"name": person.display_name})
            return _page(request, person)
    context = {"form": form, "person": person, "plan": services.plan_return(person)}
    return render(request, "coordinator/people/bring_back.html", context, status=status_of(form))
