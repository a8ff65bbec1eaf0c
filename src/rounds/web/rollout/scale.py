"""From a pilot to more departments: who comes next, what is done otherwise, a copy."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from rounds.core.access import Request, allow, holds
from rounds.core.errors import DomainError
from rounds.programs.models import Program
from rounds.programs.rules import can_found_programs
from rounds.programs.selectors import program_for
from rounds.programs.selectors.programs import OFFICE, programs_for
from rounds.rollout.enums import Kind
from rounds.rollout.forms.scale import CopyForm, DepartmentForm, ReasonForm
from rounds.rollout.models import Wave
from rounds.rollout.selectors.differences import differences_of
from rounds.rollout.selectors.pitch import versions_of
from rounds.rollout.selectors.scale import two_for, wave_for, waves_of
from rounds.rollout.services.scale import change_wave, drop_wave, give_reason, issue_timeline, plan_wave
from rounds.rollout.services.setting_up import copy_program
from rounds.web.addresses import address
from rounds.web.frame.errors import put_error, show_form
from rounds.web.frame.presses import pressed
from rounds.web.rollout.setup_words import label_of, value_words
from rounds.web.toasts import add_toast

IN_OFFICE = holds(*OFFICE)
LONGEST = 80


@require_http_methods(["GET", "POST"])
@allow(IN_OFFICE, load=program_for)
def scale(request: Request, program: Program) -> HttpResponse:
    """Show who comes next, by day; a POST issues it as the timeline."""
    if request.method == "POST" and pressed(request, "issue"):
        version = issue_timeline(program=program, by=request.viewer)
        add_toast(request, _("Issued as version %(number)s.") % {"number": version.number})
        return redirect(address(request, "rollout:version", document_id=version.id))
    others = [one for one in programs_for(request.viewer) if one.id != program.id]
    context = {
        "program": program,
        "waves": waves_of(program),
        "others": others,
        "versions": versions_of(program, Kind.TIMELINE),
        "may_found": can_found_programs.test(request.viewer, None),
    }
    return render(request, "rollout/scale.html", context)


@require_http_methods(["GET", "POST"])
@allow(IN_OFFICE, load=program_for)
def add_department(request: Request, program: Program) -> HttpResponse:
    """Enter a department that comes next."""
    form = DepartmentForm(request.POST or None, initial={"entry": DepartmentForm.new_entry(), "found": 0})
    if request.method == "POST" and pressed(request, "save") and form.is_valid():
        plan_wave(program=program, department=form.wanted(), entry_id=form.entry_id(), by=request.viewer)
        add_toast(request, _("Entered. It stands in the next timeline that is issued."))
        return redirect(address(request, "rollout:scale", program_id=program.id))
    return show_form(request, "rollout/department.html", form, program=program)


@require_http_methods(["GET", "POST"])
@allow(IN_OFFICE, load=wave_for)
def department(request: Request, wave: Wave) -> HttpResponse:
    """Change what is said of a department that comes next, or take it out."""
    said = {name: getattr(wave, name) for name in DepartmentForm.SAID}
    form = DepartmentForm(request.POST or None, initial=said)
    if request.method == "POST":
        go = pressed(request, "save", "remove")
        if go == "remove" or form.is_valid():
            if go == "remove":
                drop_wave(wave_id=wave.id, by=request.viewer)
                add_toast(request, _("Taken out. Timelines that were issued keep it."))
            else:
                change_wave(wave_id=wave.id, department=form.wanted(), by=request.viewer)
                add_toast(request, _("Saved. Timelines that were issued stay as they are."))
            return redirect(address(request, "rollout:scale", program_id=wave.program_id))
    return show_form(request, "rollout/department.html", form, program=wave.program, wave=wave)


@require_http_methods(["GET", "POST"])
@allow(IN_OFFICE, load=two_for)
def differences(request: Request, both: tuple[Program, Program]) -> HttpResponse:
    """Show each setting that differs from the pilot's once, old and new; a POST says why one does."""
    program, pilot = both
    form, asked = ReasonForm(), ""
    if request.method == "POST":
        form, asked = ReasonForm(request.POST), request.POST.get("key", "")[:LONGEST]
        if form.is_valid():
            give_reason(program=program, pilot=pilot, key=asked, by=request.viewer, **form.cleaned_data)
            add_toast(request, _("Noted. It holds as long as both sides stay as they are."))
            return redirect(address(request, "rollout:differences", program_id=program.id, pilot_id=pilot.id))
    lines = [
        (one, label_of(one.path), value_words(one.was), value_words(one.now))
        for one in differences_of(program, pilot)
    ]
    context = {"program": program, "pilot": pilot, "lines": lines, "asked": asked}
    return show_form(request, "rollout/differences.html", form, **context)


@require_http_methods(["GET", "POST"])
@allow(can_found_programs, load=program_for)
def copy(request: Request, program: Program) -> HttpResponse:
    """Copy how a program is set up to another department, with days of its own."""
    form = CopyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = copy_program(program=program, by=request.viewer, **form.cleaned_data)
        except DomainError as error:
            put_error(form, error, beside="name")
        else:
            add_toast(request, _("Set up like %(name)s. Nobody came along.") % {"name": program.name})
            return redirect(address(request, "rollout:ladder", program_id=made.id))
    return show_form(request, "rollout/copy.html", form, program=program)
