"""Voices: what groups raised, for the office; talks, notes and themes, for who leads the talks."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rounds.core.access import Request, Viewer, allow, holds
from rounds.core.enums import Role
from rounds.core.errors import DomainError
from rounds.programs.models import Program
from rounds.programs.selectors import programs_for
from rounds.programs.selectors.office import ids_by_role
from rounds.surveys.enums import Stance
from rounds.surveys.models import Theme, VoiceSession
from rounds.surveys.voices.forms import NotesForm, TalkForm, ThemeForm
from rounds.surveys.voices.rules import can_lead_talk, can_write_theme
from rounds.surveys.voices.selectors import (
    OFFICE,
    leads_in,
    line_of,
    list_talks,
    list_themes,
    notes_of,
    talk_for,
    theme_for,
    themes_told,
)
from rounds.surveys.voices.services import enter_talk, keep_notes, remove_theme, restore_theme, write_theme
from rounds.web.addresses import address
from rounds.web.frame.errors import put_error, show_form
from rounds.web.toasts import add_toast

LEADS = holds(Role.FACULTY_DEVELOPER)


def _led_by(viewer: Viewer) -> list[tuple[UUID, str]]:
    """Return the programs whose talks a viewer leads."""
    programs = programs_for(viewer, Role.FACULTY_DEVELOPER)
    return [(one.id, one.name) for one in programs if leads_in(viewer, one.id)]


def _unled(programs: list[Program]) -> list[str]:
    """Return the programs of which nobody can lead talks: `leads_in` asks for a faculty developer outside the office."""
    held = ids_by_role([one.id for one in programs], [Role.FACULTY_DEVELOPER, *OFFICE])
    inside = {key: set().union(*(roles[role] for role in OFFICE)) for key, roles in held.items()}
    return [one.name for one in programs if held[one.id][Role.FACULTY_DEVELOPER] <= inside[one.id]]


@allow(holds(Role.FACULTY_DEVELOPER, *OFFICE))
@require_safe
def list_page(request: Request) -> HttpResponse:
    """Show what groups raised, by what it asks for; talks and unfinished themes to who leads."""
    led = dict(_led_by(request.viewer))
    offices = programs_for(request.viewer, *OFFICE)
    names = {one.id: one.name for one in offices} | led
    told = themes_told(names)
    context = {
        "leads": bool(led),
        "unled": _unled(offices) if offices else [],
        "stances": [
            (one, [(row, names[row.theme.scope_id]) for row in told if row.stance == one]) for one in Stance
        ],
        "is_told": bool(told),
        "talks": [(one, names[one.scope_id]) for one in list_talks(led)],
        "waiting": [(one, names[one.theme.scope_id]) for one in list_themes(led) if not one.is_told],
        "removed": list_themes(led, removed=True),
        "led": set(led),
    }
    return render(request, "coordinator/voices/list.html", context)


@allow(LEADS)
@require_http_methods(["GET", "POST"])
def new(request: Request) -> HttpResponse:
    """Enter a talk that was held."""
    form = TalkForm(request.POST or None, programs=_led_by(request.viewer))
    if request.method == "POST" and form.is_valid():
        try:
            found = enter_talk(talk=form.talk(), by=request.viewer)
        except DomainError as error:
            put_error(form, error)
        else:
            return redirect(address(request, "voices:talk", talk_id=found.id))
    return show_form(request, "coordinator/voices/new.html", form)


@allow(can_lead_talk, load=talk_for)
@require_http_methods(["GET", "POST"])
def talk(request: Request, found: VoiceSession) -> HttpResponse:
    """Show the notes of a talk by question, and keep them."""
    form = NotesForm(request.POST or None, questions=notes_of(found), speakers=found.speakers)
    if request.method == "POST" and form.is_valid():
        keep_notes(talk=found, notes=form.notes(), speakers=form.speakers(), by=request.viewer)
        add_toast(request, _("Kept, sealed. The program office reads themes alone."))
        return redirect(address(request, "voices:talk", talk_id=found.id))
    return show_form(request, "coordinator/voices/talk.html", form, talk=found)


@allow(can_lead_talk, load=talk_for)
@require_http_methods(["GET", "POST"])
def new_theme(request: Request, found: VoiceSession) -> HttpResponse:
    """Write a theme that was raised in a talk."""
    talks = list_talks([found.scope_id])
    form = ThemeForm(request.POST or None, talks=talks, initial={"talks": [str(found.id)]})
    if request.method == "POST" and form.is_valid() and _written(request, form, found.scope_id, None):
        return redirect(address(request, "voices:list"))
    return show_form(request, "coordinator/voices/theme.html", form, theme=None)


@allow(can_write_theme, load=theme_for)
@require_http_methods(["GET", "POST"])
def theme(request: Request, found: Theme) -> HttpResponse:
    """Change a theme."""
    talks = list_talks([found.scope_id])
    raised = [str(one) for one in found.mentions.values_list("session_id", flat=True)]
    initial = {"text": found.opened(), "stance": found.stance, "talks": raised}
    form = ThemeForm(request.POST or None, talks=talks, initial=initial)
    if request.method == "POST" and form.is_valid() and _written(request, form, found.scope_id, found):
        return redirect(address(request, "voices:list"))
    return show_form(request, "coordinator/voices/theme.html", form, theme=found)


def _written(request: Request, form: ThemeForm, scope_id: UUID, before: Theme | None) -> bool:
    try:
        made = write_theme(scope_id=scope_id, words=form.words(), by=request.viewer, theme=before)
    except DomainError as error:
        put_error(form, error)
        return False
    if line_of(made).is_told:
        add_toast(request, _("Kept. The program office reads it."))
    else:
        add_toast(request, _("Kept. The program office reads it once two groups with five people raised it."))
    return True


@allow(can_write_theme, load=theme_for)
@require_POST
def remove(request: Request, found: Theme) -> HttpResponse:
    """Take a theme away, which can be taken back."""
    remove_theme(theme=found, by=request.viewer)
    undo = address(request, "voices:restore", theme_id=found.id)
    add_toast(request, _("Taken away: the program office reads it no more."), undo=undo)
    return redirect(address(request, "voices:list"))


@allow(can_write_theme, load=theme_for)
@require_POST
def restore(request: Request, found: Theme) -> HttpResponse:
    """Put a theme back."""
    restore_theme(theme=found, by=request.viewer)
    add_toast(request, _("It is there again."))
    return redirect(address(request, "voices:list"))
