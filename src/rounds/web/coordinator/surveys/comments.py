"""Comments of a survey: read first by somebody outside the line, then by the program office."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from rounds.core.access import Request, allow, holds
from rounds.core.enums import Role
from rounds.core.errors import DomainError
from rounds.core.reading import read_id
from rounds.surveys.campaigns.rules import can_run_wave
from rounds.surveys.campaigns.selectors import wave_for
from rounds.surveys.models import Wave
from rounds.surveys.results.selectors.comments import (
    comments_shown,
    comments_to_read,
    is_any_waiting,
)
from rounds.surveys.results.selectors.readers import has_developer, wave_to_read
from rounds.surveys.results.services import hold_comment, show_comment
from rounds.web.addresses import address
from rounds.web.frame.presses import pressed
from rounds.web.toasts import add_toast


@allow(can_run_wave, load=wave_for)
@require_safe
def shown(request: Request, wave: Wave) -> HttpResponse:
    """Show the comments that were passed, beside no number."""
    context = {"wave": wave, "asked": comments_shown(wave), "is_waiting": is_any_waiting(wave)}
    context["has_developer"] = has_developer(wave)
    return render(request, "coordinator/surveys/comments.html", context)


@allow(holds(Role.FACULTY_DEVELOPER, Role.COORDINATOR, Role.DIRECTOR), load=wave_to_read)
@require_http_methods(["GET", "POST"])
def read(request: Request, wave: Wave) -> HttpResponse:
    """Read each comment before the program office does; a POST shows one, in its words or in others, or holds it.

    `reword` names the one that is open for other words.
    """
    error: tuple[str, str] | None = None
    chosen = read_id(request.GET.get("reword", ""))
    if request.method == "POST":
        chosen = read_id(request.POST.get("comment", ""))
        try:
            _settle(request, wave, chosen)
        except DomainError as refused:
            error = str(refused), request.POST.get("words", "")
        else:
            return redirect(address(request, "surveys:read_comments", wave_id=wave.id))
    context = {"wave": wave, "asked": comments_to_read(wave), "error": error, "chosen": chosen}
    return render(request, "coordinator/surveys/read_comments.html", context, status=422 if error else 200)


def _settle(request: Request, wave: Wave, comment_id: UUID | None) -> None:
    if pressed(request, "", "show", "hold") == "hold":
        hold_comment(wave=wave, comment_id=comment_id, by=request.viewer)
        add_toast(request, _("Held back. The program office does not learn that it is there."))
        return
    words = request.POST.get("words")
    show_comment(wave=wave, comment_id=comment_id, words=words and words[:600], by=request.viewer)
    add_toast(request, _("The program office can read it now."))
