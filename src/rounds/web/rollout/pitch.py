"""The pitch of a program: ten sections and their figures, written, looked at and issued."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from rounds.core.access import Request, allow, holds
from rounds.core.errors import DomainError
from rounds.programs.models import Program
from rounds.programs.selectors import program_for
from rounds.programs.selectors.programs import OFFICE
from rounds.rollout.enums import Kind
from rounds.rollout.forms.pitch import FigureForm, PitchForm
from rounds.rollout.models import PitchFigure
from rounds.rollout.selectors.measured import measured_for
from rounds.rollout.selectors.pitch import facts_of_pitch, figure_to_change, pitch_of, versions_of
from rounds.rollout.services.pitching import (
    begin_figures,
    change_figure,
    freeze_measure,
    issue_pitch,
    write_own_figures,
    write_pitch,
)
from rounds.web.addresses import address
from rounds.web.frame.ask import ask_first
from rounds.web.frame.errors import put_error, show_form
from rounds.web.frame.presses import pressed
from rounds.web.toasts import add_toast

IN_OFFICE = holds(*OFFICE)


@require_http_methods(["GET", "POST"])
@allow(IN_OFFICE, load=program_for)
def write(request: Request, program: Program) -> HttpResponse:
    """Write the ten sections; the figures stand beside them, each with what it rests on."""
    pitch = pitch_of(program)
    texts = {part.number: part.text for part in pitch.parts}
    form = PitchForm(request.POST or None, texts=texts, one_sided=pitch.one_sided, own=pitch.own)
    if request.method == "POST":
        go = pressed(request, "save", "look", "figures", "freeze")
        if go == "freeze":
            measure = request.POST.get("measure", "")[:40]
            freeze_measure(program=program, measure=measure, by=request.viewer)
            add_toast(request, _("Taken as it was measured, with number, interval and day."))
            return redirect(address(request, "rollout:pitch", program_id=program.id) + "#figures")
        if go == "figures":
            begin_figures(program=program, by=request.viewer)
            return redirect(address(request, "rollout:pitch", program_id=program.id) + "#figures")
        if form.is_valid():
            one_sided = form.cleaned_data["one_sided"]
            write_pitch(program=program, texts=form.texts(), one_sided=one_sided, by=request.viewer)
            write_own_figures(program=program, figures=form.own_figures(), by=request.viewer)
            if go == "look":
                return redirect(address(request, "rollout:preview", program_id=program.id))
            add_toast(request, _("Saved. It is issued only by a press of its own."))
            return redirect(address(request, "rollout:pitch", program_id=program.id))
    return show_form(
        request,
        "rollout/pitch.html",
        form,
        pitch=pitch,
        program=program,
        measured=measured_for(request.viewer, program),
        can_change=any(not one._state.adding for one in pitch.figures),
        versions=versions_of(program, Kind.PITCH),
    )


@require_safe
@allow(IN_OFFICE, load=program_for)
def preview(request: Request, program: Program) -> HttpResponse:
    """Show the pitch as it would be issued now: whoever issues it has read it."""
    pitch = pitch_of(program)
    return render(
        request,
        "rollout/preview.html",
        {"program": program, "pitch": pitch, "facts": facts_of_pitch(pitch)},
    )


@require_http_methods(["GET", "POST"])
@allow(IN_OFFICE, load=program_for)
def issue(request: Request, program: Program) -> HttpResponse:
    """Ask, naming the sections that nobody has written, and freeze the pitch as it is saved, with a digest."""
    if request.method != "POST":
        return _ask(request, program)
    pressed(request, "")
    version = issue_pitch(program=program, by=request.viewer)
    add_toast(request, _("Issued as version %(number)s.") % {"number": version.number})
    return redirect(address(request, "rollout:version", document_id=version.id))


def _ask(request: Request, program: Program) -> HttpResponse:
    """Ask before a pitch is issued, and of what it has nothing of the house's own."""
    missing = [f"{one.number}. {one.title}" for one in pitch_of(program).unwritten]
    words = ngettext(
        "%(count)s section stands as it came, with nothing of your own:",
        "%(count)s sections stand as they came, with nothing of your own:",
        len(missing),
    )
    return ask_first(
        request,
        title=_("Issue the pitch of %(name)s?") % {"name": program.name},
        words=[
            *([words % {"count": len(missing)}, *missing] if missing else []),
            _("Once issued, a version is frozen. A later one stands beside it."),
        ],
        verb=_("Issue it as it is") if missing else _("Issue this pitch"),
        back=address(request, "rollout:preview", program_id=program.id),
    )


@require_http_methods(["GET", "POST"])
@allow(IN_OFFICE, load=figure_to_change)
def figure(request: Request, figure: PitchFigure) -> HttpResponse:
    """Change one figure: what it says, where it is from, how well it is known, whether it is in the pitch."""
    said = {name: getattr(figure, name) for name in FigureForm.SAID}
    form = FigureForm(request.POST or None, initial=said)
    if request.method == "POST" and form.is_valid():
        try:
            change_figure(figure_id=figure.id, figure=form.figure(), by=request.viewer)
        except DomainError as error:
            put_error(form, error)
        else:
            add_toast(request, _("Saved. Issued versions stay as they are."))
            return redirect(address(request, "rollout:pitch", program_id=figure.program_id) + "#figures")
    return show_form(request, "rollout/figure.html", form, figure=figure, program=figure.program)
