"""What I release to my residency: picked, shown as the director will see it, released once and for good."""

from urllib.parse import urlencode

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from rounds.core.access import Request, allow, is_member
from rounds.core.errors import DomainError, NotFound
from rounds.core.fields import EntryForm
from rounds.core.reading import read_id
from rounds.mentorships.models import Release
from rounds.mentorships.releases import services
from rounds.mentorships.releases.selectors import (
    done_days,
    list_given,
    own_release_for,
    own_residencies,
    packet_of,
    pieces_to_release,
    readers_of_residencies,
    requirements_of,
)
from rounds.people.models import Person, TrainingProgram
from rounds.web.addresses import address
from rounds.web.frame.presses import pressed
from rounds.web.toasts import add_toast


@require_http_methods(["GET", "POST"])
@allow(is_member)
def mine(request: Request) -> HttpResponse:
    """Show what can be released and what was; show the packet before it goes, and release it."""
    programs = own_residencies(request.viewer)
    go = request.POST.get("go")
    if request.method == "POST" and go == "look" and request.POST.getlist("piece"):
        return _packet(request, _program(request, programs))
    if request.method == "POST" and go != "look":
        _release(request, _program(request, programs))
        add_toast(request, _("Released. Below you see who opens it."))
        return redirect(address(request, "releases:mine"))
    is_empty = request.method == "POST"
    required = requirements_of(program.id for program in programs)
    context = {
        "programs": programs,
        "readers": _readers(programs),
        "required": [program for program in programs if program.id in required],
        "choices": pieces_to_release(request.viewer),
        "ticked": request.GET.getlist("piece"),
        "is_empty": is_empty,
        "done_days": done_days(request.viewer),
        "given": list_given(request.viewer),
        "entry": EntryForm.new_entry(),
    }
    return render(request, "participant/releases/mine.html", context, status=400 if is_empty else 200)


def _program(request: Request, programs: list[TrainingProgram]) -> TrainingProgram:
    wanted = read_id(request.POST.get("program"))
    found = next((one for one in programs if one.id == wanted), None)
    if found is None:
        raise DomainError(_("You are not in this residency now. Go back and choose one of yours."))
    return found


def _readers(programs: list[TrainingProgram]) -> list[tuple[TrainingProgram, list[Person]]]:
    """Return who reads what is released, by residency."""
    found = readers_of_residencies(programs)
    return [(one, found.get(one.id, [])) for one in programs]


def _keys(data: QueryDict) -> list[str]:
    keys = data.getlist("piece")
    if not keys:
        raise DomainError(_("Nothing is chosen. Go back and tick at least one piece."))
    return keys


def _packet(request: Request, program: TrainingProgram) -> HttpResponse:
    """Show the packet exactly as the director will see it, with the one button that releases it."""
    keys = _keys(request.POST)
    packet = packet_of(request.viewer, keys, program)
    context = {
        "packet": packet,
        "program": program,
        "readers": _readers([program]),
        "keys": keys,
        "again": urlencode({"piece": keys}, doseq=True),
        "digest": packet.digest(),
        "entry": EntryForm.new_entry(),
    }
    return render(request, "participant/releases/packet.html", context)


def _release(request: Request, program: TrainingProgram) -> None:
    entry = read_id(request.POST.get("entry"))
    if entry is None:
        raise NotFound
    if pressed(request, "done", "release") == "done":
        done_on = parse_date(request.POST.get("done_on", ""))
        if done_on is None:
            raise DomainError(_("Choose a day on which your mentor answered a report."))
        services.release_done(program=program, done_on=done_on, entry_id=entry, by=request.viewer)
        return
    services.release_pieces(
        keys=_keys(request.POST),
        program=program,
        digest=request.POST.get("digest", ""),
        entry_id=entry,
        by=request.viewer,
    )


@require_GET
@allow(is_member, load=own_release_for)
def given(request: Request, release: Release) -> HttpResponse:
    """Show an own release as it was when it was released."""
    context = {"release": release, "packet": services.shown_packet(release=release, by=request.viewer)}
    return render(request, "participant/releases/given.html", context)
