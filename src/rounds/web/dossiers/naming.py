"""Whether a dossier may name a mentee: the mentor asks once, the mentee says so and can take it back."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rounds.core.access import Request, Viewer, allow, holds, is_member
from rounds.core.enums import Role
from rounds.people.models import Person
from rounds.rollout.models import NameRelease
from rounds.rollout.selectors.dossiers.naming import (
    asked_of,
    mentees_to_name,
    mentored_for,
    release_for,
)
from rounds.rollout.services.dossiers import answer_name, ask_for_name
from rounds.web.addresses import address
from rounds.web.frame.ask import ask_first
from rounds.web.frame.presses import pressed
from rounds.web.toasts import add_toast

IS_MENTOR = holds(Role.MENTOR)


def load_mentored(viewer: Viewer, mentored_id: UUID) -> Person:
    """Return a mentee of the viewer's; raises NotFound."""
    return mentored_for(viewer, mentored_id)


def load_release(viewer: Viewer, name_release_id: UUID) -> NameRelease:
    """Return what somebody asked the viewer; raises NotFound."""
    return release_for(viewer, name_release_id)


@allow(is_member)
@require_safe
def names(request: Request) -> HttpResponse:
    """Show whom one may ask, and who asks oneself."""
    context = {"mentees": mentees_to_name(request.viewer), "asked": asked_of(request.viewer)}
    return render(request, "dossiers/names.html", context)


@allow(IS_MENTOR, load=load_mentored)
@require_http_methods(["GET", "POST"])
def ask(request: Request, mentee: Person) -> HttpResponse:
    """Ask first, then ask a mentee whether one's dossier may name them."""
    if request.method == "POST":
        ask_for_name(mentee=mentee, by=request.viewer)
        add_toast(request, _("Asked. It stands on their home; no mail is sent, and no answer is an answer."))
        return redirect(address(request, "dossier:names"))
    return ask_first(
        request,
        title=_("Ask %(name)s whether your dossier may name them?") % {"name": mentee.display_name},
        words=[
            _("They are asked once, at their home. You read only a yes; a no looks like no answer."),
            _("They can take it back at any time; your frozen dossiers then say “withdrawn”."),
        ],
        verb=_("Ask once"),
        back=address(request, "dossier:names"),
    )


@allow(is_member, load=load_release)
@require_POST
def answer(request: Request, found: NameRelease) -> HttpResponse:
    """Let a mentor name one, or not; said anew, the last word counts."""
    agree = pressed(request, "yes", "no") == "yes"
    answer_name(release=found, agree=agree, by=request.viewer)
    said = (
        _("Noted: your name may stand there. You can take it back here.")
        if agree
        else _("Noted: your name stands nowhere. Your mentor is not told.")
    )
    add_toast(request, said)
    return redirect(address(request, "dossier:names"))
